"""The ways to go from a screen, one below the other, each with its digit; pressing one goes there at once."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from typing_extensions import override

from screens.widgets.button import Button

MOST_APART = 6
"""So many lines stand apart on 24 rows; more of them stand close together, so that all are seen at once."""


class Menu(Vertical):
    """Buttons in a column; arrows move, digits press, or move as well where it is not `by_digit` (a press is told of in a log)."""

    def __init__(self, buttons: Iterable[Button], *, by_digit: bool = True) -> None:
        super().__init__(classes="menu")
        self._by_digit = by_digit
        self.buttons = tuple(buttons)
        self.set_class(len(self.buttons) > MOST_APART, "-many")

    @override
    def compose(self) -> ComposeResult:
        for number, button in enumerate(self.buttons, 1):
            button.digit = number
            button.set_class(number == len(self.buttons), "-last")  # :last-child would have every button styled once more
            yield button

    def on_key(self, event: Key) -> None:
        """Press by digit."""
        if event.character and event.character in "123456789" and int(event.character) <= len(self.buttons):
            event.stop()
            button = self.buttons[int(event.character) - 1]
            button.focus()
            if self._by_digit:
                self.post_message(Button.Pressed(button))  # a message posted on the child would end here, at its sender
