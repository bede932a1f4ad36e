"""A date in three entries, for nobody has to guess in which order or with which signs it is written."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input
from typing_extensions import override

from kiosk.domain.text import clean
from kiosk.locale import _
from screens.widgets.field import Entry, Field
from screens.widgets.words import Words


class DateField(Field):
    """Day, month and year; `value` is as `3/5/2015`, and empty where nothing was typed."""

    def __init__(self, name: str, *, value: str = "") -> None:
        super().__init__(name, "")
        day, month, year = (*value.split("/"), "", "", "")[:3]
        self.entries = tuple(
            Entry(text, max_length=length, select_on_focus=False) for text, length in ((day, 2), (month, 2), (year, 4))
        )
        self.entry = self.entries[0]

    def compose(self) -> ComposeResult:
        """Lay out the entries under their labels, and the error below them all."""
        with Horizontal(classes="date-parts"):
            for label, entry in zip((_("Día"), _("Mes"), _("Año")), self.entries, strict=True):
                with Vertical():
                    yield Words(label, classes="label")
                    yield entry
        error = Words(classes="error")
        error.display = False
        yield error

    @property
    @override
    def value(self) -> str:
        parts = [clean(each.value) for each in self.entries]
        return "/".join(parts) if any(parts) else ""

    @value.setter
    def value(self, text: str) -> None:
        for entry, part in zip(self.entries, (*text.split("/"), "", "", "")[:3], strict=True):
            entry.value = part

    def on_input_changed(self, event: Input.Changed) -> None:
        """Forget the error, for it speaks of what stood here before."""
        event.stop()
        if self.error:
            self.error = ""
        self.post_message(self.Changed(self))
