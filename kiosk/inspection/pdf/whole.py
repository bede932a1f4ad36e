"""Looks at a PDF: every page can be drawn, and it is kept as it is, or rebuilt from what its pages look like."""

import io
import time
from dataclasses import dataclass, replace

import pypdfium2
from PIL import Image, ImageChops

from kiosk.domain.documents.document import PageFacts, Paper
from kiosk.inspection.codes import Code
from kiosk.inspection.legibility.measured import seen
from kiosk.inspection.limits import CPU_SECONDS, DECODED_PIXELS, PICTURE_WIDTH
from kiosk.inspection.pdf import opening
from kiosk.inspection.pdf.arranging import photos, turn_pages
from kiosk.inspection.pdf.cleaning import cleaned
from kiosk.inspection.pictures.reducing import LEAST_DPI, coded, least_side, reduced
from kiosk.inspection.pictures.small import small_picture
from kiosk.inspection.report import Refusal, Report

_MEASURED_DPI = 150
_MEASURING_SECONDS = CPU_SECONDS / 2
"""When so much work was done, the pages that are left are only drawn small: that they can be drawn is all that is known of them."""
_LONGEST_SIDE = 3600
_QUALITY, _LEAST_QUALITY = 80, 30
_PDF_BYTES = 1000
"""What a page takes besides its picture, and more."""
_COLOURED = [0] * 24 + [255] * 232
"""By so many levels colours must differ somewhere on a page that is kept in colours."""

_COMPARED_SIDE = 300
_OTHERWISE = [0] * 32 + [255] * 224
"""By so many levels a page must differ somewhere to look otherwise than before it was cleaned."""


@dataclass(slots=True)
class _Pages:
    """A PDF whose pages are looked at one after the other."""

    document: pypdfium2.PdfDocument
    paper: Paper
    report: Report
    started: float

    def see(self, number: int, image: Image.Image, native: tuple[int, int]) -> None:
        """Add what is seen on a page that was drawn."""
        if time.process_time() - self.started > _MEASURING_SECONDS:
            self.report.facts.append(PageFacts(*native))
        else:
            found = seen(image, native, self.paper)
            drawn = opening.is_drawn(self.document, number, opening.size_of(self.document, number))
            scores = {name: score for name, score in found.facts.scores.items() if name != "sharpness" or not drawn}
            self.report.facts.append(replace(found.facts, scores=scores))
            self.report.marks += [(number, each.text) for each in found.marks]
        if number == 0:
            turned = self.report.facts[0].turned
            self.report.picture = small_picture(image, turned)
            if turned % 180:
                self.report.width, self.report.height = self.report.height, self.report.width

    def draw(self, number: int, side: int) -> Image.Image:
        """Draw a page with so many pixels on its longer side, fewer where they would be too many; the first one in colours."""
        width, height = opening.size_of(self.document, number)
        if time.process_time() - self.started > _MEASURING_SECONDS:
            side = min(side, 2 * PICTURE_WIDTH)
        scale = min(side / max(width, height), (DECODED_PIXELS / (width * height)) ** 0.5)
        return opening.drawn(self.document, number, scale, grey=number > 0)


def look_at_pdf(content: bytes, document_bytes: int, paper: Paper, report: Report) -> None:
    """Fill in the report on a PDF; raises Refusal."""
    started = time.process_time()
    with opening.opened(content) as document:
        report.pages = len(document)
        sizes = [opening.size_of(document, number) for number in range(report.pages)]
    report.width, report.height = round(sizes[0][0]), round(sizes[0][1])
    kept = _kept(content, sizes)
    with opening.opened(kept or content) as document:
        if len(document) != report.pages:
            raise Refusal(Code.PDF_DAMAGED)
        pages = _Pages(document, paper, report, started)
        if kept is None or len(kept) > document_bytes:
            kept = _rebuilt(pages, document_bytes, sizes)
        else:
            for number, size in enumerate(sizes):
                native = opening.native_size(document, number, size)
                side = min(round(max(size) / 72 * _MEASURED_DPI), max(native))  # an enlarged scan would be called blurred
                pages.see(number, pages.draw(number, side), native)
    turned = [each.turned for each in report.facts]
    report.content = turn_pages(kept, turned) if any(turned) else kept


def _kept(content: bytes, sizes: list[tuple[float, float]]) -> bytes | None:
    """Return a PDF cleaned; None where it cannot be, or would not look as before."""
    clean = cleaned(content)
    if clean is None or not clean[1]:
        return clean[0] if clean else None
    with opening.opened(content) as before, opening.opened(clean[0]) as after:
        return clean[0] if len(before) == len(after) and all(_alike(before, after, *each) for each in enumerate(sizes)) else None


def _alike(before: pypdfium2.PdfDocument, after: pypdfium2.PdfDocument, number: int, points: tuple[float, float]) -> bool:
    scale = _COMPARED_SIDE / max(points)
    one, other = (opening.drawn(each, number, scale) for each in (before, after))
    return ImageChops.difference(one, other).point(_OTHERWISE * 3).getbbox() is None


def _rebuilt(pages: _Pages, most: int, sizes: list[tuple[float, float]]) -> bytes:
    """Return a PDF of pictures of each page; raises Refusal where it cannot be made to fit."""
    least = least_side(pages.paper)
    pictures = []
    for number, points in enumerate(sizes):
        native = opening.native_size(pages.document, number, points)
        side = min(max(native), max(least, round(max(points) / 72 * LEAST_DPI)), _LONGEST_SIDE)
        scale = min(side / max(points), (DECODED_PIXELS / (points[0] * points[1])) ** 0.5)
        image = _plain(opening.drawn(pages.document, number, scale))
        pages.see(number, image, image.size)
        pictures.append((coded(image, _QUALITY), points))
    whole = photos(pictures)
    if len(whole) <= most:
        return whole
    return _fitted(pictures, most)


def _fitted(pictures: list[tuple[bytes, tuple[float, float]]], most: int) -> bytes:
    """Return a PDF of the pictures, no smaller, each coded again so that it takes its share of the limit; raises Refusal."""
    whole = sum(len(content) for content, _points in pictures)
    room = most - _PDF_BYTES * len(pictures)
    smaller = []
    for content, points in pictures:
        image = Image.open(io.BytesIO(content), formats=["JPEG"])  # our own
        smaller.append((reduced(image, room * len(content) // whole, max(image.size), floor=_LEAST_QUALITY)[0], points))
    return photos(smaller)


def _plain(image: Image.Image) -> Image.Image:
    """Return an image in grey where nothing on it is coloured."""
    red, green, blue = image.reduce(max(1, min(image.size) // 200)).split()
    apart = [ImageChops.difference(one, other).point(_COLOURED).getbbox() for one, other in ((red, green), (green, blue))]
    return image if any(apart) else image.convert("L")
