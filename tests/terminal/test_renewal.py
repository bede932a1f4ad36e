"""After a visit a new process stands in the place of the old one: on the same terminal, no key lost, nothing left running."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.filing import open_kiosk
from tests.terminal.driver import SEEN, Terminal
from tests.terminal.journey import START, WELCOME, walk
from tests.terminal.places import HELP, SETTLED, at_number, catch_up, probe, start
from tests.terminal.test_ends_in_order import end, ensure_given_back
from tests.terminal.witness import lives, started_by

CANNOT_WORK = 3
NOTICE, TYPED = "Antes de empezar", "2500000019"


def wait_for_next(terminal: Terminal, before: int) -> None:
    """Wait until another process than `before` serves."""
    terminal.until(lambda: terminal.serving not in {before, terminal.pid}, "the process is the old one", 20)


def visit(terminal: Terminal) -> None:
    """Type a number, and go home."""
    at_number(terminal)
    terminal.type(TYPED)
    terminal.settle(SETTLED)
    for before in (NOTICE, START, WELCOME):
        terminal.key("escape")
        terminal.wait(before)
        terminal.settle(0 if before == WELCOME else SETTLED)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    open_kiosk(tmp_path / "data").database.close()
    with start(tmp_path) as terminal:
        terminal.wait(WELCOME)
        yield terminal


def test_after_a_visit_the_process_is_another_and_the_terminal_is_given_back_as_it_was(terminal: Terminal) -> None:
    before, opened = terminal.modes, list[list[str]]()
    for _visit in range(3):
        serving = terminal.serving
        visit(terminal)
        wait_for_next(terminal, serving)
        probe(terminal)
        assert terminal.modes == before
        opened.append(sorted(str(each.readlink()) for each in Path(f"/proc/{terminal.serving}/fd").iterdir()))
        catch_up(terminal)
        assert not any(not lives(each) for each in started_by(terminal.pid)), "an ended child that nobody has asked about"
    devices = [[each for each in links if each.startswith("/dev/")] for links in opened]
    assert devices[0] == devices[-1], "what is handed on stays as it was; database and children open as many as they need"
    end(terminal, "SIGTERM")
    ensure_given_back(terminal)


def test_keys_that_are_pressed_meanwhile_reach_the_new_process_in_their_order(terminal: Terminal) -> None:
    serving = terminal.serving
    visit(terminal)
    terminal.key("5")
    terminal.wait(HELP, 20)
    assert terminal.serving != serving
    terminal.key("escape")
    terminal.wait_gone(HELP)
    terminal.settle(SEEN)  # what the help has uncovered is a screen that nobody has seen yet
    visit(terminal)
    terminal.key("4")
    terminal.wait("Número de trámite", 20)


def test_whoever_only_looks_around_leaves_nothing_and_no_process_is_changed(terminal: Terminal) -> None:
    serving = terminal.serving
    for key, then in (("enter", START), ("enter", NOTICE), ("escape", START), ("escape", WELCOME)):
        terminal.key(key)
        terminal.wait(then)
        terminal.settle(SETTLED)
    probe(terminal)
    catch_up(terminal)
    assert terminal.serving == serving


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_told_to_end_while_it_changes_it_ends(terminal: Terminal, name: str) -> None:
    visit(terminal)
    time.sleep(random.uniform(0, 1))  # noqa: S311 - the change takes about a second; nothing tells a test how far it is
    family = started_by(terminal.pid)
    terminal.signal(getattr(signal, name))
    assert terminal.exit_status() == 0
    ensure_given_back(terminal)
    terminal.until(lambda: not any(map(lives, family)), "something was left running", 2)


def test_no_slip_of_whoever_walked_away_lies_there_for_the_next(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    idle = {"KIOSK_LIMITS__IDLE_SECONDS": "8", "KIOSK_LIMITS__WARNING_SECONDS": "2"}
    with start(tmp_path, forked=True, **idle) as terminal:
        terminal.wait(WELCOME)
        serving = terminal.serving
        for _question in walk(terminal, tmp_path / "data" / "mail", until="¿A qué teléfono le pueden llamar?"):
            pass
        terminal.wait("¿Necesita más tiempo?", 30)
        terminal.wait(WELCOME, 30)
        wait_for_next(terminal, serving)
        probe(terminal)
    assert list((tmp_path / "data").glob("printed/*.pdf")) == [], "who had asked for none gets none, nor does the next"


def test_settings_that_are_broken_by_then_are_told_on_a_terminal_that_was_given_back(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[limits]\n")
    with start(tmp_path, "--config", str(settings)) as terminal:
        terminal.wait(WELCOME)
        before = terminal.modes
        settings.write_text('[limits]\nidle_seconds = "siempre"\n')
        visit(terminal)
        assert terminal.exit_status(10) == CANNOT_WORK
        assert "idle_seconds" in terminal.text
        assert WELCOME not in terminal.text
        assert terminal.modes != before
