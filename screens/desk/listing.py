"""The ground of the desk's lists: kinds as tabs with their counts, a filter that acts as one types, the list below its titles."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from screens.desk.base import DeskScreen
from screens.widgets.field import Field
from screens.widgets.table import Column, Line, Table
from screens.widgets.words import Words


class ListScreen(DeskScreen):
    """A list in the whole window. Subclasses say its columns and what is known of a line, and show tabs and lines."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self) -> None:
        super().__init__()
        self.tab = ""
        """The value of the tab whose lines are shown."""
        self._tabs: tuple[tuple[str, str], ...] = ()

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        raise NotImplementedError

    def lines(self, tab: str) -> Sequence[Line]:
        """Return the lines of a tab."""
        raise NotImplementedError

    def about(self, value: str) -> str:
        """Return what else helps with a line."""
        raise NotImplementedError

    def content(self) -> Iterable[Widget]:
        """Return the tabs, the filter and the list."""
        field = Field("filter", "", placeholder=_("Nombre, número o tarea. Esc quita el filtro."), limit=60)
        field.display = False
        return (Words(id="counts"), field, Table(self.columns()), Words(id="about", classes="hint"))

    def show(self, tabs: Sequence[tuple[str, str]], *, nothing: str) -> None:
        """Show tabs, each a value and its label, and the lines of the one that is chosen, as long as it is there."""
        self._tabs = tuple(tabs)
        values = [value for value, _label in tabs]
        self.tab = self.tab if self.tab in values else next(iter(values), "")
        labels = (f"[{label}]" if value == self.tab else label for value, label in tabs)
        self.query_one("#counts", Words).say(" · ".join(labels) or nothing)
        table = self.query_one(Table)
        table.display = bool(tabs)
        table.show(self.lines(self.tab) if tabs else ())
        self._say_about()

    def action_turn(self, step: int) -> None:
        """Show the next tab, or the one before."""
        if self._tabs:
            values = [value for value, _label in self._tabs]
            self.tab = values[(values.index(self.tab) + step) % len(values)]
            self.show(self._tabs, nothing="")

    def action_filter(self) -> None:
        """Show the filter."""
        field = self.query_one(Field)
        field.display = True
        field.focus_entry()

    def on_field_changed(self, event: Field.Changed) -> None:
        """Show what has in it what is typed."""
        super().on_field_changed(event)
        self.query_one(Table).filter(event.field.value)
        self._say_about()

    def on_table_here(self, event: Table.Here) -> None:
        """Say what else helps with the line where the keys act."""
        event.stop()
        self._say_about()

    async def go_on(self) -> None:
        """Go from the filter to what it shows."""
        self.query_one(Table).focus()

    async def back(self) -> None:
        """Take away the filter; without one go back."""
        field = self.query_one(Field)
        if not field.display:
            await super().back()
            return
        field.value = ""
        field.display = False
        self.query_one(Table).focus()

    def _say_about(self) -> None:
        table = self.query_one(Table)
        text = self.about(table.here) if table.here else ""
        if table.display and not table.count:
            text = _("Nada tiene eso. Borre letras, o presione Esc para ver todo otra vez.")
        self.query_one("#about", Words).say(text)
