"""Whatever is typed, touched, pasted or signalled, the kiosk stays: nothing ends it, nothing is started, nothing shows a trace."""

import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.filing import open_kiosk
from tests.terminal import hostile, stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import CONSENT, DELIBERATE, WELCOME, walk
from tests.terminal.places import PLACES, catch_up, go_home, left_outside, probe, start
from tests.terminal.test_journey import check_what_was_filed, finish, step
from tests.terminal.witness import programs_of, said_to_the_terminal

OUTLIVED = [
    getattr(signal, f"SIG{name}")
    for name in ("INT", "QUIT", "TSTP", "CONT", "WINCH", "USR1", "USR2", "ALRM", "PIPE", "TTIN", "TTOU")
]

MOST = tuple(group for group in hostile.GROUPS if group != "floods")
SOME = ("every key", "pastes")
"""What is sent where something is typed; everything is sent to every place by `make soak`."""
_WITH_PARENT = "setpriv --pdeathsig KILL -- "
_ALONE = f"unshare --user --net -- {_WITH_PARENT}"
_AS_ROOT = f"setpriv --no-new-privs --inh-caps=-all --bounding-set=-all -- {_ALONE}"
_CONFINED = ("", _WITH_PARENT, _ALONE, _AS_ROOT)
"""The words before a program that reads letters, as one after the other is taken off."""
LIMITS = re.compile(r"prlimit (--[a-z]+=\d+ )+-- ")
"""What stands before all of them, until it has set its limits."""
STARTED = (sys.executable, *(before + program for before in _CONFINED for program in ("tesseract", "true")))
"""What a kiosk with a folder for a printer starts: its own children, what reads letters, and the try whether it can be confined."""


def ensure_nothing_happened(terminal: Terminal, folder: Path, programs: set[str]) -> None:
    """Hold what was started, left and said against what a kiosk may."""
    others = {each for each in programs if not LIMITS.sub("", each).startswith(STARTED)}
    assert not others, others
    assert left_outside(folder) == []
    assert said_to_the_terminal(bytes(terminal.written)) == []
    log = folder / "data" / "log" / "kiosk.log"
    assert "screen_failed" not in (log.read_text(encoding="utf-8") if log.exists() else "")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Start a kiosk, watch it, and hold everything against what it may do."""
    open_kiosk(tmp_path / "data").database.close()
    with start(tmp_path) as terminal, programs_of(terminal) as programs:
        terminal.wait(WELCOME)
        probe(terminal)
        yield terminal
        go_home(terminal)
        probe(terminal)
        ensure_nothing_happened(terminal, tmp_path, programs)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status(5) == 0


@pytest.mark.parametrize(("place", "groups"), [("welcome", MOST), ("complaint", SOME)])
def test_nothing_that_is_typed_touched_or_pasted_leads_out(terminal: Terminal, place: str, groups: Sequence[str]) -> None:
    for group in groups:
        PLACES[place](terminal)
        for each in hostile.GROUPS[group]():
            terminal.send(each)
        go_home(terminal)


def test_windows_of_any_size_signals_and_what_means_nothing_change_no_step_of_a_visit(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    stick.fill(tmp_path / "stick")
    with start(tmp_path) as terminal, programs_of(terminal) as programs:
        terminal.wait(WELCOME)
        for number, question in enumerate(walk(terminal, tmp_path / "data" / "mail")):
            stands = f"Paso {step(terminal)} de" if step(terminal) else question.question  # the text may be scrolled afterwards
            for columns, rows in ((1, 1), hostile.SIZES[number % len(hostile.SIZES)], (80, 24)):
                terminal.resize(columns, rows)
                terminal.signal(OUTLIVED[number % len(OUTLIVED)])
                terminal.settle(0.05)
            terminal.wait(stands)
            catch_up(terminal)
            terminal.until(lambda: not terminal.shows("Leyendo el número"), "a document is still being read", 20)
            before = at_rest(terminal)
            for each in OUTLIVED:
                terminal.signal(each)
            terminal.send(b"".join(hostile.SILENT))
            terminal.settle(0.1)
            assert without_time(terminal.text) == before
            terminal.settle(DELIBERATE if question.question == CONSENT else 0)
        finish(terminal)
        probe(terminal)
        ensure_nothing_happened(terminal, tmp_path, programs)
    check_what_was_filed(tmp_path)


def test_a_terminal_that_takes_nothing_for_a_while_goes_on_afterwards(terminal: Terminal) -> None:
    for _key in range(400):  # each is drawn, and nobody reads it
        terminal.key("down")
        time.sleep(0.005)  # the program must draw between them, and nothing but its own reader could tell when
    for number in OUTLIVED:
        terminal.signal(number)
    time.sleep(2)


def at_rest(terminal: Terminal) -> str:
    """Return the screen without the time once it stays as it is: the last line of it may come late."""
    before = ""
    for _look in range(40):
        now = without_time(terminal.text)
        if now == before:
            break
        before = now
        terminal.settle(0.3)
    return before


def without_time(text: str) -> str:
    """Return a screen without what changes by itself."""
    return re.sub(r"\d\d:\d\d( \(hora no verificada\))?| *Un momento.*", "", text)
