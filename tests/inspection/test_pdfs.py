"""What becomes of PDFs: good, locked, crowded, broken and hostile."""

from collections.abc import Callable

import pytest

from kiosk.domain.documents.document import MediaType, Verdict
from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import crowded_pdf, pdf, pdf_bomb, photo, plain_pdf, recursive_pdf


def test_a_good_pdf_is_fine_and_shows_its_first_page(inspector: Inspector) -> None:
    seen = inspector.inspect(pdf(pages=2))
    assert (seen.media_type, seen.pages, seen.width, seen.height) == (MediaType.PDF, 2, 595, 842)
    assert (seen.verdict.may_be_attached, len(seen.facts)) == (True, 2)
    assert seen.picture is not None
    assert (seen.picture.width, seen.picture.height) == (59, 84)
    assert seen.picture.rgb[:3] == b"\x00\x00\x00"
    assert seen.picture.rgb[-3:] == b"\xff\xff\xff"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (pdf(password="mi clave"), "pdf_locked", "contraseña"),
        (pdf(pages=21), "too_many_pages", "21 páginas"),
        (crowded_pdf(10_000), "too_many_pages", "10000 páginas"),
        (pdf()[:200], "pdf_damaged", "foto del papel"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 30, "pdf_damaged", "foto del papel"),
        (plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"), "pdf_damaged", "foto del papel"),
    ],
    ids=["password", "21 pages", "10000 pages", "truncated", "noise", "no pages"],
)
def test_a_pdf_that_will_not_do_is_refused_in_words_that_mend_it(
    inspector: Inspector, content: bytes, code: str, words: str
) -> None:
    seen = inspector.inspect(content)
    assert seen.verdict is Verdict.REFUSED
    assert [finding.code for finding in seen.findings] == [code]
    assert words in seen.findings[0].message


def test_a_pdf_of_twenty_pages_is_fine(inspector: Inspector) -> None:
    seen = inspector.inspect(pdf(pages=20))
    assert (seen.verdict.may_be_attached, seen.pages, len(seen.facts)) == (True, 20, 20)


def attachment_locked() -> bytes:
    """Return a PDF of which only attached files are locked (ISO 32000-1, 7.6.5): strings and streams are as they are."""
    filters = b"<< /StdCF << /AuthEvent /EFOpen /CFM /AESV2 /Length 16 >> >>"
    handler = (
        b"<< /Filter /Standard /V 4 /R 4 /Length 128 /P -1 /O <%b> /U <%b> /CF %b /StmF /Identity /StrF /Identity /EFF /StdCF >>"
    )
    locked = handler % (b"a7" * 32, b"5c" * 32, filters)
    whole = plain_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length 28 >>\nstream\n0 421 297 421 re f          \nendstream",
        locked,
    )
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R /ID [<00> <00>]")


def page_of(size: tuple[int, int]) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /AA << >> >>" % size  # is rebuilt
    return plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page)


@pytest.mark.parametrize("size", [(2, 200), (200, 2), (14_401, 200), (50_000, 50_000)])
def test_a_page_of_no_papers_size_is_refused_in_its_own_words_and_the_child_lives(
    inspector: Inspector, size: tuple[int, int]
) -> None:
    inspector.inspect(photo())
    child = inspector._child.running
    (finding,) = inspector.inspect(page_of(size)).findings
    assert finding.code == "page_size"
    assert "tamaño" in finding.message
    assert inspector._child.running is child


def test_a_pdf_of_which_only_the_attached_file_is_locked_is_taken_as_its_pages_look(inspector: Inspector) -> None:
    content = attachment_locked()
    inspector.inspect(photo())
    child = inspector._child.running
    seen = inspector.inspect(content)
    assert seen.verdict.may_be_attached
    assert inspector._child.running is child


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 3)])
def test_a_huge_page_costs_no_more_than_its_small_picture(inspector: Inspector, size: tuple[int, int]) -> None:
    seen = inspector.inspect(page_of(size))
    assert seen.verdict is not Verdict.REFUSED
    assert (seen.width, seen.height) == size


@pytest.mark.parametrize(
    ("draw", "code"), [(recursive_pdf, "page_damaged"), (pdf_bomb, "inspection_failed")], ids=["recursive", "bomb"]
)
def test_a_hostile_pdf_is_refused_and_the_next_document_is_taken(
    inspector: Inspector, draw: Callable[[], bytes], code: str
) -> None:
    content = draw()
    assert len(content) < 20_000
    assert [finding.code for finding in inspector.inspect(content).findings] == [code]
    assert inspector.inspect(photo()).verdict.may_be_attached


@pytest.mark.parametrize(
    "content", [b"60 w 100 700 m 500 100 l S", b"1 w 80 120 m 515 120 l S 80 200 m 515 200 l S"], ids=["broad", "lines"]
)
def test_a_page_that_was_drawn_is_never_called_blurred(inspector: Inspector, content: bytes) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    drawn = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    seen = inspector.inspect(
        plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, drawn)
    )
    assert seen.verdict.may_be_attached
    assert "blurred" not in [each.code for each in seen.findings]
