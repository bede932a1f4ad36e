"""Makes a picture fit the limit: first by its quality, then by its size, and never below what a reader needs."""

import io

from PIL import Image

from kiosk.domain.documents.document import Paper
from kiosk.inspection.codes import Code
from kiosk.inspection.report import Refusal

LEAST_DPI = 200
BEST_QUALITY, LEAST_QUALITY = 85, 60
_GOOD_QUALITY = 72
"""Below this a smaller picture shows more than a coarser one."""
_SPARE = 0.97
_STRIPS, _STRIP = 5, 48
"""A picture's bytes are foretold from so many strips of so many rows."""


def least_side(paper: Paper) -> int:
    """Return the pixels of a paper's longer side at 200 dpi."""
    return round(paper.millimetres[0] / 25.4 * LEAST_DPI)


def coded(image: Image.Image, quality: int) -> bytes:
    """Return an image as a JPEG; one whose quality suffers comes in several scans, which takes an eighth less."""
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, progressive=quality < LEAST_QUALITY)
    return target.getvalue()


def reduced(image: Image.Image, most: int, least: int, *, floor: int = LEAST_QUALITY) -> tuple[bytes, Image.Image]:
    """Return a JPEG of at most `most` bytes and the image that it shows, its longer side `least` pixels or more if it was.

    Raises Refusal where that takes a quality below `floor`.
    """
    longer = max(image.size)
    for side in dict.fromkeys(max(min(longer, least), round(longer * part)) for part in (1, 0.75, 0.5, 0.25, 0)):
        smaller = image if side >= longer else _resized(image, side / longer)
        smallest = side <= least
        quality = _quality(smaller, most, floor if smallest else max(floor, _GOOD_QUALITY))
        while quality >= (floor if smallest else _GOOD_QUALITY):
            content = coded(smaller, quality)
            if len(content) <= most:
                return content, smaller
            quality -= 4
    raise Refusal(Code.TOO_LARGE, most + 1)


def _quality(image: Image.Image, most: int, least: int) -> int:
    """Foretell the best quality at which an image takes at most so many bytes; `least` when none down to that does."""
    for quality in range(BEST_QUALITY, least, -3):
        if _foretold(image, quality) <= most * _SPARE:
            return quality
    return least if _foretold(image, least) <= most * 1.1 else 0


def _foretold(image: Image.Image, quality: int) -> float:
    rows = _STRIPS * _STRIP
    if image.height <= 2 * rows:
        return len(coded(image, quality))
    sample = Image.new(image.mode, (image.width, rows))
    for strip in range(_STRIPS):
        top = (2 * strip + 1) * image.height // (2 * _STRIPS) // 16 * 16
        sample.paste(image.crop((0, top, image.width, top + _STRIP)), (0, strip * _STRIP))
    return len(coded(sample, quality)) * image.height / rows


def _resized(image: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
