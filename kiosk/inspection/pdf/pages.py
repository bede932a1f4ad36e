"""Pictures of a page, whatever the document: to be looked at, a part of it too, and to be read."""

from PIL import Image

from kiosk.domain.documents.document import MediaType, Paper, Part
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import GREY_SIDE
from kiosk.inspection.pdf import opening
from kiosk.inspection.pictures.jpeg import Jpeg
from kiosk.inspection.pictures.small import TURNS
from kiosk.inspection.report import Refusal

_PHOTO_SIDE = {Paper.CARD: 1700, Paper.PAGE: 2600}
"""Longer side in pixels of what is read from a photo: 300 dpi and more of a card that fills two thirds of it, 220 dpi of a page."""
_READ_DPI = {Paper.CARD: 300, Paper.PAGE: 225}


def seen(content: bytes, page: int, part: Part, turned: int, size: tuple[int, int]) -> Image.Image:
    """Return a page (from 0), turned clockwise, or the part of it as turned, in RGB and at most `size` pixels; raises Refusal."""
    lying = _lying(part, turned)
    width, height = size if turned % 180 == 0 else size[::-1]
    if MediaType.of(content) is MediaType.JPEG:
        image = _part_of_photo(content, page, lying, (width, height))
    else:
        with opening.opened(content) as document:
            _ensure(page < len(document))
            points = opening.size_of(document, page)
            scale = min(width / (points[0] * lying.width), height / (points[1] * lying.height))
            image = opening.drawn(document, page, scale, part=lying)
    image.thumbnail((width, height))  # pixels are rounded up when a page is drawn
    return image.transpose(TURNS[turned]) if turned else image


def indexed(image: Image.Image, size: tuple[int, int], colours: int) -> Image.Image:
    """Return a picture that fills `size` as far as its sides allow, enlarged where it is smaller, in at most so many colours."""
    scale = min(size[0] / image.width, size[1] / image.height)
    if scale > 1:
        larger = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(larger, Image.Resampling.BICUBIC)
    return image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def grey(content: bytes, page: int, turned: int, paper: Paper) -> Image.Image:
    """Return a page (from 0), turned clockwise, in grey and at a size at which letters are read best; raises Refusal."""
    if MediaType.of(content) is MediaType.JPEG:
        _ensure(page == 0)
        photo = Jpeg(content)
        shrink = max(1.0, max(photo.size) / _PHOTO_SIDE[paper])
        image = photo.decoded((round(photo.size[0] / shrink), round(photo.size[1] / shrink)), grey=True)
        image.thumbnail((_PHOTO_SIDE[paper], _PHOTO_SIDE[paper]))
    else:
        with opening.opened(content) as document:
            _ensure(page < len(document))
            scale = min(_READ_DPI[paper] / 72, GREY_SIDE / max(opening.size_of(document, page)))
            image = opening.drawn(document, page, scale, grey=True)
        image.thumbnail((GREY_SIDE, GREY_SIDE))
    return image.transpose(TURNS[turned]) if turned else image


def _part_of_photo(content: bytes, page: int, part: Part, size: tuple[int, int]) -> Image.Image:
    _ensure(page == 0)
    photo = Jpeg(content)
    scale = min(1.0, size[0] / (photo.size[0] * part.width), size[1] / (photo.size[1] * part.height))
    image = photo.decoded((round(photo.size[0] * scale), round(photo.size[1] * scale)))
    left, top = int(part.left * image.width), int(part.top * image.height)
    right, bottom = round((part.left + part.width) * image.width), round((part.top + part.height) * image.height)
    return image.crop((left, top, max(left + 1, right), max(top + 1, bottom)))


def _lying(part: Part, turned: int) -> Part:
    """Return where a part of the turned page stands on the page as it lies."""
    return {
        0: part,
        90: Part(part.top, 1 - part.left - part.width, part.height, part.width),
        180: Part(1 - part.left - part.width, 1 - part.top - part.height, part.width, part.height),
        270: Part(1 - part.top - part.height, part.left, part.height, part.width),
    }[turned]


def _ensure(there: bool) -> None:  # noqa: FBT001 - a condition is all it takes
    if not there:
        raise Refusal(Code.NO_SUCH_PAGE)
