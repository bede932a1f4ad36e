"""A document as a picture of terminal cells: half blocks in colour, or coloured grounds on the raw console."""

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.document import Picture

HALF = "▀"
_CONSOLE = {
    "black": (0, 0, 0),
    "red": (170, 0, 0),
    "green": (0, 170, 0),
    "yellow": (170, 85, 0),
    "blue": (0, 0, 170),
    "magenta": (170, 0, 170),
    "cyan": (0, 170, 170),
    "white": (170, 170, 170),
}
"""The grounds that the raw console can show."""


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
                mean = tuple((one + other) // 2 for one, other in zip(upper, lower, strict=True))
                nearest = min(_CONSOLE, key=lambda name: sum((a - b) ** 2 for a, b in zip(_CONSOLE[name], mean, strict=True)))
                segments.append(Segment(" ", Style(bgcolor=nearest)))
            else:
                segments.append(Segment(HALF, Style.parse(f"rgb{_plain(upper)} on rgb{_plain(lower)}")))
        return Strip(segments, columns).adjust_cell_length(size.width)


def _plain(colour: tuple[int, int, int]) -> str:
    return f"({colour[0]},{colour[1]},{colour[2]})"
