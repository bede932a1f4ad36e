"""What was already answered, beside the question where the window is wide: nobody need go back to see it."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from typing_extensions import override

from kiosk.locale import _
from screens.widgets.lines import Line
from screens.widgets.words import Words


class Answered(Vertical):
    """The lines of the review, to be read only."""

    def __init__(self, lines: Iterable[Line]) -> None:
        super().__init__(classes="answered")
        self._lines = tuple(lines)

    @override
    def compose(self) -> ComposeResult:
        yield Words(_("Lo que ya contestó"), classes="panel-title")
        for line in self._lines:
            yield Words(line.label, classes="hint")
            yield Words(line.text, classes="answered-text")
