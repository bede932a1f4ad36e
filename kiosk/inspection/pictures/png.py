"""Turns a PNG into the picture that a JPEG can hold: 8 bits, on white paper, no palette."""

import io

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from kiosk.inspection.codes import Code
from kiosk.inspection.pictures.damage import refused
from kiosk.inspection.report import Refusal

_PIXELS = 35_000_000
"""A PNG cannot be opened small, and one with transparency takes 8 bytes a pixel: A4 at 600 dpi still goes in."""
_BAND = 256


def is_png(content: bytes) -> bool:
    """Whether a file begins like a PNG."""
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def picture_of(content: bytes) -> Image.Image:
    """Return a PNG's picture in grey or RGB, what is transparent in white; raises Refusal where it is broken or too large."""
    with refused(Code.PNG_DAMAGED):
        image = PngImageFile(io.BytesIO(content))
    pixels = image.width * image.height
    if pixels > _PIXELS:
        raise Refusal(Code.TOO_MANY_PIXELS, pixels // 1_000_000)
    with refused(Code.PNG_DAMAGED):
        image.load()
    return _plain(image)


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in {"1", "L"} and "transparency" not in image.info:
        return image.convert("L")
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    plain = Image.new("RGB", image.size, "white")
    for top in range(0, image.height, _BAND):  # a copy of the whole in four colours would not fit beside it
        band = image.crop((0, top, image.width, min(image.height, top + _BAND))).convert("RGBA")
        plain.paste(band, (0, top), band)
    return plain
