"""A question with a few answers of equal weight: nothing is chosen beforehand, digits and arrows choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from typing_extensions import override

from kiosk.locale import _
from screens.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Option:
    """One answer; `value` is what the screen gets."""

    value: str
    label: str
    hint: str = ""


class OptionRow(Words):
    """One answer as it is drawn."""

    def __init__(self, option: Option, number: int, *, dense: bool) -> None:
        super().__init__(classes="option -dense" if dense else "option")
        self.option, self.number, self._dense = option, number, dense

    def draw(self, *, chosen: bool, here: bool) -> None:
        """Draw it with its marks: `chosen` as the answer, `here` where the keys act."""
        mark = "(●)" if chosen else "( )"
        pointer = "▸" if here else " "
        digit = f"{self.number} " if 0 < self.number <= 9 else "" if not self.number else "  "
        label = Content.styled(self.option.label, "bold" if chosen or here else "")
        indent = 3 + len(digit) + len(mark)
        text = Content.assemble(f"{pointer} {digit}{mark} ", label)
        if self.option.hint:
            text = Content.assemble(text, "\n", (" " * indent + self.option.hint, "$dim"))
        self.set_class(here, "-here")
        self.set_class(chosen, "-chosen")
        self.update(text)


class Choices(Vertical, can_focus=True, inherit_bindings=False):
    """Large options; `dense` draws one a line, for long lists. Enter chooses, and on the chosen one goes on.

    `at_once`, for the one question of a page, a choice goes on by itself, as in a menu: the way back shows what was chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("space", "choose", show=False),
        Binding("enter", "choose_or_go_on", show=False),
    ]

    def __init__(  # noqa: PLR0913 - each says one thing about the question
        self,
        name: str,
        options: Sequence[Option],
        *,
        label: str = "",
        value: str | None = None,
        dense: bool = False,
        at_once: bool = False,
        first: int = 1,
    ) -> None:
        super().__init__(id=f"field-{name}", classes="choices")
        self.field_name, self.label = name, label
        self.options = tuple(options)
        self.value = value
        self._dense = dense
        self.at_once = at_once
        self.first = first
        """The digit of the first option: where two questions share a page their digits go on."""
        self._here = next((place for place, option in enumerate(self.options) if option.value == value), 0)

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choices: "Choices") -> None:
            super().__init__()
            self.choices = choices

        @property
        @override
        def control(self) -> "Choices":
            return self.choices

    class Submitted(Message):
        """It is answered: Enter was pressed on the option that was already chosen, or one was chosen that goes on by itself."""

        def __init__(self, choices: "Choices") -> None:
            super().__init__()
            self.choices = choices

    @property
    def keys(self) -> str:
        """The keys that choose, for the footer."""
        if self.value == self._option.value:
            return _("Enter continuar")
        return _("↑ ↓ o número · Enter elegir") if self.at_once else _("↑ ↓ Enter elegir")

    @property
    def error(self) -> str:
        """What is wrong, or nothing."""
        return self._error

    @error.setter
    def error(self, message: str) -> None:
        self._error = message
        self.query_one(".error", Words).say(f"! {message}" if message else "")

    _error = ""

    @property
    def _option(self) -> Option:
        return self.options[self._here]

    def compose(self) -> ComposeResult:
        """Lay out label, error and options."""
        if self.label:
            yield Words(self.label, classes="label")
        error = Words(classes="error")
        error.display = False
        yield error  # above them, for below a long list nobody sees it
        for number, option in enumerate(self.options, self.first):
            yield OptionRow(option, number if len(self.options) > 1 else 0, dense=self._dense)

    def on_mount(self) -> None:
        """Draw the options."""
        self._draw()

    def focus_entry(self) -> None:
        """Put the keys here."""
        self.focus(scroll_visible=False)

    def choose(self, value: str | None) -> None:
        """Choose the option of this value, or none."""
        self.value = value
        self._here = next((place for place, option in enumerate(self.options) if option.value == value), self._here)
        if self.error:
            self.error = ""
        self._draw()
        self.post_message(self.Changed(self))

    def action_move(self, steps: int) -> None:
        """Move up or down without choosing; one step beyond the ends leaves them."""
        if abs(steps) == 1 and not 0 <= self._here + steps < len(self.options):
            self.screen.action_walk(steps)  # type: ignore[attr-defined] # choices stand on the kiosk's screens alone
            return
        self._here = min(max(self._here + steps, 0), len(self.options) - 1)
        self._draw()

    def action_choose(self) -> None:
        """Choose where the keys are."""
        self._take(self._option.value)

    def action_choose_or_go_on(self) -> None:
        """Choose; on the chosen option, go on."""
        if self.value == self._option.value:
            self.post_message(self.Submitted(self))
        else:
            self.action_choose()

    def _take(self, value: str) -> None:
        """Choose as the person says, and go on where that is all there is to say."""
        self.choose(value)
        if self.at_once:
            self.post_message(self.Submitted(self))

    def on_key(self, event: Key) -> None:
        """Choose by digit."""
        place = int(event.character) - self.first if event.character and event.character in "123456789" else -1
        if 0 <= place < len(self.options):
            event.stop()
            self._take(self.options[place].value)

    def on_click(self, event: Click) -> None:
        """Choose by touch or mouse."""
        row = event.widget
        if isinstance(row, OptionRow):
            event.stop()
            self._take(row.option.value)

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - textual's signature
        """Show or hide where the keys act; a handler of the focus event itself would still see the state before."""
        super().watch_has_focus(has_focus)
        self._draw()

    def _draw(self) -> None:
        for place, row in enumerate(self.query(OptionRow)):
            here = self.has_focus and place == self._here
            row.draw(chosen=row.option.value == self.value, here=here)
            if here:
                self.call_after_refresh(row.scroll_visible, animate=False)
        if self.is_attached:
            self.screen.refresh_bindings()
