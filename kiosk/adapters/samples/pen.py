"""The pen of the demonstration's sample documents: smooth lines, Spanish letters, and the mark that says MUESTRA."""

import random
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont

INK, LABEL, BLUE, RED, PEN = "#1c2733", "#5b6b7c", "#1f4e8c", "#c0392b", "#22397a"
_FINE = 2
"""Documents are drawn so many times larger and then reduced, which smooths their lines."""
_FONTS = Path(reportlab.__file__).parent / "fonts"

Point = tuple[float, float]
Points = list[Point]


class Drawing:
    """A document being drawn; places and sizes are pixels of the finished picture."""

    def __init__(self, size: tuple[int, int], ground: str = "white") -> None:
        self.size = size
        self._image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def text(self, at: Point, words: str, size: float, *, fill: str = INK, bold: bool = False, anchor: str = "la") -> None:  # noqa: PLR0913 - what writing takes
        """Write words; `anchor` as Pillow has it."""
        place = (at[0] * _FINE, at[1] * _FINE)
        self._draw.text(place, words, font=_font(size, bold=bold), fill=fill, anchor=anchor)

    def field(self, at: Point, label: str, value: str, *, size: float = 27) -> None:
        """Write a small label and its value below it."""
        self.text(at, label, 15, fill=LABEL)
        self.text((at[0], at[1] + 20), value, size, bold=True)

    def box(self, place: tuple[float, float, float, float], *, fill: str | None = None, outline: str | None = None) -> None:
        """Draw a rectangle: left, top, right, bottom."""
        self._draw.rectangle(_scaled(place), fill=fill, outline=outline, width=2 * _FINE)

    def oval(self, centre: Point, reach: Point, fill: str) -> None:
        """Draw an ellipse by its centre and its half width and height."""
        (x, y), (wide, high) = centre, reach
        self._draw.ellipse(_scaled((x - wide, y - high, x + wide, y + high)), fill=fill)

    def arc(self, place: tuple[float, float, float, float], angles: tuple[float, float], fill: str) -> None:
        """Draw a part of an ellipse's line, angles in degrees clockwise from the right."""
        self._draw.arc(_scaled(place), *angles, fill=fill, width=4 * _FINE)

    def stroke(self, points: Points, fill: str, width: float) -> None:
        """Draw a line through points."""
        self._draw.line([_scaled(point) for point in points], fill=fill, width=round(width * _FINE), joint="curve")

    def put(self, other: "Drawing", at: tuple[int, int]) -> None:
        """Put another drawing on this one."""
        self._image.paste(other._image, (at[0] * _FINE, at[1] * _FINE))  # noqa: SLF001 - one of its own kind

    def signature(self, at: Point, seed: int, *, width: float = 200) -> None:
        """Draw a made-up signature that begins at `at`."""
        chance = random.Random(seed)  # noqa: S311 - a scribble, not a secret
        step = width / 14
        points = [(at[0] + step * (each + chance.uniform(-0.9, 0.3)), at[1] + chance.uniform(-26, 26)) for each in range(15)]
        self.stroke(_smooth(points), PEN, 3)
        tail = [(at[0] + part * width, at[1] + 30 - 14 * part * part) for part in (0.1, 0.4, 0.7, 1.0, 1.2)]
        self.stroke(_smooth(tail), PEN, 2.5)

    def finished(self, mark: float) -> Image.Image:
        """Return the picture with MUESTRA across it, in letters of `mark` pixels."""
        picture = self._image.reduce(_FINE)
        layer = Image.new("L", self.size)
        centre = (self.size[0] / 2, self.size[1] / 2)
        ImageDraw.Draw(layer).text(centre, "MUESTRA", font=_font(mark / _FINE, bold=True), fill=48, anchor="mm")
        picture.paste(Image.new("RGB", self.size, RED), mask=layer.rotate(24, Image.Resampling.BILINEAR))
        return picture


def _font(size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the font that ReportLab ships: it has the Spanish letters, Pillow's own has not."""
    return ImageFont.truetype(_FONTS / ("VeraBd.ttf" if bold else "Vera.ttf"), size * _FINE)


def _scaled(places: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(each * _FINE for each in places)


def _smooth(points: Points) -> Points:
    """Return points of a curve through the midpoints of these (quadratic Bézier pieces)."""
    curve = []
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        for step in range(8):
            part = step / 8
            a, b, c = 0.5 * (1 - part) ** 2, 0.5 + part - part * part, 0.5 * part * part
            curve.append((a * ax + b * bx + c * cx, a * ay + b * by + c * cy))
    return curve
