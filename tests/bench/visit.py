"""A whole visit at 80 × 24: the memory that the kiosk holds at its end, and the bytes that it sent on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.comparison import Row
from tests.bench.programs import start_kiosk, start_smallest
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import IDENTIFY, QUIET, walk

VISITS = 7
MOST_MEMORY = 3
MOST_PAINT, MOST_KEY = 8_000, 1_500


@contextmanager
def _kiosk(folder: Path) -> Iterator[Terminal]:
    stick.fill(folder / "memoria")
    with start_kiosk(folder, "--demo") as terminal:
        yield terminal


def memory(folder: Path) -> list[Row]:
    """Compare the resident memory at the receipt with that of the smallest app, the very first start apart."""
    ours, theirs = [], []
    for number in range(VISITS):
        data = folder / str(number)
        with _kiosk(data) as terminal:
            for _ in walk(terminal, data / "mail", until=IDENTIFY):
                pass
        with _kiosk(data) as terminal:
            for _ in walk(terminal, data / "mail"):
                pass
            terminal.settle(QUIET)
            ours.append(terminal.resident())
        with start_smallest(folder) as terminal:
            terminal.wait("Continuar")
            terminal.type("9900000010")
            terminal.settle(QUIET)
            theirs.append(terminal.resident())
    mine, other = sorted(ours)[VISITS // 2], sorted(theirs)[VISITS // 2]
    ratio = mine / other
    figures = _mib(mine), _mib(other), ratio, f"≤ {MOST_MEMORY}×", ratio <= MOST_MEMORY
    return [Row("memory at the receipt", "smallest Textual app", *figures)]


def traffic(folder: Path) -> list[Row]:
    """Count the bytes of a visit, screen by screen and key by key."""
    with _kiosk(folder) as terminal:
        paints = list(walk(terminal, folder / "mail", quiet=2 * QUIET, by_key=True))
        everything = len(terminal.written)
    largest = max(paints, key=lambda paint: paint.first)
    key, where = max((max(paint.keys, default=0), paint.question) for paint in paints)
    return [
        Row("bytes of a whole visit", "–", f"{everything:,} B", f"{len(paints)} screens", None, "report", None),
        _bytes(f"largest first paint («{largest.question}»)", largest.first, MOST_PAINT),
        _bytes(f"largest key («{where}»)", key, MOST_KEY),
    ]


def _bytes(what: str, count: int, most: int) -> Row:
    return Row(what, "–", f"{count:,} B", "", None, f"< {most:,} B", count < most)


def _mib(count: int) -> str:
    return f"{count / 2**20:.0f} MiB"
