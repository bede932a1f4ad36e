"""What stays in a PDF is an allow list at every level: whatever programs hang into one is gone, and it looks as before."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import CANARY, pdf, photo
from tests.inspection.test_active_pdfs import changed, inflated

TOLD = CANARY.decode()
PROGRAM = b"MZ\x90\x00" + CANARY


def drawing(document: Pdf, words: bytes = b"0 0 1 rg 0 0 200 200 re f", **keys: object) -> pikepdf.Stream:
    return document.make_stream(words, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 200], **keys)


def latex_figure(document: Pdf) -> None:
    """Add what pdfTeX does for each figure: where it lay, who made it, and with what."""
    info = Dictionary(Author=TOLD, Creator=TOLD, Producer=TOLD)
    figure = drawing(document)
    figure["/PTEX.FileName"], figure["/PTEX.InfoDict"], figure["/PTEX.PageNumber"] = f"/home/{TOLD}/divorcio.pdf", info, 1
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im1=figure))
    document.pages[0].contents_add(b"q /Im1 Do Q")


def titled_layer(document: Pdf) -> None:
    layer = Dictionary(Type=Name.OCG, Name=TOLD, Author=TOLD, Note=document.make_stream(PROGRAM))
    document.pages[0].Resources = Dictionary(Properties=Dictionary(MC0=document.make_indirect(layer)))
    document.pages[0].contents_add(b"/OC /MC0 BDC 0 0 1 rg 300 10 90 90 re f EMC")


def own_key_with_a_program(document: Pdf) -> None:
    document.pages[0].Resources = Dictionary(MyProgram=document.make_stream(PROGRAM), ProcSet=Array([TOLD]))


def program_as_an_unused_form(document: Pdf) -> None:
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Never=drawing(document, PROGRAM)))


def state_with_private_keys(document: Pdf) -> None:
    state = Dictionary(
        Type=Name.ExtGState, ca=0.5, Private=Dictionary(By=TOLD), SMask=Name("/None"), HT=document.make_stream(PROGRAM)
    )
    document.pages[0].Resources = Dictionary(ExtGState=Dictionary(G0=state))
    document.pages[0].contents_add(b"q /G0 gs 1 0 0 rg 300 10 90 90 re f Q")


def notes_in_a_font(document: Pdf) -> None:
    glyph = document.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 750, 750], FontMatrix=[0.001, 0, 0, 0.001, 0, 0])
    font.FirstChar, font.LastChar, font.Widths = 97, 97, Array([1000])
    font.CharProcs, font.Encoding = Dictionary(sq=glyph), Dictionary(Type=Name.Encoding, Differences=Array([97, Name.sq]))
    font.Note, font.Resources = TOLD, Dictionary(Author=TOLD)
    document.pages[0].Resources = Dictionary(Font=Dictionary(T3=font))
    document.pages[0].contents_add(b"BT /T3 60 Tf 320 60 Td (aaa) Tj ET")


def words_in_marks_and_comments(document: Pdf) -> None:
    document.pages[0].contents_add(b"% " + CANARY + b"\n/Span <</ActualText (" + CANARY + b")>> BDC 300 10 90 90 re f EMC")


def words_where_numbers_stand(document: Pdf) -> None:
    page = document.pages[0]
    page.Group = Dictionary(S=Name.Transparency, K=TOLD, Owner=TOLD)
    picture = document.make_stream(photo(), Type=Name.XObject, Subtype=Name.Image, Width=1000, Height=630, BitsPerComponent=8)
    picture.ColorSpace, picture.Filter, picture.Intent = Name.DeviceRGB, Name.DCTDecode, TOLD
    picture.DecodeParms = Dictionary(ColorTransform=1, Maker=TOLD)
    page.Resources = Dictionary(XObject=Dictionary(M=picture))
    page.contents_add(b"q 200 0 0 126 350 10 cm /M Do Q")


def program_as_a_colour_profile(document: Pdf) -> None:
    space = Array([Name.ICCBased, document.make_stream(PROGRAM, N=3)])
    document.pages[0].Resources = Dictionary(ColorSpace=Dictionary(C0=space))
    document.pages[0].contents_add(b"/C0 cs 0 0 1 sc 300 10 90 90 re f")


EVERY = [
    latex_figure,
    titled_layer,
    own_key_with_a_program,
    program_as_an_unused_form,
    state_with_private_keys,
    notes_in_a_font,
    words_in_marks_and_comments,
    words_where_numbers_stand,
    program_as_a_colour_profile,
]


@pytest.mark.parametrize("tell", EVERY, ids=lambda each: each.__name__)
def test_nothing_that_a_program_hung_into_a_pdf_is_left_and_it_looks_as_before(
    inspector: Inspector, tell: Callable[[Pdf], None]
) -> None:
    content = changed(tell)
    assert CANARY in inflated(content)
    seen = inspector.inspect(content)
    assert seen.verdict.may_be_attached
    kept = inflated(seen.content)
    assert CANARY not in kept
    assert b"MZ\x90" not in kept
    assert b"PTEX" not in kept
    if tell is not program_as_a_colour_profile:  # which becomes a picture
        before, after = (inspector.view(each, width=400, height=400) for each in (content, seen.content))
        assert before == after


@pytest.mark.parametrize("tell", EVERY[:-1], ids=lambda each: each.__name__)
def test_its_pages_stay_pages_and_become_no_pictures(inspector: Inspector, tell: Callable[[Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(inspector.inspect(changed(tell)).content)) as kept:
        assert b"re" in kept.pages[0].Contents.read_bytes()


def test_a_form_that_uses_the_pages_own_resources_is_still_drawn(inspector: Inspector) -> None:
    def nest(document: Pdf) -> None:
        inner = drawing(document)
        outer = drawing(document, b"/Inner Do")
        document.pages[0].Resources = Dictionary(XObject=Dictionary(Inner=inner, Outer=outer))
        document.pages[0].contents_add(b"q 1 0 0 1 300 20 cm /Outer Do Q")

    content = changed(nest)
    before, after = (inspector.view(each, width=400, height=400) for each in (content, inspector.inspect(content).content))
    assert before == after
    assert after != inspector.view(pdf(pages=2), width=400, height=400)


def test_names_that_are_written_otherwise_in_the_content_are_the_same_names(inspector: Inspector) -> None:
    def escape(document: Pdf) -> None:
        document.pages[0].Resources = Dictionary(XObject=Dictionary({"/Fi A": drawing(document)}))
        document.pages[0].contents_add(b"q 1 0 0 1 300 20 cm /F#69#20A Do Q")

    content = changed(escape)
    before, after = (inspector.view(each, width=400, height=400) for each in (content, inspector.inspect(content).content))
    assert before == after
    assert after != inspector.view(pdf(pages=2), width=400, height=400)
