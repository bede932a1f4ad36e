"""The frame around every screen: what place this is, how far along, the time, and the keys that work."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

SQUARE_DONE = "■"
SQUARE_OPEN = "□"
SQUARE_OPEN_CONSOLE = "·"
"""The console's fonts (Debian's Lat15) have no open square."""


class EdgeLine(Widget):
    """The upper or lower border, a text on the left and one on the right: cut where the window is too narrow, or `in_parts`."""

    def __init__(self, corners: str, *, id: str, in_parts: bool = False) -> None:  # noqa: A002 - textual's
        super().__init__(id=id)
        self._corners, self._in_parts = corners, in_parts
        self._left = self._right = self._short = ""

    def show(self, left: str, right: str = "", *, short: str = "") -> None:
        """Show these two texts; where they do not fit, `short` stands in place of the right one."""
        if (left, right, short) != (self._left, self._right, self._short):
            self._left, self._right, self._short = left, right, short
            self.refresh()

    @override
    def render(self) -> RenderResult:
        opening, closing = self._corners[0], self._corners[1]
        right = Content(f" {self._right} " if self._right else "")
        inner = max(0, self.size.width - 4)
        if self._short and Content(self._left).cell_length + 2 + right.cell_length > inner:
            right = Content(f" {self._short} ")
        cells = max(0, inner - right.cell_length)
        left = _fitted(self._left, cells, in_parts=self._in_parts)
        strong = right.stylize("bold") if self._short else right
        line = "─"
        fill = line * max(0, inner - left.cell_length - right.cell_length)
        return Content.assemble(
            (opening + line, "$line"),
            left,
            (fill, "$line"),
            strong,
            (line + closing, "$line"),
        )


def _fitted(text: str, cells: int, *, in_parts: bool) -> Content:
    """Return a text cut; one of parts without those at its end that do not fit, for half a key says nothing."""
    left = Content(f" {text} " if text else "")
    if left.cell_length <= cells:
        return left
    before, dot, _last = text.rpartition(" · ") if in_parts else ("", "", text)
    return _fitted(before, cells, in_parts=True) if dot else left.truncate(cells, ellipsis=True)


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

    @override
    def render(self) -> RenderResult:
        blank = SQUARE_OPEN_CONSOLE if self.app.native_ansi_color else SQUARE_OPEN
        squares = Content(SQUARE_DONE * self._done + blank * (self._all - self._done))
        width, time = self.size.width, Content(self._time)
        banner = self._drawn_banner(width - squares.cell_length - time.cell_length - 2)
        room = max(0, width - squares.cell_length - banner.cell_length - time.cell_length)
        before = min(room, max(0, (width - banner.cell_length) // 2 - squares.cell_length))
        after = room - before
        if after == 0 and before > 1:
            before, after = before - 1, 1
        return Content.assemble(squares, " " * before, banner, " " * after, time)

    def _drawn_banner(self, room: int) -> Content:
        """Return the banner, or its first word where there is no room for all of it."""
        words = self._banner if len(self._banner) + 2 <= room else self._banner.partition(" ")[0]
        return Content.styled(f" {words} ", "$demo-ink on $demo-ground") if words else Content("")
