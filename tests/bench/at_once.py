"""Submitting by one process and by eight at once, on each of the two databases: how many a second, and that each has its number.

Run as a module it is the processes: they are forked from one that has the program loaded, for loading it is not measured here.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from kiosk.services.filing import submission
from kiosk.services.papers import legal_texts
from tests.bench.comparison import Row
from tests.bench.filing import open_kiosk, prepare
from tests.peers.postgresql import PostgreSQL

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

RUNS, EACH = 5, 25
Sent = tuple[float, list[tuple[str, str]]]
"""When a process was done (seconds), and its drafts with their numbers."""


@dataclass(frozen=True, slots=True)
class Crowded:
    """What came of many that submit at once: the seconds that it took, and each draft's number each time that it was sent."""

    seconds: float
    numbers: list[tuple[str, str]]


def crowd(data: Path, processes: int, each: int, shared: int = 0, url: str = "") -> Crowded:
    """Let so many processes submit so many drafts of their own, one after the other, and all of them the `shared` ones."""
    command = [sys.executable, "-m", "tests.bench.at_once", *map(str, (data, processes, each, shared))]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    environ = kept | {"KIOSK_DATABASE__URL": url}
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    seconds, numbers = json.loads(done.stdout)
    return Crowded(seconds, [(draft, number) for draft, number in numbers])


def _main(data: Path, processes: int, each: int, shared: int, url: str) -> None:
    kiosk = open_kiosk(data, KIOSK_DATABASE__URL=url)
    own = [[prepare(kiosk).id for _draft in range(each)] for _process in range(processes)]
    of_all = [prepare(kiosk).id for _draft in range(shared)]
    kiosk.database.close()
    context = multiprocessing.get_context("fork")
    ready, go = context.Semaphore(0), context.Event()

    def submit(drafts: list[str], answers: "Connection[Sent, None]") -> None:
        kiosk = open_kiosk(data, KIOSK_DATABASE__URL=url)
        consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))
        with kiosk.database.reading() as session:
            session.connection()
        ready.release()
        go.wait()
        sent = [(draft, str(submission.submit(kiosk, draft, consent).number)) for draft in drafts]
        answers.send((time.monotonic(), sent))

    children, ends = [], []
    for drafts in own:
        end, theirs = context.Pipe(duplex=False)
        child = context.Process(target=submit, args=([*of_all, *drafts], theirs))
        child.start()
        theirs.close()  # so that the end of a child that failed is seen
        children.append(child)
        ends.append(end)
    for _child in children:
        assert ready.acquire(timeout=60), "one of them did not come so far"
    begun = time.monotonic()
    go.set()
    found: list[Sent] = [end.recv() for end in ends]
    for child in children:
        child.join()
    print(json.dumps([max(ended for ended, _sent in found) - begun, [pair for _ended, sent in found for pair in sent]]))


@contextmanager
def _server() -> Iterator[PostgreSQL]:
    server = PostgreSQL(quick=False)
    server.start()
    try:
        yield server
    finally:
        server.remove()


def measure(folder: Path) -> list[Row]:
    """Measure both databases in turn; the goal is that eight are no slower than one."""
    rates: dict[tuple[str, int], list[float]] = {}
    with _server() as server:
        for run in range(RUNS):
            for processes in (1, 8):
                for where in ("embedded", "postgresql"):
                    name = f"{where}_{processes}_{run}"
                    if where == "postgresql":
                        server.run(f"CREATE DATABASE {name}")
                    url = server.url(name) if where == "postgresql" else ""
                    each = 8 * EACH // processes
                    found = crowd(folder / name, processes, each, url=url)
                    assert len({number for _draft, number in found.numbers}) == processes * each
                    rates.setdefault((where, processes), []).append(processes * each / found.seconds)
    rows = []
    for where, what in (("embedded", "the file"), ("postgresql", "PostgreSQL")):
        one, eight = median(rates[where, 1]), median(rates[where, 8])
        ratio = one / eight
        rows.append(
            Row(f"submitting to {what}, 8 at once", "1 alone", f"{eight:.0f}/s", f"{one:.0f}/s", ratio, "≤ 1.3×", ratio <= 1.3)
        )
    return rows


if __name__ == "__main__":
    _processes, _each, _shared = map(int, sys.argv[2:])
    _main(Path(sys.argv[1]), _processes, _each, _shared, os.environ["KIOSK_DATABASE__URL"])
