"""The raw console (TERM=linux): a bold dark letter comes out bright, and the kernel writes over what stands there."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaded import PROGRAM
from tests.screens.test_themes import contrast
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import walk
from tests.terminal.places import PLACES, start
from tests.terminal.test_journey import environment

MESSAGE = b"\x1b7\x1b[20;1H[  712.401337] usb 1-1: USB disconnect, device number 4\x1b8"
"""As the kernel writes it: wherever it likes."""


def unreadable(terminal: Terminal) -> list[str]:
    """Return what the console shows at less than 7:1, letters and digits with their two colours."""
    return [f"{letter} {ink} on {ground}" for letter, ink, ground in terminal.console_cells() if contrast(ink, ground) < 7]


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Terminal]:
    with start(tmp_path, TERM="linux") as terminal:
        terminal.wait("Aquí puede pedir")
        terminal.settle()
        yield terminal


@pytest.mark.parametrize("place", PLACES)
def test_what_has_the_focus_can_be_read_on_the_console(console: Terminal, place: str) -> None:
    PLACES[place](console)
    for key in ("", "tab", "tab", "shift+tab", "a"):
        console.key(*([key] if key else []))
        console.settle()
        assert not unreadable(console), console.text


def test_every_question_of_a_filing_can_be_read_on_the_console(tmp_path: Path) -> None:
    stick.fill(tmp_path / "stick")
    with Terminal(PROGRAM, term="linux", env=environment(tmp_path), forked=True) as terminal:
        for paint in walk(terminal, tmp_path / "data" / "mail"):
            assert not unreadable(terminal), (paint.question, terminal.text)


def test_a_bold_dark_letter_is_seen_as_the_console_shows_it() -> None:
    with Terminal(["/bin/sh", "-c", r"printf '\033[1;30;47mA\033[0;30;47mB'; exec cat"], term="linux") as terminal:
        terminal.wait("AB")
        assert [contrast(ink, ground) < 7 for _letter, ink, ground in terminal.console_cells()] == [True, False]


def test_what_the_kernel_writes_over_a_screen_is_gone_at_the_next_key(console: Terminal) -> None:
    console.overwrite(MESSAGE)
    assert console.shows("USB disconnect")
    console.key("a")  # it means nothing here, and changes no cell
    console.wait_gone("USB disconnect", 2)


def test_on_any_other_terminal_it_is_gone_within_a_minute(tmp_path: Path) -> None:
    soon = "import screens.terminal.changed_cells as s; s.HEALS_EVERY = 0.5; from screens.__main__ import run; run([])"
    with Terminal([sys.executable, "-c", soon], env=environment(tmp_path), forked=True) as terminal:
        terminal.wait("Aquí puede pedir")
        terminal.settle()
        terminal.overwrite(MESSAGE)
        assert terminal.shows("USB disconnect")
        terminal.wait_gone("USB disconnect")
