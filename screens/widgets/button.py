"""Buttons: what can be done now, the one primary last; each tells its screen that it was pressed, once."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from screens.widgets.words import Words

if TYPE_CHECKING:
    from textual.timer import Timer

Action = Callable[[], Awaitable[None]]


class Button(Widget, can_focus=True, inherit_bindings=False):
    """A button: `action` is what the screen awaits when it is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    def __init__(self, label: str, action: Action, *, primary: bool = False, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, classes="-primary" if primary else None)
        self.label = label
        self.action = action
        self.digit = 0
        """The digit that presses it too, in a menu; 0 for none."""

    class Pressed(Message):
        """A button was pressed."""

        def __init__(self, button: "Button") -> None:
            super().__init__()
            self.button = button

        @property
        @override
        def control(self) -> "Button":
            return self.button

    @property
    def keys(self) -> str:
        """What Enter does here, for the footer."""
        if self.digit:
            return _("↑ ↓ o número · Enter elegir")
        return _("Enter {label}").format(label=self.label[:1].lower() + self.label[1:])

    def render(self) -> RenderResult:
        """Draw the label, in a menu with its digit and a mark where the keys act."""
        if not self.digit:
            edges = 2 if self.has_class("-primary") else 1
            space = "" if isinstance(self.parent, Buttons) and self.parent.has_class("-tightest") else " "
            flat = f"{'[' * edges}{space}{self.label}{space}{']' * edges}"
            return Content(flat if self.screen.has_class("-short") else self.label)
        return Content(f"{'▸' if self.has_focus else ' '} {self.digit}  {self.label}")

    def action_press(self) -> None:
        """Tell the screen."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: Click) -> None:
        """Press by touch or mouse."""
        event.stop()
        self.action_press()


class Waiting(Words):
    """What is waited for and for how long already; nothing in the first moments, for most waits end in them."""

    QUIET_SECONDS = 0.3
    PATIENT_SECONDS = 3

    def __init__(self) -> None:
        super().__init__(id="waiting")
        self._what = ""
        self._tenths = 0
        self._at_rest = ""
        self._timer: Timer | None = None

    @property
    def at_rest(self) -> str:
        """What stands here while nothing is waited for."""
        return self._at_rest

    @at_rest.setter
    def at_rest(self, text: str) -> None:
        if text != self._at_rest:
            self._at_rest = text
            if not self._what:
                self.update(text)

    def say_more(self, *, more: bool) -> None:
        """Say that there is more below, in the words for which the buttons leave room."""
        ways = (_("↓ Hay más abajo"), _("↓ Hay más"), "↓") if more else ("",)
        self.at_rest = next((each for each in ways if not self.size or len(each) <= self.size.width), "")

    def begin(self, what: str) -> None:
        """Start waiting for `what`, a phrase ending in an ellipsis."""
        self._what, self._tenths = what, 0
        self._timer = self._timer or self.set_interval(0.1, self._tick, pause=True)
        self._timer.resume()

    def end(self) -> None:
        """Stop waiting."""
        if self._timer:
            self._timer.pause()
        self._what = ""
        self.update(self._at_rest)

    def _tick(self) -> None:
        self._tenths += 1
        seconds = self._tenths // 10
        if self._tenths / 10 < self.QUIET_SECONDS:
            return
        if seconds >= self.PATIENT_SECONDS:
            self.update(_("{what} {seconds} s · Esc: no esperar más").format(what=self._what, seconds=seconds))
        elif seconds:
            self.update(_("{what} {seconds} s").format(what=self._what, seconds=seconds))
        else:
            self.update(self._what)


class Buttons(Horizontal):
    """The row at the bottom right, with what is waited for on its left.

    `-tight` is one where large buttons would run out of it, `-tightest` where any would: the primary stands last, and is whole.
    """

    ROOMY, ROOM = 12, 56
    """Cells that a large button needs beside its label, and those of the row beside the words on its left."""
    _ends = 0
    """Cells at the ends of the row while it is not the tightest."""

    def __init__(self, buttons: Iterable[Button]) -> None:
        self._buttons = tuple(buttons)
        self.waiting = Waiting()
        tight = sum(len(each.label) + self.ROOMY for each in self._buttons) > self.ROOM
        super().__init__(id="buttons", classes="-tight" if tight else None)

    @override
    def compose(self) -> ComposeResult:
        yield self.waiting
        yield from self._buttons

    def on_resize(self) -> None:
        """Fit the window."""
        self.fit()

    def fit(self) -> None:
        """Make the buttons smaller where they would run out of the row: in a small window, or when others are shown."""
        screen = self.screen
        short, narrow, tall = (screen.has_class(each) for each in ("-short", "-narrow", "-tall"))
        padding = 0 if short else 1 if narrow else 4 if tall and not self.has_class("-tight") else 2
        beside = 1 if narrow else 2
        shown = [each for each in self._buttons if each.display]
        frames = [(6 if each.has_class("-primary") else 4) if short else 2 + 2 * padding for each in shown]
        smallest = 8 if short or narrow else 12
        cells = sum(max(smallest, len(each.label) + frame) + beside for each, frame in zip(shown, frames, strict=True))
        if not self.has_class("-tightest"):
            self._ends = self.gutter.width
        room = self.region.width - self._ends if self.region else cells + 1
        if self.has_class("-tightest") != (cells >= room):  # the words on the left take a cell even when there are none
            self.toggle_class("-tightest")
            for each in shown:
                each.refresh(layout=True)
