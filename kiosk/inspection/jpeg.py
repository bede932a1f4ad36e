"""Looks at a photo: whole, not a bomb, the right way up. Decoded at a reduced scale, which still reads every byte of it."""

import io

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PICTURE_HEIGHT, PICTURE_WIDTH, PIXELS_LIMIT
from kiosk.inspection.picture import small_picture
from kiosk.inspection.report import Report

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation (Exif 2.32, tag 274)."""

_PROGRESSIVE_PIXELS = 70_000_000
"""A progressive photo takes up to 6 bytes a pixel at once: beyond this, more than the child has."""


def look_at_jpeg(content: bytes, report: Report) -> Report:
    """Fill in the report on a JPEG."""
    try:
        image: Image.Image = JpegImageFile(io.BytesIO(content))
    except Exception:  # noqa: BLE001 - whatever a parser raises on foreign bytes means that they are damaged
        return report.refuse(Code.JPEG_DAMAGED)
    if image.width * image.height > PIXELS_LIMIT:
        return report.refuse(Code.TOO_MANY_PIXELS, image.width * image.height // 1_000_000)
    turn = _turn(image)
    sideways = turn in {_TURNS[5], _TURNS[6], _TURNS[7], _TURNS[8]}
    report.pages = 1
    report.width, report.height = (image.height, image.width) if sideways else image.size
    image.draft("RGB", _enough(image))
    try:
        image.load()
    except Exception as damage:  # noqa: BLE001 - as above
        return _refuse(report, str(damage))
    report.picture = small_picture(image if turn is None else image.transpose(turn))
    return report


def _refuse(report: Report, damage: str) -> Report:
    if "truncated" in damage:
        return report.refuse(Code.JPEG_TRUNCATED)
    pixels = report.width * report.height
    if pixels > _PROGRESSIVE_PIXELS:  # the decoder does not tell damage from want of memory
        return report.refuse(Code.TOO_MANY_PIXELS, pixels // 1_000_000)
    return report.refuse(Code.JPEG_DAMAGED)


def _enough(image: Image.Image) -> tuple[int, int]:
    """Return the size in pixels, width × height, below which the decoder need not go: twice the small picture's, however turned."""
    shrink = max(1.0, min(image.width, image.height) / (2 * PICTURE_HEIGHT), max(image.width, image.height) / (2 * PICTURE_WIDTH))
    return max(1, int(image.width / shrink)), max(1, int(image.height / shrink))


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a photo with broken EXIF is shown as it lies
        return None
