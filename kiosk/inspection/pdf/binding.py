"""Binds documents into a dossier: each page is laid, as it is, into the free leaf of a sheet that bears its caption."""

from collections.abc import Sequence

import pikepdf

from kiosk.domain.documents.document import MediaType
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import SHEETS_LIMIT
from kiosk.inspection.pdf import arranging, opening
from kiosk.inspection.pictures.jpeg import Jpeg
from kiosk.inspection.pictures.reducing import LEAST_DPI, coded
from kiosk.inspection.report import Refusal

_QUALITY = 80


def bind(sheets: bytes, documents: Sequence[bytes], leaf: tuple[float, float, float, float]) -> bytes:
    """Return the sheets, the last of which bear the documents' pages in their order; raises Refusal.

    `leaf` is the room on a sheet: left, bottom, right and top in points. A page is neither enlarged beyond it nor turned.
    """
    bound = arranging.opened(sheets, most=SHEETS_LIMIT)
    room = pikepdf.Rectangle(*leaf)
    sources = [_pages(each) for each in documents]
    place = len(bound.pages) - sum(len(each.pages) for each in sources)
    if place < 0:
        raise Refusal(Code.NO_SUCH_PAGE)
    for source in sources:
        for page in source.pages:
            bound.pages[place].add_overlay(page, room)
            place += 1
    return arranging.written(bound)


def _pages(content: bytes) -> pikepdf.Pdf:
    """Return a document as a PDF on whose pages everything is content, so that nothing is lost when they are laid on others."""
    if MediaType.of(content) is MediaType.JPEG:
        photo, document = Jpeg(content), pikepdf.new()
        arranging.add_photo(document, photo, arranging.fitted(photo.size))
        return document
    document = arranging.opened(content)
    notes = [list(page.obj.get("/Annots", [])) for page in document.pages]
    if not any(notes):
        return document
    bare = [number for number, each in enumerate(notes) if any("/AP" not in note for note in each)]
    document.flatten_annotations("all")
    for number in bare:  # only a viewer knows how these look
        with opening.opened(content) as seen:
            points = opening.size_of(seen, number)
            picture = coded(opening.drawn(seen, number, LEAST_DPI / 72), _QUALITY)
        arranging.add_photo(document, Jpeg(picture), points)
        document.pages[number] = document.pages[-1]
        del document.pages[-1]
    return document
