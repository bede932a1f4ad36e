"""Paper: words are measured, wrapped and placed first, then drawn straight on a ReportLab canvas.

Placing before drawing is what lets a roll be as long as its text.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import segno
from reportlab.pdfgen.canvas import Canvas

from kiosk.adapters.drawing.lettering import Style, measure, wrap

Align = Literal["left", "centre", "right"]
MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class _Words:
    x: float
    y: float
    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float
    line: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Code:
    x: float
    y: float
    unit: float
    matrix: tuple[bytearray, ...]


@dataclass
class Sheet:
    """A sheet being filled from the top; all measures are points, and `y` is how far down it is filled.

    Without a `height` it is one page as long as needed; with one, what does not fit goes on, under `running`, on the next page.
    """

    width: float
    margin: float
    height: float | None = None
    running: str = ""
    """What stands on top of the second page and later ones, with a {page}."""
    head: float = 0
    """Room left free on top of the second page and later ones, for what is stamped there once all the pages are known."""
    y: float = 0
    pages: list[list[_Words | _Box | _Code]] = field(default_factory=lambda: [[]])

    def __post_init__(self) -> None:
        self.y = self.margin

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def words(self, text: str, style: Style, *, left: float = 0, width: float | None = None, align: Align = "left") -> None:
        """Place a text, wrapped to `width` (else to the margin), `left` points from the left margin."""
        space = self.inner - left if width is None else width
        for line in wrap(text, style, space):
            self.need(style.leading)
            spare = space - measure(line, style)
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[align]
            baseline = self.y + (style.leading + style.size * 0.72) / 2
            self.pages[-1].append(_Words(self.margin + left + shift, baseline, style, line))
            self.y += style.leading

    def spread(self, parts: tuple[str, ...], style: Style, gap: float, *, left: float = 0, width: float = 0) -> None:
        """Place short parts on one line, `gap` points apart; in the middle of `width` where one is given."""
        whole = sum(measure(part, style) for part in parts) + gap * (len(parts) - 1)
        left += max(width - whole, 0) / 2
        top = self.y
        for part in parts:
            self.y = top
            self.words(part, style, left=left)
            left += measure(part, style) + gap

    def gap(self, points: float) -> None:
        """Leave room."""
        self.y += points

    def need(self, points: float) -> None:
        """Go on to the next page when so much does not fit on this one."""
        if self.height is None or self.y + points <= self.height - self.margin:
            return
        self.turn()

    def together(self, place: Callable[[], None], *, most: float) -> None:
        """Place what belongs together: anew on the next page when the break would leave less than `most` points of it here."""
        page, marks, top = len(self.pages), len(self.pages[-1]), self.y
        place()
        if self.height is None or len(self.pages) == page or self.height - self.margin - top >= most:
            return
        del self.pages[page:], self.pages[-1][marks:]
        self.turn()
        place()

    def turn(self) -> None:
        """Go on to the next page."""
        self.pages.append([])
        self.y = self.margin + self.head
        if self.running:
            self.words(self.running.format(page=len(self.pages)), Style(11, 15), align="right")
            self.gap(10)

    def rule(self, line: float = 0.6, *, dashed: bool = False) -> None:
        """Draw a line across."""
        self.pages[-1].append(_Box(self.margin, self.y, self.inner, 0, line, dashed))

    def rectangle(self, left: float, top: float, width: float, height: float, *, line: float = 0.6) -> None:
        """Draw a rectangle (or, without height, a line) `left` points from the left margin and `top` from the page's top."""
        self.pages[-1].append(_Box(self.margin + left, top, width, height, line))

    def stamp(self, page: int, other: "Sheet") -> None:
        """Draw what stands on the first page of another sheet on a page (from 0) of this one."""
        self.pages[page].extend(other.pages[0])

    def box(self, top: float, line: float = 1.2) -> None:
        """Frame what was placed between `top` and here, from margin to margin."""
        self.rectangle(0, top, self.inner, self.y - top, line=line)

    def code(self, text: str, side: float, *, left: float) -> float:
        """Place a QR code at most `side` wide and return its height; it does not move `y`. Its quiet zone is left to the caller."""
        matrix = segno.make_qr(text, error="m", mask=0).matrix  # trying all eight masks takes five times as long, and reads alike
        self.pages[-1].append(_Code(self.margin + left, self.y, side / len(matrix), matrix))
        return side

    def pdf(self, title: str, author: str) -> bytes:
        """Draw everything: the same sheet gives the same bytes, and only `title` and `author` stand in its properties."""
        out = io.BytesIO()
        height = self.y + self.margin if self.height is None else self.height
        canvas = Canvas(out, pagesize=(self.width, height), invariant=1, pageCompression=1, lang="es-EC")
        canvas.setTitle(title)
        canvas.setSubject(title)
        canvas.setAuthor(author)
        canvas.setCreator(author)
        for page in self.pages:
            for mark in page:
                _draw(canvas, height, mark)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _draw(canvas: Canvas, height: float, mark: _Words | _Box | _Code) -> None:
    match mark:
        case _Words(x, y, style, text):
            canvas.setFont(style.font, style.size)
            canvas.drawString(x, height - y, text)
        case _Box(x, y, width, tall, line, dashed):
            canvas.setLineWidth(line)
            canvas.setDash(*((4, 3) if dashed else ()))
            canvas.rect(x, height - y - tall, width, tall)
        case _Code(x, y, unit, matrix):
            path = canvas.beginPath()
            for row, modules in enumerate(matrix):
                for start, length in _runs(modules):
                    path.rect(x + start * unit, height - y - (row + 1) * unit, length * unit, unit)
            canvas.drawPath(path, stroke=0, fill=1)


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Return (start, length) of each run of dark modules: half as many rectangles as modules."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
