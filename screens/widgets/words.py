"""Text on the screen. A plain string is markup to textual, and markup can hold links that run actions: never here."""

from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from screens.widgets.hanging import hanging


class Words(Static):
    """A text that is shown as it is."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(text, id=id, classes=classes, markup=False)

    def render(self) -> Visual:
        """Return it with its lists hanging."""
        return hanging(self.visual)

    def say(self, text: str | Content) -> None:
        """Show another text, and hide the widget when there is none; for the same one nothing is laid out, or sent over a line."""
        if text != self.content:
            self.update(text)
        self.display = bool(text)
