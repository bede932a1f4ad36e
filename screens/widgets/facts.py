"""What is known, a line each: what it is on the left, what it says on the right; or points, each with its dot."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from typing_extensions import override

from screens.widgets.words import Words


class Facts(Vertical):
    """Lines of label and value, to be read only."""

    def __init__(self, facts: Iterable[tuple[str, str | Content]], *, classes: str = "facts") -> None:
        super().__init__(classes=classes)
        self._facts = tuple(facts)

    @override
    def compose(self) -> ComposeResult:
        for label, value in self._facts:
            with Horizontal(classes="fact"):
                yield Words(label, classes="fact-label")
                yield Words(value, classes="fact-value")


class Points(Facts):
    """Sentences to be read one by one."""

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__([("•", each) for each in sentences], classes="points")
