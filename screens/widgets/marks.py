"""Things of which several are marked, one a line: Space, Enter or the digit marks or unmarks where the keys act."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from textual.message import Message
from typing_extensions import override

from kiosk.locale import _
from screens.widgets.rows import Row, RowLine, Rows

MARKED, UNMARKED = "[■]", "[ ]"


class Marks(Rows):
    """The list; `marked` are the values of the marked lines."""

    keys = _("↑ ↓ mover · Espacio marcar")

    def __init__(self, rows: Sequence[Row], *, marked: Collection[str] = ()) -> None:
        self.marked = {row.value for row in rows} & set(marked)
        self._bare = {row.value: row.label for row in rows}
        super().__init__([self._with_mark(row) for row in rows])

    class Toggled(Message):
        """Other lines are marked than before."""

        def __init__(self, marks: "Marks") -> None:
            super().__init__()
            self.marks = marks

        @property
        @override
        def control(self) -> "Marks":
            return self.marks

    def action_open(self) -> None:
        """Mark the line where the keys act, or take its mark away."""
        if self.here is not None:
            self.mark(self.marked ^ {self.here})

    def mark(self, values: Collection[str]) -> None:
        """Mark these lines and no others."""
        self.marked = set(values) & set(self._bare)
        self.rows = tuple(self._with_mark(row) for row in self.rows)
        for line, row in zip(self.query(RowLine), self.rows, strict=True):
            if line.row != row:
                line.row = row
                line.refresh()
        self.post_message(self.Toggled(self))

    def _with_mark(self, row: Row) -> Row:
        return replace(row, label=f"{MARKED if row.value in self.marked else UNMARKED} {self._bare[row.value]}")
