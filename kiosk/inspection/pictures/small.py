"""The small picture that the screen paints with terminal cells, two pixels a cell."""

from PIL import Image

from kiosk.domain.documents.document import Picture
from kiosk.inspection.limits import PICTURE_HEIGHT, PICTURE_WIDTH

TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
"""Clockwise, while Pillow turns the other way."""


def small_picture(image: Image.Image, turned: int = 0) -> Picture:
    """Return an image turned clockwise and reduced to fit the small picture, in RGB; smaller images stay as they are."""
    most = (PICTURE_WIDTH, PICTURE_HEIGHT) if turned % 180 == 0 else (PICTURE_HEIGHT, PICTURE_WIDTH)
    scale = min(1.0, most[0] / image.width, most[1] / image.height)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    small = small.convert("RGB")
    if turned:
        small = small.transpose(TURNS[turned])
    return Picture(small.width, small.height, small.tobytes())
