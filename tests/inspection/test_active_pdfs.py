"""PDFs that could act become pictures of what they show; harmless ones keep their pages and lose what tells of their maker."""

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pypdf import PdfReader

from kiosk.domain.documents.document import MediaType, Paper, Verdict
from kiosk.domain.papers.form_mark import FormMark
from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import CANARY, camera_photo, pdf, photo, telling_photo

TOLD = CANARY.decode()


def changed(change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    """Return a PDF of two pages after a change."""
    with pikepdf.open(io.BytesIO(pdf(pages=2))) as document:
        change(document)
        written = io.BytesIO()
        document.save(written, **saving)  # type: ignore[arg-type]  # whatever the test asks for
    return written.getvalue()


def inflated(content: bytes) -> bytes:
    """Return all that a PDF holds, every stream and string unpacked."""
    with pikepdf.open(io.BytesIO(content)) as document:
        parts = [content]
        for each in document.objects:
            parts.append(each.unparse(resolved=True))
            if isinstance(each, pikepdf.Stream):
                parts.append(each.read_raw_bytes() if each.get("/Filter") in {"/DCTDecode", "/JPXDecode"} else each.read_bytes())
            parts += (
                [bytes(value) for value in each.values() if isinstance(value, pikepdf.String)]
                if isinstance(each, Dictionary)
                else []
            )
    return b"\n".join(parts)


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{TOLD}')")


def named_script(document: pikepdf.Pdf) -> None:
    tree = Dictionary(Names=Array(["x", Dictionary(S=Name.JavaScript, JS=TOLD)]))
    document.Root.Names = Dictionary(JavaScript=tree)


def launch(document: pikepdf.Pdf) -> None:
    document.pages[1].AA = Dictionary(O=Dictionary(S=Name.Launch, F=TOLD))


def launching_link(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI="https://x.ec", Next=Dictionary(S=Name.Launch, F=TOLD))
    document.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])


def embedded_file(document: pikepdf.Pdf) -> None:
    document.attachments["x.exe"] = b"MZ" + CANARY


def media(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], NM=TOLD)])


def form(document: pikepdf.Pdf) -> None:
    shown = document.make_stream(b"0 0 1 rg 0 0 200 200 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 200])
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="a", V=TOLD, Rect=[340, 100, 540, 300], F=4)
    field.AP = Dictionary(N=shown)
    document.pages[0].Annots = Array([document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].Annots[0]]))


@pytest.mark.parametrize("change", [script, named_script, launch, launching_link, embedded_file, media, form])
def test_a_pdf_that_could_act_becomes_pictures_of_its_pages_and_nobody_is_told(
    inspector: Inspector, change: Callable[[pikepdf.Pdf], object]
) -> None:
    content = changed(change)
    assert CANARY in inflated(content)
    seen = inspector.inspect(content)
    assert seen.verdict.may_be_attached
    assert CANARY not in inflated(seen.content)
    assert not re.search(
        rb"/(JS|JavaScript|AA|OpenAction|Launch|URI|EmbeddedFiles|AcroForm|Annots|Names)\b", inflated(seen.content)
    )
    with pikepdf.open(io.BytesIO(seen.content)) as kept:
        assert [[round(float(side)) for side in page.mediabox] for page in kept.pages] == [[0, 0, 595, 842]] * 2
        (image,) = kept.pages[0].get_images().values()
        assert (str(image.Filter), int(image.Height)) == ("/DCTDecode", 2339)
    assert inspector.inspect(content).content == seen.content


def test_what_was_filled_into_a_form_is_seen_on_its_picture(inspector: Inspector) -> None:
    seen = inspector.view(inspector.inspect(changed(form)).content, width=595, height=842)
    blue = seen.rgb[((842 - 200) * seen.width + 440) * 3 :][:3]
    assert blue[2] > 200
    assert blue[0] < 60


def test_a_rebuilt_pdf_holds_no_words_and_nothing_that_tells_of_its_maker(inspector: Inspector) -> None:
    def write(document: pikepdf.Pdf) -> None:
        script(document)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources = Dictionary(Font=Dictionary(F=font))
        document.pages[0].contents_add(b"BT /F 40 Tf 60 200 Td (" + CANARY + b") Tj ET")
        document.docinfo["/Author"] = TOLD
        document.Root.Metadata = document.make_stream(b"<x:xmpmeta>%b</x:xmpmeta>" % CANARY)

    content = changed(write)
    assert TOLD in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    kept = PdfReader(io.BytesIO(inspector.inspect(content).content))
    assert [page.extract_text() for page in kept.pages] == ["", ""]
    assert (dict(kept.metadata or {}), kept.xmp_metadata) == ({}, None)
    assert CANARY not in inflated(inspector.inspect(content).content)


def telling_pdf() -> bytes:
    """Return a harmless PDF that tells of its maker wherever it can."""

    def tell(document: pikepdf.Pdf) -> None:
        document.docinfo["/Author"] = TOLD
        document.Root.Metadata = document.make_stream(b"<x:xmpmeta>%b</x:xmpmeta>" % CANARY)
        document.Root.PieceInfo = Dictionary(X=Dictionary(Private=TOLD))
        page = document.pages[0]
        page.PieceInfo = Dictionary(X=Dictionary(Private=TOLD))
        page.Thumb = document.make_stream(CANARY)
        picture = document.make_stream(telling_photo(), Type=Name.XObject, Subtype=Name.Image, Width=1000, Height=630)
        picture.BitsPerComponent, picture.ColorSpace, picture.Filter = 8, Name.DeviceRGB, Name.DCTDecode
        picture.Metadata = document.make_stream(CANARY)
        page.Resources = Dictionary(XObject=Dictionary(M=picture))
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=TOLD))])
        page.contents_add(b"q 300 0 0 200 10 10 cm /M Do Q")

    return changed(tell)


def test_a_harmless_pdf_keeps_its_pages_without_what_tells_of_its_maker(inspector: Inspector) -> None:
    content = telling_pdf()
    assert inflated(content).count(CANARY) >= 6
    seen = inspector.inspect(content)
    assert CANARY not in inflated(seen.content)
    assert inspector.inspect(content).content == seen.content
    with pikepdf.open(io.BytesIO(seen.content)) as kept:
        assert dict(kept.docinfo) == {}
        (image,) = kept.pages[0].get_images().values()
        assert Image.open(io.BytesIO(image.read_raw_bytes())).tobytes() == Image.open(io.BytesIO(telling_photo())).tobytes()
    before, after = (inspector.view(each, width=400, height=400) for each in (content, seen.content))
    assert before == after


def stamp(document: pikepdf.Pdf) -> None:
    """Stamp a page; stamp and picture tell of their maker in keys that a program made up."""
    shape = document.make_stream(b"0 0 1 rg 0 0 300 300 re f", Subtype=Name.Form, BBox=[0, 0, 300, 300])
    drawn = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 300, 300], F=4, AP=Dictionary(N=shape))
    drawn["/AAPL:AKExtras"], drawn.Name = Dictionary(By=TOLD), Name("/" + TOLD)
    picture = document.make_stream(photo(), Type=Name.XObject, Subtype=Name.Image, Width=1000, Height=630, Maker=TOLD)
    picture.BitsPerComponent, picture.ColorSpace, picture.Filter = 8, Name.DeviceRGB, Name.DCTDecode
    page = document.pages[0]
    page.Annots, page.Resources = Array([document.make_indirect(drawn)]), Dictionary(XObject=Dictionary(M=picture))
    page.contents_add(b"q 200 0 0 126 350 10 cm /M Do Q")


def test_a_stamp_is_still_seen_and_what_programs_add_to_it_is_gone(inspector: Inspector) -> None:
    content = changed(stamp)
    assert CANARY in inflated(content)
    seen = inspector.inspect(content)
    assert CANARY not in inflated(seen.content)
    before, after = (inspector.view(each, width=400, height=400) for each in (content, seen.content))
    assert before == after
    assert after.rgb[-3 * after.width :][:3] == b"\x00\x00\xff"


def test_what_a_jpeg_2000_says_in_words_is_gone(inspector: Inspector) -> None:
    def draw(document: pikepdf.Pdf) -> None:
        written = io.BytesIO()
        Image.open(io.BytesIO(photo())).save(written, "JPEG2000")
        content = written.getvalue()
        start = 12 + int.from_bytes(content[12:16], "big")
        box = (8 + len(CANARY)).to_bytes(4, "big") + b"xml " + CANARY
        picture = document.make_stream(content[:start] + box + content[start:], Subtype=Name.Image, Width=1000, Height=630)
        picture.Filter = Name.JPXDecode
        document.pages[0].Resources = Dictionary(XObject=Dictionary(M=picture))
        document.pages[0].contents_add(b"q 300 0 0 200 10 10 cm /M Do Q")

    content = changed(draw)
    assert CANARY in content
    assert CANARY not in inflated(inspector.inspect(content).content)


def test_a_pdf_that_opens_without_its_owners_password_is_kept_without_it(inspector: Inspector) -> None:
    content = changed(lambda _document: None, encryption=pikepdf.Encryption(owner="clave", user=""))
    seen = inspector.inspect(content)
    assert seen.verdict.may_be_attached
    with pikepdf.open(io.BytesIO(seen.content)) as kept:
        assert not kept.is_encrypted


def test_a_scan_over_the_limit_is_reduced_to_it_and_keeps_200_dpi(inspector: Inspector) -> None:
    scans = [camera_photo((2480, 3508), quality=92)] * 3
    content = inspector.arrange(scans, [(number, 0) for number in range(3)])
    assert len(content) > 8_000_000
    seen = inspector.inspect(content, Paper.PAGE)
    assert (seen.media_type, seen.pages, seen.original_bytes) == (MediaType.PDF, 3, len(content))
    assert len(seen.content) == seen.byte_count <= 2_000_000
    assert seen.verdict is Verdict.FINE
    with pikepdf.open(io.BytesIO(seen.content)) as kept:
        assert [next(iter(page.get_images().values())).Height for page in kept.pages] == [2339] * 3


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 30])
@pytest.mark.parametrize("as_pdf", [False, True])
def test_the_forms_mark_is_found_as_the_page_lies_and_turns_it(inspector: Inspector, degrees: int, as_pdf: bool) -> None:  # noqa: FBT001 - a parameter of the test
    text = FormMark("K7P49WXM", 2).text
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="q").save(drawn, kind="png", scale=8)
    page = Image.open(io.BytesIO(camera_photo((1654, 2339)))).convert("RGB")
    page.paste(Image.open(drawn).convert("RGB"), (1200, 200))
    page = page.rotate(-degrees, expand=True, fillcolor="white")
    written = io.BytesIO()
    page.save(written, "JPEG", quality=80)
    content = inspector.arrange([photo(), written.getvalue()], [(0, 0), (1, 0)]) if as_pdf else written.getvalue()
    seen = inspector.inspect(content)
    assert seen.marks == ((1 if as_pdf else 0, text),)
    upright = seen.facts[-1]
    assert upright.turned == (-degrees % 360 if degrees != 30 else 0)
    assert upright.height > upright.width
    shown = inspector.view(seen.content, page=1 if as_pdf else 0, width=300, height=300)
    assert shown.height > shown.width
    assert inspector.inspect(seen.content).facts[-1].turned == 0


def test_another_qr_is_no_mark(inspector: Inspector) -> None:
    import segno

    drawn = io.BytesIO()
    segno.make("https://example.org/K7P49WXM-2-A").save(drawn, kind="png", scale=8)
    page = Image.new("RGB", (1200, 900), "white")
    page.paste(Image.open(drawn).convert("RGB"), (100, 100))
    written = io.BytesIO()
    page.save(written, "JPEG")
    assert inspector.inspect(written.getvalue()).marks == ()
