"""How wide words are, where they break, and with which letters they are drawn.

The fonts travel inside the file (Bitstream Vera, which ReportLab brings), so that a paper looks the same on every printer,
and no letter of a name depends on what is installed.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True, slots=True)
class Style:
    """A size in points, the distance from line to line in points, and whether it is bold."""

    size: float
    leading: float
    bold: bool = False

    @property
    def font(self) -> str:
        """The font's name on the canvas."""
        return "VeraBd" if self.bold else "Vera"


def wrap(text: str, style: Style, width: float) -> list[str]:
    """Break a text into lines of at most `width` points, at spaces, and within a word only when it alone is wider."""
    lines: list[str] = []
    line, used = "", 0.0
    space = measure(" ", style)
    for word in printable(text).split():
        for piece in _pieces(word, style, width):
            wide = measure(piece, style)
            if line and used + space + wide <= width:
                line, used = f"{line} {piece}", used + space + wide
                continue
            if line:
                lines.append(line)
            line, used = piece, wide
    return [*lines, line] if line else lines


def _pieces(word: str, style: Style, width: float) -> list[str]:
    """Cut a word that is wider than a line."""
    pieces = []
    while len(word) > 1 and measure(word, style) > width:
        end = next((end for end in range(len(word) - 1, 1, -1) if measure(word[:end], style) <= width), 1)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def measure(text: str, style: Style) -> float:
    """Return how wide a text is, in points."""
    widths = _widths(style.font)
    return sum(widths[char] for char in text) * style.size


def printable(text: str) -> str:
    """Return the text in letters that the font has: `ł` without its stroke is better than a black box."""
    known = _widths("Vera")
    if all(char in known for char in text):
        return text
    return "".join(char if char in known else _plain(char, known) for char in unicodedata.normalize("NFC", text))


def _plain(char: str, known: dict[str, float]) -> str:
    if not char.isprintable():
        return " " if char.isspace() else ""
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if part in known)
    return bare or "?"


@cache
def _load_fonts() -> None:
    for name in ("Vera", "VeraBd"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


@cache
def _widths(name: str) -> dict[str, float]:
    """Return the width of each letter that the font has, for a size of one point."""
    _load_fonts()
    face = pdfmetrics.getFont(name).face
    return {chr(point): face.charWidths[point] / 1000 for point in face.charToGlyph if chr(point).isprintable()}
