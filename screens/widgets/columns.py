"""Many short answers, all seen at once: in two columns, so that a long list needs no scrolling, and found by their letters."""

import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key

from kiosk.locale import _
from screens.widgets.choices import Choices, Option, OptionRow
from screens.widgets.words import Words


class ColumnChoices(Choices):
    """A list of choices in two columns. Arrows move in all directions, letters lead to the answer that begins so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "across(-1)", show=False),
        Binding("right", "across(1)", show=False),
    ]

    def __init__(self, name: str, options: Sequence[Option], *, value: str | None = None) -> None:
        super().__init__(name, options, value=value, dense=True, at_once=True)
        self._rows = (len(self.options) + 1) // 2
        self._sought = ""

    @property
    def keys(self) -> str:
        """The keys that choose, for the footer."""
        return _("Enter continuar") if self.value == self._option.value else _("← ↑ ↓ → Enter elegir")

    def compose(self) -> ComposeResult:
        """Lay out the error, above them as everywhere, and the columns."""
        error = Words(classes="error")
        error.display = False
        yield error
        with Horizontal(classes="columns"):
            for column in (self.options[: self._rows], self.options[self._rows :]):
                with Vertical():
                    for option in column:
                        yield OptionRow(option, 0, dense=True)

    def action_move(self, steps: int) -> None:
        """Move up or down without choosing."""
        self._sought = ""
        super().action_move(steps)

    def action_across(self, columns: int) -> None:
        """Move to the same line of the other column."""
        there = self._here + columns * self._rows
        if 0 <= there < len(self.options):
            self.action_move(columns * self._rows)

    def on_key(self, event: Key) -> None:
        """Find by letters: more letters narrow it down, a letter that does not go on begins anew after this answer."""
        if not (event.character and event.character.isalnum()):
            return
        event.stop()
        event.prevent_default()  # digits name nothing here: there are more answers than digits
        if not event.character.isalpha():
            return
        letter = bare(event.character)
        if not (self._sought and self._seek(self._sought + letter, self._here)):
            self._seek(letter, self._here + 1)

    def _seek(self, letters: str, first: int) -> bool:
        for place in (at % len(self.options) for at in range(first, first + len(self.options))):
            if bare(self.options[place].label).startswith(letters):
                self._here, self._sought = place, letters
                self._draw()
                return True
        return False


def bare(text: str) -> str:
    """Return letters alone, small and without accents: `Santo Domingo` is `santodomingo`, `Ñ` is `n`."""
    return "".join(char for char in unicodedata.normalize("NFD", text).casefold() if char.isalpha())
