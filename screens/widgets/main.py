"""Where the question stands."""

from typing import ClassVar

from textual.containers import VerticalScroll
from textual.message import Message
from textual.scrollbar import ScrollBar, ScrollBarRender


class SolidBar(ScrollBarRender):
    """A scroll bar of whole cells: the raw console has no part blocks."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]


ScrollBar.renderer = SolidBar


class Main(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Where the question stands; it scrolls when it is longer than the window, and says so."""

    class Scrolled(Message):
        """There is more or less to see below."""

    class Resized(Message):
        """There is more or less in it than before."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the screen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def watch_virtual_size(self) -> None:
        """Tell the screen when there is more or less of it than before, as when errors are shown on top."""
        self.post_message(self.Scrolled())
        self.post_message(self.Resized())

    @property
    def more_below(self) -> bool:
        """Whether something is hidden below; the blank rows at the page's end are nothing."""
        blank = max((each.styles.padding.bottom for each in self.children), default=0)
        return self.max_scroll_y - self.scroll_y > blank
