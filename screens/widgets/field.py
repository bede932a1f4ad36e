"""A field: its label, what is typed, and what is wrong with it, in words and with a sign."""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Paste
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input
from typing_extensions import override

from kiosk.domain.text import clean
from kiosk.locale import _
from screens.widgets.words import Words


class Entry(Input, inherit_bindings=False, inherit_css=False):
    """What is typed: the keys that edit one line, no clipboard, and pasted text cleaned before it is shown."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Its change lays the whole screen out anew where textual declares it; the entry's own size never depends on it."""

    cursor_blink: Reactive[bool] = Reactive(default=False, init=False)
    """Still: calmer, and nothing is sent over a slow line while nobody types."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home", "home", show=False),
        Binding("end", "end", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("enter", "submit", show=False, priority=True),
    ]

    @property
    def keys(self) -> str:
        """What Enter does here, for the footer."""
        return _("Enter continuar")

    def on_focus(self) -> None:
        """Go on behind what was typed: who comes back by the arrow would write before it."""
        self.cursor_position = len(self.value)

    async def action_submit(self) -> None:
        """Tell the screen at once, that it may move the focus before the next key."""
        self.screen.post_message(self.Submitted(self, self.value))

    def _on_paste(self, event: Paste) -> None:
        """Take one clean line; a terminal obeys the bytes that it is shown."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(clean(event.text, limit=self.max_length or 200))


class Field(Vertical):
    """A labelled field. `groups` spaces digits while they are typed: (2, 4, 4) shows `99 0000 0010`; `value` is as shown."""

    def __init__(  # noqa: PLR0913 - each says one thing about the field
        self,
        name: str,
        label: str,
        *,
        hint: str = "",
        value: str = "",
        placeholder: str = "",
        groups: tuple[int, ...] = (),
        separator: str = " ",
        width: int | None = None,
        limit: int = 80,
    ) -> None:
        super().__init__(id=f"field-{name}", classes="field")
        self.field_name = name
        self._label, self._hint = label, hint
        self._groups, self._separator, self._limit = groups, separator, limit
        self.entry = Entry(self._grouped(value), placeholder=placeholder, max_length=limit, select_on_focus=False)
        if width:
            self.entry.styles.max_width = width + 6

    class Changed(Message):
        """What is typed has changed."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        @override
        def control(self) -> "Field":
            return self.field

    def compose(self) -> ComposeResult:
        """Lay out label, hint, entry and error."""
        if self._label:
            yield Words(self._label, classes="label")
        if self._hint:
            yield Words(self._hint, classes="hint")
        yield self.entry
        error = Words(classes="error")
        error.display = False
        yield error

    @property
    def label(self) -> str:
        """The label."""
        return self._label

    @property
    def value(self) -> str:
        """What is typed, cleaned."""
        return clean(self.entry.value, limit=max(self._limit, 200))

    @value.setter
    def value(self, text: str) -> None:
        self.entry.value = self._grouped(text)
        self.entry.cursor_position = len(self.entry.value)

    @property
    def error(self) -> str:
        """What is wrong, or nothing."""
        return self._error

    @error.setter
    def error(self, message: str) -> None:
        self._error = message
        self.query_one(".error", Words).say(f"! {message}" if message else "")
        self.set_class(bool(message), "-wrong")

    _error = ""

    def focus_entry(self) -> None:
        """Put the cursor here."""
        self.entry.focus(scroll_visible=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Space the digits, and forget the error, for it speaks of what stood here before."""
        event.stop()
        grouped = self._grouped(event.value)
        if grouped != event.value and self.entry.cursor_position == len(event.value):
            self.entry.value = grouped
            self.entry.cursor_position = len(grouped)
        if self.error:
            self.error = ""
        self.post_message(self.Changed(self))

    def _grouped(self, text: str) -> str:
        bare = re.sub(r"[\s\-–—.]", "", text)
        if not self._groups or not bare.isalnum():
            return text
        if self._separator == " " and not bare.isdigit():
            return text
        parts, start = [], 0
        for length in self._groups:
            parts.append(bare[start : start + length])
            start += length
        parts.append(bare[start:])
        return self._separator.join(part for part in parts if part)[
            : self._limit
        ]  # an entry beyond its limit takes no key, not even to delete
