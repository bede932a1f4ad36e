"""What stands on the terminal, cell by cell, so that only what has changed is sent.

Textual paints a whole screen four or five times while it is being shown, and again whenever the focus moves: 30 kB a question
(6 kB now), 540 bytes a key (112). A new screen is sent whole once, which also mends what others have written over the old one.

A picture in pixels is cells, too: blanks that bear its number and their row (`tile`). While all of them stand there the picture is
drawn over them; as soon as one does not, because the screen is another, scrolls, or something lies over it, all are blanks again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer

from screens.terminal.pixels import MADE, Pixels

Cell = tuple[str, Style | None]
NEAR = 8
"""Unchanged cells that are sent along between two changes: moving the cursor costs as many bytes."""

RESTED = 0.1
"""Seconds after which a window that is being changed has its size, and a hand that types rests."""
HEALS_EVERY = 60.0
"""Seconds after which all is sent again: nobody tells what another program, as the kernel, has written over the screen."""


Placed = tuple[Pixels, int, int]
"""A picture, and the column and row where its first cell stands."""
_TILE = "tile"


def tile(pixels: Pixels, row: int) -> Style:
    """Return the style of the blanks over which a row of a picture's cells is drawn."""
    return Style(meta={_TILE: (pixels.number, row)})


@lru_cache(maxsize=512)
def _tile_of(style: Style | None) -> tuple[int, int] | None:
    found: tuple[int, int] | None = style.meta.get(_TILE) if style else None
    return found


class Changes(CompositorUpdate):
    """The runs of cells that are to be sent: column, row, and what stands there; what goes before them, and a picture upon them."""

    def __init__(self, runs: list[tuple[int, int, Strip]], before: str = "", placed: Placed | None = None) -> None:
        self.runs, self.before, self.placed = runs, before, placed

    def render_segments(self, console: Console) -> str:
        """Return the runs as terminal sequences."""
        cells = "".join(f"{Control.move_to(x, y)}{strip.render(console)}" for x, y, strip in self.runs)
        if self.placed is None:
            return self.before + cells
        pixels, x, y = self.placed
        return f"{self.before}{cells}{Control.move_to(x, y)}{pixels.sent}"


class Shown:
    """The cells that the terminal shows now."""

    def __init__(self, fading: Placed | None = None) -> None:
        self._owner: object = None
        self._cells: dict[tuple[int, int], Cell] = {}
        self._tiles: dict[tuple[int, int], tuple[int, int]] = {}
        """Of a picture's cells, its number and their row."""
        self._placed: Placed | None = None
        self._fading = fading
        """The picture that stood there before all is sent again."""

    def changes(self, update: CompositorUpdate, owner: object) -> CompositorUpdate:
        """Return what of an update is not on the terminal yet, and note it as shown; all of it when `owner` is another."""
        if not isinstance(update, LayoutUpdate | ChopsUpdate):
            return update
        if owner != self._owner:
            self._owner, self._cells, self._tiles = owner, {}, {}
        runs: list[tuple[int, int, Strip]] = []
        for x, y, strip in _pieces(update):
            cells = list(_cells(strip))
            for start, end in self._changed(x, y, cells):
                runs.append((x + start, y, _strip(cells[start:end])))
            self._cells.update({(x + place, y): cell for place, cell in enumerate(cells)})
            self._note_tiles(x, y, cells)
        before, self._placed = self._placed, self._find_placed()
        if self._placed == before and not self._fading:
            return Changes(runs)
        stood, self._fading = before or self._fading, None
        return Changes(runs, stood[0].gone if stood else "", self._placed)

    @property
    def standing(self) -> Placed | None:
        """The picture that the terminal shows."""
        return self._placed or self._fading

    def _note_tiles(self, x: int, y: int, cells: list[Cell]) -> None:
        """Note which cells are a picture's."""
        if not (MADE or self._tiles):
            return
        for place, (_letter, style) in enumerate(cells):
            if found := _tile_of(style):
                self._tiles[x + place, y] = found
            elif self._tiles:
                self._tiles.pop((x + place, y), None)

    def _find_placed(self) -> Placed | None:
        """Return the picture all of whose cells stand there, each in its place."""
        rows: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for place, found in self._tiles.items():
            rows[found].append(place)
        for number in {number for number, _row in rows}:
            pixels = MADE.get(number)
            if pixels is None or (number, 0) not in rows:
                continue
            left, top = min(rows[number, 0])
            wanted = range(left, left + pixels.columns)
            if all(sorted(rows.get((number, row), ())) == [(column, top + row) for column in wanted] for row in range(pixels.rows)):
                return pixels, left, top
        return None

    def _changed(self, x: int, y: int, cells: list[Cell]) -> Iterator[tuple[int, int]]:
        """Give start and end of each run that differs, near ones as one; a wide letter is never cut in two."""
        start = end = -1
        for place, cell in enumerate(cells):
            if self._cells.get((x + place, y)) == cell:
                continue
            if start >= 0 and place - end > NEAR:
                yield start, end
                start = -1
            if start < 0:
                start = place - 1 if not cell[0] and place else place
            end = place + 2 if place + 1 < len(cells) and not cells[place + 1][0] else place + 1
        if start >= 0:
            yield start, end


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Iterable[Segment]]]:
    """Give column, row and content of each piece that an update would send."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield update.region.x, y, [segment for strip in line for segment in strip]
        return
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= x2 and end > x1:
                yield x, y, strip if x1 <= x and end <= x2 else strip.crop(0, min(end, x2) - x)


def _cells(segments: Iterable[Segment]) -> Iterator[Cell]:
    """Give cell after cell; the second half of a wide letter is an empty one, and what has no width joins the letter before."""
    for text, style, _control in segments:
        if text.isascii():
            yield from ((letter, style) for letter in text)
            continue
        letters: list[str] = []
        for letter in text:
            width = cell_len(letter)
            if width:
                letters += [letter] + [""] * (width - 1)
            elif letters:
                letters[-1 if letters[-1] else -2] += letter
        yield from ((letter, style) for letter in letters)


def _strip(cells: list[Cell]) -> Strip:
    """Join neighbours of one style."""
    return Strip(
        [Segment("".join(letter for letter, _ in same), style) for style, same in groupby(cells, key=lambda cell: cell[1])]
    )


class SparingApp(App[None], inherit_bindings=False):
    """An application that sends only what has changed."""

    _shown: Shown | None = None
    _rests: Timer | None = None

    def on_mount(self) -> None:
        """Mend what others have written over the screen."""
        self.set_interval(HEALS_EVERY, self.heal)

    def heal_console(self, event: events.Event) -> None:
        """Mend it at any key as well, on the raw console: the kernel writes there, and no line has to carry it."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.native_ansi_color:
            self.heal()

    def heal(self) -> None:
        """Send all again as soon as nothing is being typed or put together."""
        if self._shown is not None:
            self._later()

    def on_resize(self) -> None:
        """Send all again once the window keeps its size: it may have been another for a moment, and has lost what did not fit."""
        if self._shown is not None:  # else nothing was sent yet that could be lost: the size that it begins with is told twice
            self._later()

    def _later(self) -> None:
        if self._rests is not None:
            self._rests.stop()
        self._rests = self.set_timer(RESTED, self._rest)

    def _rest(self) -> None:
        """Send it when the screen has been laid out for the new size, and nothing else is being put together."""
        if self._batch_count or self.screen.size != self.size:
            self._rests = self.set_timer(RESTED, self._rest)
        else:
            self.paint_anew()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - textual's own
        """Send of a picture what is not there yet."""
        if isinstance(renderable, CompositorUpdate) and not (self.is_headless or self._batch_count):
            self._shown = self._shown or Shown()
            renderable = self._shown.changes(renderable, (screen, self.size))
        super()._display(screen, renderable)

    def paint_anew(self) -> None:
        """Send the whole screen and what lies beneath it: the terminal was wiped, and shows nothing of what it was sent."""
        self._shown = Shown(self._shown.standing if self._shown else None)
        whole = self.screen._compositor.render_update(full=True, screen_stack=self._background_screens)  # noqa: SLF001 - no public way
        self._display(self.screen, whole)
