"""What becomes of PDFs: good, locked, crowded, broken and hostile."""

import pytest

from kiosk.domain.document import MediaType, Verdict
from kiosk.inspection.inspector import Inspector
from tests.inspection.hostile import crowded_pdf, pdf, pdf_bomb, photo, plain_pdf, recursive_pdf


def test_a_good_pdf_is_fine_and_shows_its_first_page(inspector: Inspector) -> None:
    seen = inspector.inspect(pdf(pages=2))
    assert (seen.verdict, seen.media_type, seen.pages, seen.width, seen.height) == (Verdict.FINE, MediaType.PDF, 2, 595, 842)
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
    assert (inspector.inspect(pdf(pages=20)).verdict, inspector.inspect(pdf(pages=20)).pages) == (Verdict.FINE, 20)


@pytest.mark.parametrize("size", [(50_000, 50_000), (14_400, 3)])
def test_a_huge_page_costs_no_more_than_its_small_picture(inspector: Inspector, size: tuple[int, int]) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] >>" % size
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    seen = inspector.inspect(plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", tree, page))
    assert seen.verdict is Verdict.FINE
    assert (seen.width, seen.height) == size


@pytest.mark.parametrize(
    ("content", "code"), [(recursive_pdf(), "page_damaged"), (pdf_bomb(), "inspection_failed")], ids=["recursive", "bomb"]
)
def test_a_hostile_pdf_is_refused_and_the_next_document_is_taken(inspector: Inspector, content: bytes, code: str) -> None:
    assert len(content) < 20_000
    assert [finding.code for finding in inspector.inspect(content).findings] == [code]
    assert inspector.inspect(photo()).verdict is Verdict.FINE
