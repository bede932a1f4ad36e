"""A whole visit at 80 × 24: the memory that all its processes hold at its end, and the bytes that it sent on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.bench.assist import held
from tests.bench.comparison import Row
from tests.bench.programs import start_kiosk, start_smallest
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import IDENTIFY, QUIET, walk
from tests.terminal.witness import started_by

VISITS = 7
MOST_MEMORY = 3
MOST_PAINT, MOST_KEY = 8_000, 1_500


@contextmanager
def _kiosk(folder: Path) -> Iterator[Terminal]:
    stick.fill(folder / "memoria")
    with start_kiosk(folder, "--demo") as terminal:
        yield terminal


def memory(folder: Path) -> list[Row]:
    """Compare the memory at the receipt with that of the smallest app, what is shared counted once; the very first start apart."""
    ours, alone, theirs = list[int](), list[int](), list[int]()
    for number in range(VISITS):
        data = folder / str(number)
        with _kiosk(data) as terminal:
            for _ in walk(terminal, data / "mail", until=IDENTIFY):
                pass
        with _kiosk(data) as terminal:
            for _ in walk(terminal, data / "mail"):
                pass
            terminal.settle(QUIET)
            ours.append(sum(map(held, {terminal.pid, *started_by(terminal.pid)})))
            alone.append(held(terminal.pid) + held(terminal.serving))
        with start_smallest(folder) as terminal:
            terminal.wait("Continuar")
            terminal.type("9900000010")
            terminal.settle(QUIET)
            theirs.append(held(terminal.pid))
    return [
        _row("memory at the receipt, all processes", ours, theirs, MOST_MEMORY),
        _row("memory at the receipt, without those for documents and papers", alone, theirs, None),
    ]


def _row(what: str, ours: list[int], theirs: list[int], most: float | None) -> Row:
    mine, other = median(ours), median(theirs)
    goal, reached = ("report", None) if most is None else (f"≤ {most}×", mine / other <= most)
    return Row(what, "smallest Textual app", _mib(mine), _mib(other), mine / other, goal, reached)


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


def _mib(count: float) -> str:
    return f"{count / 2**20:.0f} MiB"
