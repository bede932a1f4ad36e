"""Writing a few sentences: one paragraph that wraps, so that what was written can be read whole."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import TextArea

from kiosk.domain.text import clean
from kiosk.locale import _


class Writing(TextArea, inherit_bindings=False, inherit_css=False):
    """One paragraph of at most `limit` characters; no clipboard, no line breaks, pasted text cleaned before it is shown."""

    cursor_blink: Reactive[bool] = Reactive(default=False, init=False)
    """Still, as an Entry's is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home", "cursor_line_start", show=False),
        Binding("end", "cursor_line_end", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("enter", "submit", show=False, priority=True),
    ]
    keys = _("Enter guardar")
    """The keys, for the footer."""

    def __init__(self, text: str, *, limit: int) -> None:
        super().__init__(text, highlight_cursor_line=False)
        self._limit = limit
        self._before = text

    class Submitted(Message):
        """Enter was pressed."""

    @property
    def value(self) -> str:
        """What is written, cleaned."""
        return clean(self.text, limit=self._limit)

    @property
    def is_written(self) -> bool:
        """Whether another text stands there than at first."""
        return self.text != self._before

    @property
    def left(self) -> int:
        """How many characters still fit."""
        return self._limit - len(self.text)

    def action_walk(self, step: int) -> None:
        """Move the cursor up or down; beyond the first or last line it leaves."""
        here = self.cursor_location
        if self.navigator.is_last_wrapped_line(here) if step > 0 else self.navigator.is_first_wrapped_line(here):
            self.screen.action_walk(step)  # type: ignore[attr-defined] # it stands on the kiosk's screens alone
        else:
            (self.action_cursor_down if step > 0 else self.action_cursor_up)()

    def action_submit(self) -> None:
        """Tell the screen."""
        self.post_message(self.Submitted())

    async def _on_key(self, event: Key) -> None:
        if event.is_printable and self.left <= 0 and not self.selected_text:
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: Paste) -> None:
        """Take what still fits, on one line; a terminal obeys the bytes that it is shown."""
        event.stop()
        event.prevent_default()
        self.insert(clean(event.text, limit=self._limit)[: max(0, self.left)])
