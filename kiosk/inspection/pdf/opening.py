"""Opens a PDF and draws its pages."""

import contextlib
import math
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from kiosk.domain.documents.document import Part
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT
from kiosk.inspection.report import Refusal

_LARGEST_POINTS = 1_000_000
_SMALLEST_PAGE, _LARGEST_PAGE = 3, 14_400
"""Points of a page's sides: a millimetre, and five metres (ISO 32000-1, annex C.2)."""
_DRAWN_DPI = 300
"""What letters and lines that were drawn are worth."""
_SCAN = 0.6
"""The part of a page that a picture covers when the page is a scan."""
_LARGEST_SCALE = 600 / 72
"""Nobody needs more than 600 dpi."""


@contextlib.contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF of few pages; raises Refusal where it is locked, damaged or crowded."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refusal:
        raise Refusal(Code.PDF_LOCKED if refusal.err_code == FPDF_ERR_PASSWORD else Code.PDF_DAMAGED) from refusal
    with contextlib.closing(document):
        if len(document) > PAGES_LIMIT:
            raise Refusal(Code.TOO_MANY_PAGES, len(document))
        document.init_forms()  # so that what was filled in is drawn; this build runs no script
        yield document


def size_of(document: pypdfium2.PdfDocument, number: int) -> tuple[float, float]:
    """Return width × height in points of a page, from 0, as it is seen; raises Refusal where it has none."""
    try:
        with contextlib.closing(document[number]) as page:
            width, height = page.get_size()
    except pypdfium2.PdfiumError as damage:
        raise Refusal(Code.PAGE_DAMAGED) from damage
    if not all(math.isfinite(side) for side in (width, height)):
        raise Refusal(Code.PAGE_DAMAGED)
    if not all(_SMALLEST_PAGE <= side <= _LARGEST_PAGE for side in (width, height)):
        raise Refusal(Code.PAGE_SIZE)
    return width, height


def native_size(document: pypdfium2.PdfDocument, number: int, points: tuple[float, float]) -> tuple[int, int]:
    """Return the pixels, width × height, that a page of so many points has: its picture's where it is a scan, else 300 dpi."""
    drawn_at = (round(points[0] / 72 * _DRAWN_DPI), round(points[1] / 72 * _DRAWN_DPI))
    scans = [size for size in _pictures(document, number, points) if size[0]]
    width, height = max(scans, key=lambda each: each[0] * each[1], default=drawn_at)
    lies = (width > height) != (points[0] > points[1])
    return (height, width) if lies else (width, height)


def is_drawn(document: pypdfium2.PdfDocument, number: int, points: tuple[float, float]) -> bool:
    """Tell whether a page holds no picture at all: letters and lines that were drawn are never blurred."""
    return not _pictures(document, number, points)


def _pictures(document: pypdfium2.PdfDocument, number: int, points: tuple[float, float]) -> list[tuple[int, int]]:
    """Return the pixels of each picture on a page, 0 × 0 of one that is no scan of it; none where that cannot be told."""
    try:
        with contextlib.closing(document[number]) as page:
            return [_scanned(each, points) for each in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    except (pypdfium2.PdfiumError, ValueError):
        return [(0, 0)]


def _scanned(image: pypdfium2.PdfImage, points: tuple[float, float]) -> tuple[int, int]:
    """Return the pixels of a picture that covers most of a page of so many points, else 0 × 0."""
    left, bottom, right, top = image.get_bounds()
    covered = abs(right - left) * abs(top - bottom) / (points[0] * points[1])
    width, height = image.get_px_size()
    return (width, height) if covered > _SCAN and width * height < _LARGEST_POINTS**2 else (0, 0)


def drawn(
    document: pypdfium2.PdfDocument, number: int, scale: float, *, part: Part | None = None, grey: bool = False
) -> Image.Image:
    """Return a page, or a part of it, drawn at `scale` pixels a point, on white; raises Refusal where that cannot be done."""
    width, height = size_of(document, number)
    crop = (0.0, 0.0, 0.0, 0.0)
    if part is not None:
        below, beside = 1 - part.top - part.height, 1 - part.left - part.width
        crop = (part.left * width, max(0.0, below) * height, max(0.0, beside) * width, part.top * height)
    try:
        with contextlib.closing(document[number]) as page:
            scale = min(scale, _LARGEST_SCALE)
            bitmap = page.render(scale=scale, crop=crop, grayscale=grey, rev_byteorder=not grey, may_draw_forms=True)
            image: Image.Image = bitmap.to_pil()
            return image.convert("L" if grey else "RGB")
    except (pypdfium2.PdfiumError, ValueError) as damage:
        raise Refusal(Code.PAGE_DAMAGED) from damage
