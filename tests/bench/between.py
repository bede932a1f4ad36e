"""Between two people: how soon the next finds the welcome painted and ready for a key, and how soon a first Enter is answered."""

import time
from pathlib import Path
from statistics import median

from tests.bench.comparison import Row, seconds
from tests.bench.programs import start_kiosk
from tests.terminal.driver import SEEN, Terminal
from tests.terminal.journey import START, WELCOME
from tests.terminal.places import HELP, at_number

VISITS = 7
QUIET = 1.0
"""Seconds of silence after which nothing of what was before is still being done."""
MOST_CHANGE = 0.15
MOST_ENTER = 0.3


def measure(folder: Path) -> list[Row]:
    """Time visits that type something and end on the start page, each with its end and the first key of whoever comes next."""
    changes, first_of_start, first_of_visit = list[float](), list[float](), list[float]()
    with start_kiosk(folder / "data") as terminal:
        terminal.wait(WELCOME)
        terminal.settle(QUIET)
    for _visit in range(VISITS):
        with start_kiosk(folder / "data") as terminal:
            terminal.wait(WELCOME)
            time.sleep(SEEN)  # nobody presses a key sooner
            first_of_start.append(_answered(terminal, "\r", START))
            _leave_after_typing(terminal)
            changes.append(_key_to_help(terminal, "\r"))
            terminal.settle(QUIET)
            terminal.key("escape")
            terminal.wait_gone(HELP)
            terminal.settle(QUIET)
            changes[-1] -= _answered(terminal, "5", HELP)
            terminal.key("escape")
            terminal.wait_gone(HELP)
            terminal.settle(QUIET)
            terminal.key("1")
            _leave_after_typing(terminal)
            terminal.type("\r")
            terminal.wait(WELCOME)
            first_of_visit.append(_answered(terminal, "\r", START))
    return [
        _row("after a visit: last key to the welcome ready for a key", changes, MOST_CHANGE),
        _row("the first Enter after a start, to its screen", first_of_start, MOST_ENTER),
        _row("the first Enter of whoever comes next, to its screen", first_of_visit, MOST_ENTER),
    ]


def _leave_after_typing(terminal: Terminal) -> None:
    """From the start page, type a number, and go back as far as one Enter leads home."""
    terminal.wait(START)
    terminal.key("escape")
    terminal.wait(WELCOME)
    terminal.settle(QUIET)
    at_number(terminal)
    terminal.type("2500000019")
    for before in ("Antes de empezar", START):
        terminal.settle(0.2)
        terminal.key("escape")
        terminal.wait(before)
    terminal.settle(QUIET)
    terminal.key("shift+tab")
    terminal.settle(QUIET)


def _key_to_help(terminal: Terminal, key: str) -> float:
    """Return the seconds from the key that leads home to the help that is asked for as soon as the welcome stands."""
    pressed = time.perf_counter()
    terminal.type(key)
    terminal.wait(WELCOME)
    terminal.type("5")
    return terminal.wait(HELP, 60) - pressed


def _answered(terminal: Terminal, key: str, shown: str) -> float:
    pressed = time.perf_counter()
    terminal.type(key)
    return terminal.wait(shown, 60) - pressed


def _row(what: str, took: list[float], most: float) -> Row:
    middle = median(took)
    return Row(what, "–", seconds(middle), f"at most {seconds(max(took))}", None, f"≤ {seconds(most)}", middle <= most)
