"""The frame around every screen: what place this is, how far along, the time, and the keys that work."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

SQUARE_DONE = "■"
SQUARE_OPEN = "□"
SQUARE_OPEN_CONSOLE = "·"
"""The console's fonts (Debian's Lat15) have no open square."""


class EdgeLine(Widget):
    """The upper or lower border, with a text on the left and one on the right, each cut where the window is too narrow."""

    def __init__(self, corners: str, *, id: str) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id)
        self._corners = corners
        self._left = self._right = ""
        self._strong = False

    def show(self, left: str, right: str = "", *, strong: bool = False) -> None:
        """Show these two texts; `strong` draws the right one bold."""
        if (left, right, strong) != (self._left, self._right, self._strong):
            self._left, self._right, self._strong = left, right, strong
            self.refresh()

    def render(self) -> RenderResult:
        """Draw the line."""
        opening, closing = self._corners[0], self._corners[1]
        right = Content.styled(f" {self._right} ", "bold" if self._strong else "") if self._right else Content("")
        room = max(0, self.size.width - 4 - right.cell_length)
        left = Content(f" {self._left} ").truncate(room, ellipsis=True)
        fill = max(0, room - left.cell_length)
        line = "─"
        style = "$line"
        return Content.assemble((opening + line, style), left, (line * fill, style), right, (line + closing, style))


class Progress(Widget):
    """The line below the upper border: squares of progress, the demonstration's banner, the time."""

    def __init__(self) -> None:
        super().__init__(id="progress")
        self._done = self._all = 0
        self._time = self._banner = ""

    def show(self, done: int, everything: int, *, time: str, banner: str) -> None:
        """Show `done` of `everything` squares (none when there are 0), the local time and the banner."""
        shown = (done, everything, time, banner)
        if shown != (self._done, self._all, self._time, self._banner):
            self._done, self._all, self._time, self._banner = shown
            self.refresh()

    def render(self) -> RenderResult:
        """Draw the line."""
        blank = SQUARE_OPEN_CONSOLE if self.app.native_ansi_color else SQUARE_OPEN
        squares = Content(SQUARE_DONE * self._done + blank * (self._all - self._done))
        banner = Content.styled(f" {self._banner} ", "$demo-ink on $demo-ground") if self._banner else Content("")
        time = Content(self._time)
        width = self.size.width
        before = max(1, (width - banner.cell_length) // 2 - squares.cell_length)
        after = max(1, width - squares.cell_length - before - banner.cell_length - time.cell_length)
        return Content.assemble(squares, " " * before, banner, " " * after, time)
