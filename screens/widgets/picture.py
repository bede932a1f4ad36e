"""A document as a picture of terminal cells: half blocks in colour, or greys on the raw console."""

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.document import Picture

HALF = "▀"
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

    def show(self, picture: Picture | None) -> None:
        """Show another picture, or none."""
        self.picture = picture
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's signature
        """Return the rows it takes at a width: a cell is one pixel wide and two high."""
        picture = self.picture
        if picture is None or picture.width == 0:
            return 0
        return max(1, round(picture.height * min(width, picture.width) / picture.width / 2))

    def render_line(self, y: int) -> Strip:
        """Draw one row of cells."""
        picture, size = self.picture, self.size
        if picture is None or picture.width == 0 or size.height == 0:
            return Strip.blank(size.width)
        columns = min(size.width, picture.width)
        rows = self.get_content_height(size, size, size.width)
        console = self.app.native_ansi_color

        def pixel(column: int, half_row: int) -> tuple[int, int, int]:
            at_x = min(picture.width - 1, column * picture.width // columns)
            at_y = min(picture.height - 1, half_row * picture.height // (rows * 2))
            start = (at_y * picture.width + at_x) * 3
            red, green, blue = picture.rgb[start : start + 3]
            return red, green, blue

        segments = []
        for column in range(columns):
            upper, lower = pixel(column, y * 2), pixel(column, y * 2 + 1)
            if console:
                level = sum(_light(*each) for each in (upper, lower)) / 2
                _level, glyph, ink, ground = min(_GREYS, key=lambda grey: abs(grey[0] - level))
                segments.append(Segment(glyph, Style(color=ink, bgcolor=ground)))
            else:
                segments.append(Segment(HALF, Style.parse(f"rgb{_plain(upper)} on rgb{_plain(lower)}")))
        return Strip(segments, columns).adjust_cell_length(size.width)


def _plain(colour: tuple[int, int, int]) -> str:
    return f"({colour[0]},{colour[1]},{colour[2]})"


def _light(red: int, green: int, blue: int) -> float:
    """Return how light a colour is, from 0 to 255 (ITU-R BT.601)."""
    return 0.299 * red + 0.587 * green + 0.114 * blue
