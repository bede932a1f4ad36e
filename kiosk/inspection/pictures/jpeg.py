"""Opens a JPEG: whole, not a bomb, the right way up, and no larger than it is needed."""

import io
from contextlib import suppress

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from kiosk.inspection.codes import Code
from kiosk.inspection.limits import DECODED_PIXELS, PIXELS_LIMIT
from kiosk.inspection.pictures import segments
from kiosk.inspection.pictures.damage import refused
from kiosk.inspection.report import Refusal

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

_CLOCKWISE = {1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2}
"""Which orientation shows a picture turned by a quarter more."""

_HELD_BYTES = 280_000_000
"""A progressive photo is held whole before it is decoded, at 2 to 6 bytes a pixel: beyond this the child would take over 400 MB."""


class Jpeg:
    """A JPEG that was taken apart: its pixels as it is stored, its orientation, and its size as it is seen."""

    def __init__(self, content: bytes) -> None:
        """Take it apart; raises Refusal where it is broken, too deep or too large."""
        self.segments = segments.segments(content)
        self.frame = segments.frame(self.segments)
        if self.frame.bits != 8:
            raise Refusal(Code.JPEG_DEEP, self.frame.bits)
        if self.pixels > PIXELS_LIMIT or segments.held_bytes(self.segments) > _HELD_BYTES:
            raise Refusal(Code.TOO_MANY_PIXELS, self.pixels // 1_000_000)
        if segments.lacks_scans(self.segments):
            raise Refusal(Code.JPEG_TRUNCATED)
        self.orientation = _orientation(content)

    @property
    def pixels(self) -> int:
        """Return how many there are."""
        return self.frame.width * self.frame.height

    @property
    def by_adobe(self) -> bool:
        """Whether Adobe's segment stands in it: then its four colours are stored as the opposite of the ink."""
        return any(each.marker == 0xEE and each.payload.startswith(b"Adobe") for each in self.segments)

    @property
    def sideways(self) -> bool:
        """Whether width and height change places when it is seen."""
        return self.orientation in {5, 6, 7, 8}

    @property
    def size(self) -> tuple[int, int]:
        """Return width × height in pixels, as it is seen."""
        return (self.frame.height, self.frame.width) if self.sideways else (self.frame.width, self.frame.height)

    def turned(self, degrees: int) -> "Jpeg":
        """Turn it clockwise by quarters of 90 degrees, and return it."""
        for _quarter in range(degrees // 90 % 4):
            self.orientation = _CLOCKWISE[self.orientation]
        return self

    def stripped(self) -> bytes:
        """Return it without metadata."""
        return segments.stripped(self.segments, self.orientation)

    def decoded(self, least: tuple[int, int], *, grey: bool = False) -> Image.Image:
        """Return it upright, in grey or RGB, at the smallest scale with at least so many pixels, width × height as it is seen.

        Never more than DECODED_PIXELS. Every byte is read at any scale. Raises Refusal where some are missing or broken.
        """
        if not self.frame.width or not self.frame.height:
            raise Refusal(Code.JPEG_DAMAGED)
        whole = segments.unended(self.segments) if segments.of_one_scan(self.segments) else segments.stripped(self.segments)
        with refused(Code.JPEG_DAMAGED, truncated=Code.JPEG_TRUNCATED):
            image: Image.Image = JpegImageFile(io.BytesIO(whole))
            image.draft("L" if grey else "RGB", self._scaled(least))
            image.load()
        mode = "L" if grey else "RGB"
        image = image if image.mode == mode else image.convert(mode)  # which copies even what need not change
        turn = _TURNS.get(self.orientation)
        return image if turn is None else image.transpose(turn)

    def _scaled(self, least: tuple[int, int]) -> tuple[int, int]:
        width, height = self.frame.width, self.frame.height
        narrow, low = (least[1], least[0]) if self.sideways else least
        shrink = max((each for each in (8, 4, 2) if width // each >= narrow and height // each >= low), default=1)
        while self.pixels / shrink**2 > DECODED_PIXELS:
            shrink *= 2
        return max(1, width // shrink), max(1, height // shrink)


def _orientation(content: bytes) -> int:
    with suppress(Refusal), refused(Code.JPEG_DAMAGED):  # a photo with broken EXIF is shown as it lies
        found = JpegImageFile(io.BytesIO(content)).getexif().get(_ORIENTATION, 1)
        return found if found in _TURNS else 1
    return 1
