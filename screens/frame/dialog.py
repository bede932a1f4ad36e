"""A question laid over a screen, answered with one of its buttons; Esc is the answer that changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from typing_extensions import override

from screens.frame.laid import Laid
from screens.widgets.button import Button, Buttons
from screens.widgets.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a dialog; the last one is the primary."""

    value: str
    label: str


class Dialog(Laid[str], inherit_bindings=False):
    """Ask; dismisses with the answer's value, or "" on Esc. `text` may have several lines."""

    AUTO_FOCUS = "Button.-primary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right,down", "app.focus_next", show=False),
        Binding("shift+tab,left,up", "app.focus_previous", show=False),
        Binding("escape", "answer('')", show=False),
    ]

    def __init__(self, title: str, text: str, answers: Sequence[Answer]) -> None:
        super().__init__()
        self._title, self._text, self._answers = title, text, tuple(answers)

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Words(self._title, classes="question")
            yield Words(self._text, classes="text")
            yield Buttons(self._buttons())

    def _buttons(self) -> list[Button]:
        async def nothing() -> None:
            """Be pressed; the dialog reads which button it was."""

        last = self._answers[-1]
        return [Button(each.label, nothing, primary=each is last, id=f"answer-{each.value}") for each in self._answers]

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with this button's value."""
        event.stop()
        self.action_answer((event.button.id or "").removeprefix("answer-"))

    def action_answer(self, value: str) -> None:
        """Answer with this value."""
        self.dismiss(value)
