"""Things to open, one a line: documents, files. Each says its state in words at the right; where the keys act stands its hint."""

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import ClassVar

from rich.cells import cell_len
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from screens.widgets.main import Main
from screens.widgets.words import Words

NO_DIGIT = 10
"""The first number of which no digit is shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `value` is what the screen gets, `note` stands at the right, `heading` above where another group begins."""

    value: str
    label: str
    note: str = ""
    hint: str = ""
    heading: str = ""


def cut_in_the_middle(text: str, cells: int) -> str:
    """Return a text of so many cells at most: names of files differ at their ends, so that is kept."""
    if cell_len(text) <= cells or cells < 1:
        return text
    kept = max(0, cells - 1 - (cell_len(text) - len(text)))  # letters that take two cells are few
    end = kept * 2 // 3
    return f"{text[: kept - end]}…{text[len(text) - end :]}"


def cut_apart(text: str, others: Sequence[str], cells: int) -> str:
    """As `cut_in_the_middle`; what would read as one of the others does loses what they begin with alike."""
    cut = cut_in_the_middle(text, cells)
    alike = [each for each in others if each != text and cut_in_the_middle(each, cells) == cut] if cut != text else []
    begins = len(commonprefix([text, *alike])) if alike else 0  # noqa: RUF071 - letters are meant, not folders
    return cut_in_the_middle(f"…{text[begins:]}", cells) if begins else cut


class RowLine(Widget):
    """One line as it is drawn: the label is cut where both do not fit, the note never."""

    def __init__(self, row: Row, number: int, labels: Sequence[str]) -> None:
        super().__init__(classes="row")
        self.row, self.number, self._labels = row, number, labels
        self.here = False

    def show(self, *, here: bool) -> None:
        """Draw it as the line where the keys act, or as another."""
        if here != self.here:
            self.here = here
            self.set_class(here, "-here")
            self.refresh()

    @override
    def render(self) -> RenderResult:
        right = Content(f" {self.row.note} " if self.row.note else "")
        room = max(0, self.size.width - right.cell_length)
        before = f"{'▸' if self.here else ' '} {self.number if self.number <= 9 else ' '} "
        left = Content(before + cut_apart(self.row.label, self._labels, room - len(before))).truncate(room, ellipsis=True)
        return Content.assemble(left, " " * (room - left.cell_length), right)

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1


class Rows(Vertical, can_focus=True, inherit_bindings=False):
    """The list: arrows move, Enter or the digit opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-5)", show=False),
        Binding("pagedown", "move(5)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("enter,space", "open", show=False),
    ]
    by_digit: ClassVar[bool] = True
    """Whether a digit opens the line of that number."""
    keys = _("↑ ↓ mover · Enter abrir")
    """The keys, for the footer."""

    def __init__(self, rows: Sequence[Row], *, here: str | None = None) -> None:
        super().__init__(classes="rows")
        self.rows = tuple(rows)
        self._here = here
        self._marked: str | None = None

    class Opened(Message):
        """A line was opened."""

        def __init__(self, rows: "Rows", value: str) -> None:
            super().__init__()
            self.rows, self.value = rows, value

        @property
        @override
        def control(self) -> "Rows":
            return self.rows

    class Marked(Message):
        """The keys act on another line than before."""

        def __init__(self, rows: "Rows", value: str) -> None:
            super().__init__()
            self.rows, self.value = rows, value

        @property
        @override
        def control(self) -> "Rows":
            return self.rows

    def compose(self) -> "list[Widget]":
        """Lay out headings, lines and hints."""
        return self._widgets()

    def on_mount(self) -> None:
        """Show where the keys act."""
        self._draw()

    async def show(self, rows: Sequence[Row], *, here: str | None = None) -> None:
        """Show other lines; the keys stay on the same one while it is there, and else begin `here`."""
        if tuple(rows) != self.rows:
            if self.has_focus and self.rows:
                self._here = self.here
            elif here is not None:
                self._here = here
            self.rows, self._marked = tuple(rows), None
            await self.remove_children()
            await self.mount(*self._widgets())
            self._draw()

    @property
    def here(self) -> str | None:
        """The value of the line where the keys act, None in an empty list."""
        values = [row.value for row in self.rows]
        return self._here if self._here in values else next(iter(values), None)

    def action_move(self, steps: int) -> None:
        """Move up or down; one step beyond the last line leads on to the buttons."""
        values = [row.value for row in self.rows]
        if self.here is None:
            return
        if (steps == 1 and self.here == values[-1]) or (steps == -1 and self.here == values[0]):
            self.screen.action_walk(steps)  # type: ignore[attr-defined] # lists stand on the kiosk's screens alone
            return
        self._here = values[min(max(values.index(self.here) + steps, 0), len(values) - 1)]
        self._draw()

    def action_open(self) -> None:
        """Open the line where the keys act."""
        if self.here is not None:
            self.post_message(self.Opened(self, self.here))

    def on_key(self, event: Key) -> None:
        """Open by digit."""
        if self.by_digit and event.character and event.character in "123456789" and int(event.character) <= len(self.rows):
            event.stop()
            self._open(self.rows[int(event.character) - 1].value)

    def on_click(self, event: Click) -> None:
        """Open by touch or mouse."""
        if isinstance(event.widget, RowLine):
            event.stop()
            self._open(event.widget.row.value)

    def watch_has_focus(self, focused: bool) -> None:  # noqa: FBT001 - textual's signature
        """Show or hide where the keys act."""
        super().watch_has_focus(focused)
        self._draw()

    def _open(self, value: str) -> None:
        self._here = value
        self._draw()
        self.action_open()

    def _widgets(self) -> list[Widget]:
        widgets: list[Widget] = []
        labels = tuple(row.label for row in self.rows)
        for number, row in enumerate(self.rows, 1):
            if row.heading:
                widgets.append(Words(row.heading, classes="row-heading" if widgets else "row-heading -first"))
            widgets.append(RowLine(row, number if self.by_digit else NO_DIGIT, labels))
            if row.hint:
                hint = Words(row.hint, classes="row-hint")
                hint.display = False
                widgets.append(hint)
        return widgets

    def _draw(self) -> None:
        marked: Widget | None = None
        line: RowLine | None = None
        for widget in self.children:
            if isinstance(widget, RowLine):
                line = widget
                line.show(here=self.has_focus and line.row.value == self.here)
                marked = line if line.here else marked
            elif widget.has_class("row-hint") and line is not None:
                widget.display = line.here
                marked = widget if line.here else marked
        if marked is not None:
            if self.here is not None and self.here != self._marked:
                self._marked = self.here
                self.post_message(self.Marked(self, self.here))
            self.call_after_refresh(self._into_view)

    def _into_view(self) -> None:
        """Bring the line where the keys act into view, with its hint and, above the first, its heading."""
        shown = [each for each in self.children if each.display]
        place = next((at for at, each in enumerate(shown) if isinstance(each, RowLine) and each.here), None)
        if place is None:
            return
        first = place - 1 if place and shown[place - 1].has_class("row-heading") else place
        last = place + 1 if place + 1 < len(shown) and shown[place + 1].has_class("row-hint") else place
        main = self.screen.query_one(Main)
        region = shown[first].region.union(shown[last].region)
        main.scroll_to_region(region.translate(main.scroll_offset - main.region.offset), animate=False)
