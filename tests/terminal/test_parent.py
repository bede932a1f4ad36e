"""The process that stays between the visits: it holds nothing of any, outlives each, and lets none outlive it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.closed.test_two_people import FIRST as SOMEBODY
from tests.closed.two_people import memory
from tests.filing import open_kiosk
from tests.terminal.driver import Terminal
from tests.terminal.journey import IDENTIFY, START, WELCOME, walk
from tests.terminal.places import FAILED, at_number, start
from tests.terminal.test_crash import CANNOT_WORK, MOMENT
from tests.terminal.test_ends_in_order import MODES, ensure_given_back
from tests.terminal.test_journey import environment
from tests.terminal.test_renewal import visit, wait_for_next
from tests.terminal.witness import lives, started_by


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    open_kiosk(tmp_path / "data").database.close()
    with start(tmp_path) as terminal:
        terminal.wait(WELCOME, 20)
        yield terminal


def held(pid: int) -> set[str]:
    """Return what of the somebody stands in a process's memory, freed or not."""
    canaries = SOMEBODY.canaries()
    return {name for piece in memory(pid) for name in canaries.plainly_in(piece)}


def kill_in_a_visit(terminal: Terminal) -> None:
    """Type something, and let the kernel end the process that it was typed into, as it does for want of memory."""
    serving = terminal.serving
    assert serving != terminal.pid
    at_number(terminal)
    terminal.type(SOMEBODY.number)
    terminal.settle()
    os.kill(serving, signal.SIGKILL)


def test_the_parent_holds_nothing_of_a_visit_while_it_lasts_or_afterwards(terminal: Terminal, tmp_path: Path) -> None:
    for _question in walk(
        terminal, tmp_path / "data" / "mail", until="¿Quién sale del Seguro Social Campesino?", instead=SOMEBODY.answers
    ):
        pass
    assert {"identity", "surnames", "telephone"} <= held(terminal.serving), "what is there is found"
    assert held(terminal.pid) == set()
    os.kill(terminal.serving, signal.SIGKILL)
    terminal.wait(FAILED, 20)
    go_on(terminal)
    assert held(terminal.pid) | held(terminal.serving) == set()


def test_a_visit_s_process_that_is_killed_is_followed_by_another_on_a_terminal_in_order(terminal: Terminal) -> None:
    modes, before = terminal.modes, terminal.serving
    terminal.take()
    kill_in_a_visit(terminal)
    terminal.wait(FAILED, 20)
    assert MOMENT in terminal.take()
    assert terminal.serving not in {before, terminal.pid}
    assert terminal.modes == modes
    go_on(terminal)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status(5) == 0
    ensure_given_back(terminal)


def go_on(terminal: Terminal) -> None:
    """See that a key is answered."""
    terminal.key("1")
    terminal.wait(START)


def test_three_that_are_killed_in_a_row_end_it_with_a_code_and_a_terminal_that_was_given_back(terminal: Terminal) -> None:
    for _time in range(2):
        kill_in_a_visit(terminal)
        terminal.wait(FAILED, 20)
    kill_in_a_visit(terminal)
    assert terminal.exit_status(10) == CANNOT_WORK
    ensure_given_back(terminal)


def test_a_visit_s_process_that_answers_nothing_is_taken_away_when_the_kiosk_is_told_to_end(terminal: Terminal) -> None:
    at_number(terminal)
    serving = terminal.serving
    os.kill(serving, signal.SIGSTOP)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status() == 0
    assert not lives(serving)
    ensure_given_back(terminal)


def test_when_the_parent_is_killed_the_visit_s_process_goes_with_it_and_gives_the_terminal_back(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    stays = ["sh", "-c", 'trap "" HUP; "$@"; cat', "sh", sys.executable, "-m", "screens"]
    with Terminal(stays, env=environment(tmp_path)) as terminal:
        terminal.wait(WELCOME, 20)
        at_number(terminal)
        assert terminal.modes & MODES == 0
        (parent,) = (each for each in started_by(terminal.pid) if started_by(each) and lives(each))
        visits = started_by(parent)
        os.kill(parent, signal.SIGKILL)
        killed = time.monotonic()
        while any(map(lives, visits)):
            assert time.monotonic() < killed + 10, "the process that served lives on"
            time.sleep(0.02)  # nothing tells when another's child ends, short of asking again
        terminal.until(lambda: IDENTIFY not in terminal.text, "the screen still stands there")
        ensure_given_back(terminal)


HANGS_AT_ITS_END = """
import sys, time
sys.argv = ["kiosk"]
from screens.apps import renewal
from screens.__main__ import main
renewal.LONGEST_REST, renewal.LONGEST_WAIT = 0.4, 0.2
async def hang(_renewal):
    time.sleep(60)
renewal.Renewal._wait_until_quiet = hang
sys.exit(main())
"""


def test_a_visit_s_process_that_hangs_at_its_end_holds_nobody_up(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    with Terminal([sys.executable, "-c", HANGS_AT_ITS_END], env=environment(tmp_path), forked=True) as terminal:
        terminal.wait(WELCOME, 20)
        visit(terminal)
        terminal.wait(FAILED, 10)
        go_on(terminal)


@pytest.mark.parametrize("is_over", [False, True])
def test_while_all_is_loaded_no_interrupt_ends_it_and_an_end_is_heard(tmp_path: Path, *, is_over: bool) -> None:
    open_kiosk(tmp_path / "data").database.close()
    with start(tmp_path, forked=False) as terminal:
        terminal.wait("Un momento, por favor…")
        terminal.signal(signal.SIGINT)
        if is_over:
            terminal.signal(signal.SIGTERM)
            assert terminal.exit_status(5) == 0
            ensure_given_back(terminal)
        else:
            terminal.wait(WELCOME, 20)


def test_a_demonstration_keeps_its_folder_from_visit_to_visit_and_takes_it_away_at_its_end(tmp_path: Path) -> None:
    with start(tmp_path, "--demo", KIOSK_DATA_DIR="") as terminal:
        terminal.wait(WELCOME, 20)
        serving = terminal.serving
        visit(terminal)
        wait_for_next(terminal, serving)
        assert len(list(tmp_path.glob("tmp/kiosk-demo-*"))) == 1
        terminal.key("ctrl+q")
        assert terminal.exit_status(5) == 0
    assert list(tmp_path.glob("tmp/kiosk-demo-*")) == []
