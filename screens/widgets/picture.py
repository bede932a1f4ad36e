"""A document as a picture of terminal cells: half blocks in colour, greys on the raw console, or cells to draw pixels over."""

from typing import ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.documents.document import Picture
from kiosk.locale import _
from screens.terminal.changed_cells import tile
from screens.terminal.pixels import Pixels

Colour = tuple[int, int, int]
Run = tuple[int, Colour, Colour]
"""Cells that look alike: how many, and the colours of their upper and lower halves."""
Row = list[Run]

HALF = "▀"
MOST_BYTES, BYTES_A_CELL = 4_000, 7
"""What a picture may cost to send, and a larger one for each of its cells; every cell by itself takes 43 bytes."""
NEAR = (0, 6, 10, 14, 20, 28, 40, 56, 80)
"""How far apart colours may be (of 255, in any part) to be joined, tried one after the other."""
_GREYS = (
    (0, " ", "black", "black"),
    (43, "░", "white", "black"),
    (85, "▒", "white", "black"),
    (128, "▒", "bright_white", "black"),
    (170, " ", "black", "white"),
    (191, "░", "bright_white", "white"),
    (213, "▒", "bright_white", "white"),
    (255, "█", "bright_white", "white"),
)
"""What the raw console can show between black and white: its eight grounds alone lose every line of writing."""


class CellPicture(Widget):
    """A picture, scaled to the widget's width; the height follows."""

    def __init__(self, picture: Picture | None = None, *, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, classes="picture")
        self.picture = picture
        self.pixels: Pixels | None = None
        """What is drawn in place of the picture, where the terminal can."""
        self._drawn: list[Strip] = []
        self._drawn_of: tuple[Picture, int, bool] | None = None

    class Touched(Message):
        """It was touched, at fractions of its width and height."""

        def __init__(self, x: float, y: float) -> None:
            super().__init__()
            self.x, self.y = x, y

    def show(self, picture: Picture | Pixels | None) -> None:
        """Show another picture, or none."""
        self.pixels = picture if isinstance(picture, Pixels) else None
        self.picture = None if isinstance(picture, Pixels) else picture
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's signature
        """Return the rows it takes at a width: a cell is one pixel wide and two high."""
        if self.pixels is not None:
            return self.pixels.rows
        picture = self.picture
        if picture is None or picture.width == 0:
            return 0
        return max(1, round(picture.height * min(width, picture.width) / picture.width / 2))

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        picture, size = self.picture, self.size
        if self.pixels is not None and y < self.pixels.rows:
            return Strip([Segment(" " * self.pixels.columns, tile(self.pixels, y))]).adjust_cell_length(size.width)
        if picture is None or picture.width == 0 or size.height == 0:
            return Strip.blank(size.width)
        drawn_of = (picture, size.width, self.app.native_ansi_color)
        if self._drawn_of != drawn_of:
            rows = self.get_content_height(size, size, size.width)
            cells = _cells(picture, min(size.width, picture.width), rows)
            self._drawn = [_in_greys(row) for row in cells] if drawn_of[2] else [_in_colours(row) for row in _sparing(cells)]
            self._drawn_of = drawn_of
        return self._drawn[y].adjust_cell_length(size.width) if y < len(self._drawn) else Strip.blank(size.width)

    def on_click(self, event: Click) -> None:
        """Tell where it was touched."""
        event.stop()
        self.post_message(self.Touched((event.x + 0.5) / max(1, self.size.width), (event.y + 0.5) / max(1, self.size.height)))


class LookedAt(CellPicture, can_focus=True, inherit_bindings=False):
    """A picture that can be looked at closely: the keys act on it, and Enter enlarges it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "screen.larger", show=False)]

    @property
    def keys(self) -> str:
        """The key, for the footer."""
        return _("Enter ampliar")


def shrunk(picture: Picture, size: Size) -> Picture:
    """Return a picture for just so many cells: done in a thread, it leaves the screen nothing to compute."""
    cells = _cells(picture, size.width, size.height)
    rows = [pixels for row in cells for pixels in ([each[1] for each in row], [each[2] for each in row])]
    return Picture(size.width, size.height * 2, bytes(part for row in rows for pixel in row for part in pixel))


def _cells(picture: Picture, columns: int, rows: int) -> list[Row]:
    """Return rows of cells, each with the colours of its upper and its lower half."""
    across, down = _edges(picture.width, columns), _edges(picture.height, rows * 2)

    def pixel(column: int, half_row: int) -> Colour:
        (left, right), row_bytes = across[column], picture.width * 3
        starts = [at_y * row_bytes for at_y in range(*down[half_row])]
        parts = [b"".join(picture.rgb[start + left * 3 + part : start + right * 3 : 3] for start in starts) for part in range(3)]
        red, green, blue = (sum(part) // len(part) for part in parts)
        return red, green, blue

    return [[(1, pixel(column, y * 2), pixel(column, y * 2 + 1)) for column in range(columns)] for y in range(rows)]


def _edges(length: int, count: int) -> list[tuple[int, int]]:
    """Return where each of `count` pieces of a length begins and ends; none is empty."""
    starts = [min(length - 1, at * length // count) for at in range(count)]
    return [(start, max(start + 1, min(length, (at + 1) * length // count))) for at, start in enumerate(starts)]


def _sparing(cells: list[Row]) -> list[Row]:
    """Join neighbours whose colours are near, no more than few bytes ask for: the noise of a photo costs most and says nothing."""
    most = max(MOST_BYTES, BYTES_A_CELL * sum(map(len, cells)))
    joined = cells
    for near in NEAR:
        joined = [_joined(row, near) for row in cells]
        if sum(_bytes(run) for row in joined for run in row) <= most:
            break
    return joined


def _joined(row: Row, near: int) -> Row:
    runs: Row = []
    for _one, upper, lower in row:
        if _distance(upper, lower) <= near:
            upper = lower = _mean(upper, lower, 1)  # noqa: PLW2901 - one colour where the halves are alike
        if runs and _distance(runs[-1][1], upper) <= near and _distance(runs[-1][2], lower) <= near:
            count, before, below = runs[-1]
            runs[-1] = (count + 1, _mean(before, upper, count), _mean(below, lower, count))
        else:
            runs.append((1, upper, lower))
    return runs


def _bytes(run: Run) -> int:
    """Return about how many bytes it takes to send: the codes of its colours and of their end, and three a half block."""
    count, upper, lower = run
    return 24 + count if upper == lower else 40 + 3 * count


def _distance(one: Colour, other: Colour) -> int:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]), abs(one[2] - other[2]))


def _mean(one: Colour, other: Colour, weight: int) -> Colour:
    red, green, blue = ((a * weight + b) // (weight + 1) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _in_colours(row: Row) -> Strip:
    segments = []
    for count, upper, lower in row:
        if upper == lower:
            segments.append(Segment(" " * count, Style(bgcolor=Color.from_rgb(*lower))))
        else:
            segments.append(Segment(HALF * count, Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))))
    return Strip(segments)


def _in_greys(row: Row) -> Strip:
    segments = []
    for _count, upper, lower in row:
        level = (_light(*upper) + _light(*lower)) / 2
        _level, glyph, ink, ground = min(_GREYS, key=lambda grey: abs(grey[0] - level))
        segments.append(Segment(glyph, Style(color=ink, bgcolor=ground)))
    return Strip(segments)


def _light(red: int, green: int, blue: int) -> float:
    """Return how light a colour is, from 0 to 255 (ITU-R BT.601)."""
    return 0.299 * red + 0.587 * green + 0.114 * blue
