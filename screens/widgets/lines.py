"""What was said, a line each, to be read through and changed: arrows walk along the lines, Enter changes the one they stand on.

Papers stand side by side under their pictures; each is a line as the others are, to arrows, digits and touch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click, Key, Resize
from textual.geometry import Size
from textual.message import Message
from typing_extensions import override

from kiosk.domain.documents.document import Picture
from kiosk.locale import _
from screens.widgets.main import Main
from screens.widgets.picture import CellPicture
from screens.widgets.words import Words

LAST_DIGIT = 9
FIGURE, GAP, EDGES = 23, 1, 2
"""Cells of a picture's place among others, between two, and of the lines at its sides: a white page has no other edge."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `value` is what the screen gets, "" where it cannot be changed; `heading` stands above where a group begins.

    `figure` is the size in cells of the picture above it: lines with one stand side by side.
    """

    value: str
    label: str
    text: str
    detail: str = ""
    heading: str = ""
    figure: Size | None = None


class LineRow(Horizontal):
    """One line as it is drawn; `number` is the digit that opens it, 0 where none does."""

    def __init__(self, line: Line, number: int = 0) -> None:
        super().__init__(classes="line")
        self.line, self.number = line, number

    def compose(self) -> ComposeResult:
        """Lay out mark, label and text."""
        yield Words(self._mark(here=False), classes="line-mark")
        yield Words(self.line.label, classes="line-label")
        detail = (f"\n{self.line.detail}", "$dim") if self.line.detail else ""
        yield Words(Content.assemble((self.line.text, "bold"), detail), classes="line-text")

    def _mark(self, *, here: bool) -> str:
        return f"{'▸' if here else ' '}{self.number or ''}"

    def show(self, *, here: bool) -> None:
        """Draw it as the line where the keys act, or as another."""
        if here != self.has_class("-here"):
            self.set_class(here, "-here")
            self.query_one(".line-mark", Words).update(self._mark(here=here))


class FigureRow(LineRow):
    """A line that stands under its picture, beside others."""

    picture: Picture | None = None

    def show_picture(self, picture: Picture) -> None:
        """Show its picture, at once or as soon as it is laid out."""
        self.picture = picture
        for drawn in self.query(CellPicture):
            drawn.show(picture)

    def compose(self) -> ComposeResult:
        """Lay out the picture's place, and below it what it is and its state."""
        picture = CellPicture(self.picture)
        width, height = self.line.figure or Size(1, 1)
        picture.styles.width, picture.styles.height = width + EDGES, height
        yield picture
        with Horizontal(classes="caption"):
            yield Words(self._mark(here=False), classes="line-mark")
            yield Words(Content.assemble(f"{self.line.label}\n", (self.line.text, "bold")), classes="line-text")


class PictureLines(Vertical):
    """Lines with pictures, as many side by side as fit."""

    def __init__(self, rows: Sequence[LineRow]) -> None:
        super().__init__(*rows, classes="line-figures")

    def on_resize(self, event: Resize) -> None:
        """Fit the width."""
        self.styles.grid_size_columns = max(1, (event.size.width + GAP) // (FIGURE + GAP))


class Lines(Vertical, can_focus=True, inherit_bindings=False):
    """The lines. Walking beyond the last one leads on to the buttons, beyond the first one up to the question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-5)", show=False),
        Binding("pagedown", "move(5)", show=False),
        Binding("home", "move(-999)", show=False),
        Binding("end", "move(999)", show=False),
        Binding("enter,space", "pick_or_read_on", show=False),
        Binding("right", "pick", show=False),
    ]

    def __init__(self, lines: Sequence[Line], *, here: int | None = 0, numbered: bool = False) -> None:
        super().__init__(classes="lines -numbered" if numbered else "lines")
        self.lines = tuple(lines)
        self.numbered = numbered
        self.here = here
        """Which of the lines that can be changed is marked, from 0; None while they are only read."""
        self.walking = not numbered
        """Whether Enter changes the marked line: where one came back to it, Enter reads on until an arrow was pressed."""
        self.can_focus = any(line.value for line in lines)

    class Picked(Message):
        """A line is to be changed."""

        def __init__(self, lines: "Lines", value: str) -> None:
            super().__init__()
            self.lines, self.value = lines, value

        @property
        @override
        def control(self) -> "Lines":
            return self.lines

    @property
    def keys(self) -> str:
        """The keys, for the footer."""
        return _("↑ ↓ mover · Enter cambiar") if self.walking else _("Enter seguir leyendo · ↓ elegir una línea")

    def compose(self) -> ComposeResult:
        """Lay out headings and lines, those with pictures side by side."""
        changed = [line for line in self.lines if line.value][:LAST_DIGIT] if self.numbered else []
        for pictured, group in groupby(self.lines, lambda line: line.figure is not None):
            row = FigureRow if pictured else LineRow
            rows = [row(line, changed.index(line) + 1 if line in changed else 0) for line in group]
            if pictured:
                yield PictureLines(rows)
                continue
            rows[0].set_class(rows[0].line is self.lines[0] and not rows[0].line.heading, "-first")
            for each in rows:
                if each.line.heading:
                    yield Words(each.line.heading, classes="line-heading")
                yield each

    def show_pictures(self, pictures: Mapping[str, Picture]) -> None:
        """Show pictures, by their lines' values, in the places that are kept for them."""
        for row in self.query(FigureRow):
            if row.line.value in pictures:
                row.show_picture(pictures[row.line.value])

    def on_mount(self) -> None:
        """Show where the keys act."""
        self._draw()

    def action_move(self, steps: int) -> None:
        """Walk along the lines."""
        last = len(self._rows()) - 1
        main, self.walking = self.screen.query_one(Main), True
        if self.here is None:
            self._begin(main)
        elif self.here >= last and steps == 1:
            self._walk_on(main)
        elif self.here == 0 and steps < 0:
            main.scroll_home(animate=False)
        else:
            self.here = min(max(self.here + steps, 0), last)
            self._draw()

    def _begin(self, main: Main) -> None:
        """Stand on the first line that is in sight."""
        rows = self._rows()
        self.here = next((place for place, row in enumerate(rows) if row.region.y >= main.region.y), 0)
        self._draw()

    def _walk_on(self, main: Main) -> None:
        """Show what stands below the lines, then go to the primary button."""
        if main.more_below:
            main.scroll_relative(y=3, animate=False)
        else:
            self.screen.query_one("Button.-primary").focus()

    def action_pick_or_read_on(self) -> None:
        """Change the marked line where one walks along them; else show what comes below, and at the end go to the button."""
        if self.walking:
            self.action_pick()
            return
        main = self.screen.query_one(Main)
        if main.more_below:
            main.scroll_relative(y=self._page(main), animate=False, immediate=True)
        if not main.more_below:
            self.screen.query_one("Button.-primary").focus()

    def _page(self, main: Main) -> int:
        """Return the rows to the first line, picture or sentence that is not whole in sight, or the heading just above it."""
        parts = [each for each in self.screen.query("#column > Words, .line, .line-heading, .points .fact") if each.region]
        cut = next((at for at, each in enumerate(parts) if each.region.bottom > main.region.bottom), None)
        if cut is None:
            return main.region.height
        top = parts[cut - 1] if cut and parts[cut - 1].has_class("line-heading") else parts[cut]
        rows = top.region.y - main.region.y
        return rows if 0 < rows <= main.region.height else main.region.height

    def on_key(self, event: Key) -> None:
        """Open a line by its digit."""
        rows = self._rows()
        if self.numbered and event.character and event.character in "123456789" and int(event.character) <= len(rows):
            event.stop()
            self.here = int(event.character) - 1
            self._draw()
            self.action_pick()

    def action_pick(self) -> None:
        """Tell the screen which line is to be changed."""
        if self.here is not None:
            self.post_message(self.Picked(self, self._rows()[self.here].line.value))

    def on_click(self, event: Click) -> None:
        """Pick by touch or mouse."""
        around = event.widget.ancestors_with_self if event.widget else ()
        row = next((each for each in around if isinstance(each, LineRow)), None)
        if row is not None and row.line.value:
            event.stop()
            self.here = self._rows().index(row)
            self._draw()
            self.action_pick()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - textual's signature
        """Show or hide where the keys act; a handler of the focus event itself would still see the state before."""
        super().watch_has_focus(has_focus)
        self._draw()

    def _rows(self) -> list[LineRow]:
        return [row for row in self.query(LineRow) if row.line.value]

    def _draw(self) -> None:
        rows = self._rows()
        if self.here is not None:
            self.here = min(self.here, max(0, len(rows) - 1))
        for place, row in enumerate(rows):
            here = self.has_focus and place == self.here
            row.show(here=here)
            if here and place:
                self.call_after_refresh(row.scroll_visible, animate=False)
            elif here:
                self.call_after_refresh(self._from_the_top, row)
        if self.is_attached:
            self.screen.refresh_bindings()  # what Enter does may be another

    def _from_the_top(self, row: LineRow) -> None:
        """Show all that stands above the first of the lines that can be changed, as far as that line stays in sight."""
        self.screen.query_one(Main).scroll_home(animate=False)
        self.call_after_refresh(row.scroll_visible, animate=False)
