"""What is sent sparingly must look, on the terminal, exactly as if all of it had been sent."""

import io

import pyte
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from screens.terminal.changed_cells import Shown

WIDTH, HEIGHT = 16, 4
CONSOLE = Console(file=io.StringIO(), force_terminal=True, color_system="256", width=WIDTH, height=HEIGHT)
STYLES = [Style.parse("white on black"), Style.parse("bold white on black"), Style.parse("yellow on blue")]
TEXTS = st.lists(st.sampled_from(["a", "b", "ñ", " ", "界", "n\u0303"]), max_size=6).map("".join)
LINES = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=5)


def _strip(parts: list[tuple[str, Style]], width: int) -> Strip:
    # The last column stays blank: pyte wraps there before it looks whether a letter has a width at all.
    written = Strip([Segment(text, style) for text, style in parts]).adjust_cell_length(width - 1, STYLES[0])
    return written.adjust_cell_length(width, STYLES[0])


def _whole(lines: list[list[tuple[str, Style]]]) -> LayoutUpdate:
    return LayoutUpdate([[_strip(line, WIDTH)] for line in lines], Region(0, 0, WIDTH, len(lines)))


def _part(y: int, x: int, parts: list[tuple[str, Style]]) -> ChopsUpdate:
    chops = [{x: _strip(parts, WIDTH - x)} if row == y else {0: None} for row in range(HEIGHT)]
    return ChopsUpdate(chops, [(y, x, WIDTH)], [[WIDTH] for _ in range(HEIGHT)])


def _picture(updates: list[str]) -> list[list[object]]:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed("".join(updates))
    return [[screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


def _rows(text: str) -> LayoutUpdate:
    return _whole([[(text, STYLES[0])]] * HEIGHT)


PICTURES = st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT).map(_whole)
PARTS = st.builds(_part, st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 2), LINES)


@settings(max_examples=60, deadline=None)  # the machine may be busy
@given(st.lists(PICTURES | PARTS, min_size=1, max_size=6))
@example([_rows("n\u0303界"), _rows("n\u0303n\u0303界界")])  # as many letters as cells, and none where it seems
def test_the_terminal_looks_as_if_everything_had_been_sent(updates: list[CompositorUpdate]) -> None:
    blank = _whole([[]] * HEIGHT)
    shown = Shown()
    everything = [each.render_segments(CONSOLE).replace("\n", "\r\n") for each in [blank, *updates]]
    sparing = [shown.changes(each, "screen").render_segments(CONSOLE) for each in [blank, *updates]]
    assert _picture(sparing) == _picture(everything)


def test_what_stands_there_already_is_not_sent_again() -> None:
    shown, update = Shown(), _whole([[("abc", STYLES[1])]] * HEIGHT)
    first = shown.changes(update, "screen").render_segments(CONSOLE)
    again = shown.changes(update, "screen").render_segments(CONSOLE)
    assert first.count("abc") == HEIGHT
    assert again == ""


def test_one_letter_more_costs_one_letter() -> None:
    shown = Shown()
    shown.changes(_whole([[("abc", STYLES[1])]] * HEIGHT), "screen")
    more = shown.changes(_whole([[("abcd", STYLES[1])]] * HEIGHT), "screen").render_segments(CONSOLE)
    assert more.count("d") == HEIGHT
    assert "a" not in more


def test_another_screen_is_sent_whole() -> None:
    shown, update = Shown(), _whole([[("abc", STYLES[1])]] * HEIGHT)
    first = shown.changes(update, "one").render_segments(CONSOLE)
    assert shown.changes(update, "other").render_segments(CONSOLE) == first
