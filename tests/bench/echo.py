"""From a key to its echo: digits typed into the first field of the kiosk, and of the smallest app, one here and one there."""

import time
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.comparison import Row, percentile, seconds
from tests.bench.programs import start_kiosk, start_smallest
from tests.terminal.driver import Terminal
from tests.terminal.journey import IDENTIFY, walk

KEYS = 300
"""Pairs of a digit and a backspace."""
MOST = 1.3


def _echo(terminal: Terminal, key: str) -> float:
    """Press a key and return the seconds until the screen was another."""
    before = _seen(terminal)
    start = time.perf_counter()
    terminal.key(key)
    return terminal.until(partial(_differs, terminal, before), f"{key} had no echo") - start


def _differs(terminal: Terminal, before: str) -> bool:
    return _seen(terminal) != before


def _seen(terminal: Terminal) -> str:
    """Return what the screen shows, the kiosk's two lines with its clock left out: a new minute is no echo."""
    return terminal.text.split("\n", 2)[2] if terminal.shows("Paso 3 de 8") else terminal.text


def measure(folder: Path) -> list[Row]:
    """Compare median and 99th percentile; both programs run all the while, and are asked in turn."""
    with start_kiosk(folder / "data") as kiosk, start_smallest(folder) as smallest:
        for _ in walk(kiosk, folder, until=IDENTIFY):
            pass
        smallest.wait("Continuar")
        for terminal in (kiosk, smallest):
            terminal.settle(quiet=1.5)
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(KEYS):
            for key in ("5", "backspace"):
                sides = [(kiosk, ours), (smallest, theirs)]
                for terminal, times in sides if number % 2 else reversed(sides):
                    times.append(_echo(terminal, key))
    rows = []
    for name, mine, other in (
        ("p50", median(ours), median(theirs)),
        ("p99", percentile(ours, 99), percentile(theirs, 99)),
    ):
        ratio = mine / other
        rows.append(
            Row(f"key to echo, {name}", "smallest Textual app", seconds(mine), seconds(other), ratio, f"≤ {MOST:g}×", ratio <= MOST)
        )
    return rows
