"""A list of many lines in columns: it draws no more than the window shows, so that ten thousand lines cost no more than ten.

Textual's own table would take each text as markup, give a column the width of its widest text whatever the window, and hold every
line laid out; here the columns use the window, and their titles are always in sight.
"""

import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp, Paste
from textual.message import Message
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _

GAP = 2
"""Cells between two columns; before the first stands the mark of where the keys act."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: as wide as its widest text, or a `share` of what the others leave; lines come in the `given` one's order."""

    title: str
    share: int = 0
    given: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `value` is what the screen gets, `cells` stand in the columns."""

    value: str
    cells: tuple[str, ...]


def folded(text: str) -> str:
    """Return a text without accents and case, digits and signs kept."""
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()


class Table(Widget, can_focus=True, inherit_bindings=False):
    """The list: arrows move, Enter opens, letters ask for another order or the filter, once what they act on was seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "go_to(0)", show=False),
        Binding("end", "go_to(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("o", "sort", show=False),
        Binding("slash", "screen.filter", show=False),
        Binding("left", "screen.turn(-1)", show=False),
        Binding("right", "screen.turn(1)", show=False),
    ]
    keys = _("↑ ↓ mover · Enter abrir · / filtrar · o ordenar · ← → clases")
    """The keys, for the footer."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(classes="table")
        self._columns = tuple(columns)
        self._lines: tuple[Line, ...] = ()
        self._shown: list[Line] = []
        self._widest = self._measured()
        self._filter = ""
        self._sorted_by = self._given = next(place for place, each in enumerate(columns) if each.given)
        self._place = self._top = 0
        self._told: str | None = None
        self.stood_at = float("inf")
        """When these lines were drawn first: no key that was pressed before is about them."""

    class Opened(Message):
        """A line was opened."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Here(Message):
        """The keys act on another line than before; "" where there is none."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    @property
    def here(self) -> str:
        """The value of the line where the keys act, "" in an empty list."""
        return self._shown[self._place].value if self._shown else ""

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return len(self._shown)

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; the keys stay on the same one, or on the next where it is gone."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._widest = self._measured()
            self.stood_at = float("inf")
            self._choose()

    def filter(self, typed: str) -> None:
        """Show only the lines with every word that was typed somewhere in them."""
        self._filter = typed
        self._choose()

    def action_move(self, steps: int) -> None:
        """Move up or down; one step beyond the first or last line leads on."""
        if not 0 <= self._place + steps < len(self._shown):
            self.screen.action_walk(steps)  # type: ignore[attr-defined] # lists stand on the kiosk's screens alone
        else:
            self.action_go_to(self._place + steps)

    def action_page(self, pages: int) -> None:
        """Move by what the window shows."""
        self.action_go_to(max(0, self._place + pages * max(1, self.size.height - 2)))

    def action_go_to(self, place: int) -> None:
        """Move to a line by its place, from the end where it is negative."""
        last = len(self._shown) - 1
        self._place = max(0, last if place < 0 else min(place, last))
        self.refresh()
        self._tell()

    def action_open(self) -> None:
        """Open the line where the keys act."""
        if self._shown:
            self.post_message(self.Opened(self.here))

    def action_sort(self) -> None:
        """Put the lines in the order of the next column."""
        self._sorted_by = (self._sorted_by + 1) % len(self._columns)
        self._choose()

    def on_key(self, event: Key) -> None:
        """Leave out what was pressed before these lines stood."""
        if event.time < self.stood_at and event.key not in {"escape", "f1"}:
            event.stop()
            event.prevent_default()

    def on_paste(self, event: Paste) -> None:
        """Let a reader's burst, or what a mouse put in, act on nothing."""
        event.stop()

    def on_click(self, event: Click) -> None:
        """Move to the line that was touched, and open it at a second touch."""
        place = self._top + event.y - 1
        if event.y > 0 and place < len(self._shown):
            event.stop()
            was, self._place = self._place, place
            self.action_go_to(place)
            if was == place:
                self.action_open()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move by the wheel."""
        event.stop()
        self.action_go_to(self._place + 3)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """As above."""
        event.stop()
        self.action_go_to(max(0, self._place - 3))

    @override
    def render(self) -> RenderResult:
        if self._shown and self.stood_at == float("inf"):
            self.call_after_refresh(self._stand)
        room = max(1, self.size.height - 1)
        self._top = min(max(self._top, self._place - room + 1, 0), self._place, max(0, len(self._shown) - room))
        widths = self._widths()
        titles = [f"{each.title} ↓" if place == self._sorted_by else each.title for place, each in enumerate(self._columns)]
        drawn: list[Content | tuple[str, str]] = [("  " + _in_columns(titles, widths), "$dim underline")]
        for place, line in enumerate(self._shown[self._top : self._top + room], self._top):
            here = place == self._place and self.has_focus
            text = f"\n{'▸ ' if place == self._place else '  '}{_in_columns(line.cells, widths)}"
            drawn.append((text, "$marked-ink on $marked-ground") if here else Content(text))
        return Content.assemble(*drawn)

    def _stand(self) -> None:
        if self.stood_at == float("inf"):
            self.stood_at = time.monotonic()

    def _choose(self) -> None:
        here, place = self.here, self._place
        words = folded(self._filter).split()
        shown = [each for each in self._lines if _has(each, words)] if words else list(self._lines)
        if self._sorted_by != self._given:
            shown.sort(key=lambda line: folded(line.cells[self._sorted_by]))
        self._shown = shown
        self.action_go_to(next((at for at, each in enumerate(shown) if each.value == here), min(place, max(0, len(shown) - 1))))

    def _tell(self) -> None:
        if self.here != self._told:
            self._told = self.here
            self.post_message(self.Here(self.here))

    def _measured(self) -> list[int]:
        """Return the cells that each column's widest text takes: looked at once, not at each key."""
        texts = (*self._lines, Line("", tuple(f"{each.title} ↓" for each in self._columns)))
        return [max(cell_len(line.cells[place]) for line in texts) for place in range(len(self._columns))]

    def _widths(self) -> list[int]:
        widths = list(self._widest)
        shared = sorted((place for place, each in enumerate(self._columns) if each.share), key=lambda at: -self._columns[at].share)
        left = self.size.width - 2 - GAP * (len(widths) - 1) - sum(widths) + sum(widths[place] for place in shared)
        shares = sum(self._columns[place].share for place in shared)
        for place in shared[:-1]:  # the last one takes what the others leave
            widths[place] = max(0, min(widths[place], left * self._columns[place].share // shares))
            left -= widths[place]
        for place in shared[-1:]:
            widths[place] = max(0, left)
        return widths


def _has(line: Line, words: Sequence[str]) -> bool:
    text = folded(" ".join(line.cells))
    return all(word in text for word in words)


def _in_columns(texts: Sequence[str], widths: Sequence[int]) -> str:
    fitted = (
        set_cell_size(text, width) if cell_len(text) <= width else f"{set_cell_size(text, max(0, width - 1))}…"
        for text, width in zip(texts, widths, strict=True)
    )
    return (" " * GAP).join(fitted)
