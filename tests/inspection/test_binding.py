"""Documents bound into a dossier: each page lies whole in its leaf, whatever document it is of, and nothing comes with it."""

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.documents.document import Picture
from kiosk.domain.errors import BadInput
from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import pdf, photo

LEAF = (100.0, 100.0, 500.0, 700.0)
A4 = (595, 842)


def sheets(count: int) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for _page in range(count):
        canvas.drawString(100, 760, "CAPTION")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def dark(seen: Picture, leaf: tuple[float, float, float, float]) -> float:
    """Return the part of a leaf's pixels that is dark."""
    scale = seen.width / A4[0]
    left, bottom, right, top = (round(each * scale) for each in leaf)
    rows = [
        seen.rgb[(row * seen.width + left) * 3 : (row * seen.width + right) * 3 : 3]
        for row in range(seen.height - top, seen.height - bottom)
    ]
    pixels = b"".join(rows)
    return sum(each < 100 for each in pixels) / len(pixels)


def annotated(*, drawn: bool) -> bytes:
    """Return a page with a black square as an annotation, which says itself how it is `drawn` or leaves that to the viewer."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(400, 600))
    square = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[100, 100, 300, 500], F=4, C=[0, 0, 0], IC=[0, 0, 0]
    )
    if drawn:
        look = document.make_stream(b"0 g 0 0 200 400 re f")
        look.update(pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 400]))
        square.AP = pikepdf.Dictionary(N=look)
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(square)]))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("content", [*(photo(orientation=number) for number in range(1, 9)), pdf()], ids=[*"12345678", "pdf"])
def test_each_page_lies_whole_in_its_leaf_below_the_caption(inspector: Inspector, content: bytes) -> None:
    bound = inspector.bind(sheets(2), [content], LEAF)
    cover, page = (inspector.view(bound, page=number, width=600, height=850) for number in (0, 1))
    assert dark(cover, LEAF) == 0
    assert dark(page, LEAF) > 0.1
    for outside in ((0, 0, 595, 98), (0, 0, 98, 740), (502, 0, 595, 740)):
        assert dark(page, outside) == 0
    assert dark(page, (100, 755, 200, 775)) > 0.01


@pytest.mark.parametrize("drawn", [True, False])
def test_what_was_drawn_upon_a_page_is_bound_with_it(inspector: Inspector, drawn: bool) -> None:  # noqa: FBT001 - a parameter of the test
    bound = inspector.bind(sheets(1), [annotated(drawn=drawn)], LEAF)
    assert dark(inspector.view(bound, width=600, height=850), LEAF) > 0.25
    with pikepdf.open(io.BytesIO(bound)) as document:
        assert "/Annots" not in document.pages[0].obj


def test_more_pages_than_sheets_are_refused(inspector: Inspector) -> None:
    with pytest.raises(BadInput):
        inspector.bind(sheets(1), [photo(), photo()], LEAF)


def test_what_is_no_document_is_refused(inspector: Inspector) -> None:
    with pytest.raises(BadInput):
        inspector.bind(sheets(1), [b"%PDF-1.7\nnothing"], LEAF)
