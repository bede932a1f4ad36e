"""The kill matrix: every use case, killed at its writes, fsyncs and renames; after each kill a restart must find all of it whole.

Run as a module it kills a number of points and prints what came of each, a JSON line each: its process is without threads, so that
those that are killed can be forked from it.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, func, select

from kiosk.adapters.dossiers import folder as dossier_folder
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.filing import submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.storage.database import FILE_NAME, open_embedded
from kiosk.storage.keys import open_keys
from kiosk.storage.migrate import migrate
from kiosk.storage.tables import DraftRow, Numbering
from tests.filing import begin, migrated_here
from tests.soak import use_cases, world
from tests.soak.killing import KINDS, Ended, Point, counted, forked, killed_at, ready, recorded
from tests.soak.lost_writes import OPTIONS, TRACED, Disk, File
from tests.soak.told import Fact, Telling, broken, facts
from tests.soak.use_cases import Scene
from tests.soak.wholeness import half, unlike_the_data
from tests.soak.world import tell_draft

AGE = 7200
"""Seconds by which files are made older before a restart: the sweep spares what may still be being written."""
WRONG = 1
Work = Callable[[Kiosk, Scene], None]
FILLED: dict[str, Work] = {
    "answers saved": use_cases.answers,
    "e-mail code sent and checked": use_cases.code,
    "document attached": use_cases.attach,
    "document replaced": use_cases.replace,
    "document removed": use_cases.remove,
    "consent given, number shown": use_cases.submit,
    "filed with staff, slip scanned": use_cases.submit_assisted,
    "mails sent, papers printed": use_cases.deliver,
    "receipt seen, printed again": use_cases.receipt,
    "receipt key replaced": use_cases.receipt_key,
    "document asked for again": use_cases.correction_asked,
    "correction received": use_cases.correction_received,
    "answer recorded, handed out": use_cases.decision,
    "request withdrawn": use_cases.withdrawal,
    "dossiers written, handed over": use_cases.dossiers,
    "staff added, signed in, vouched": use_cases.new_staff,
    "complaint left and settled": use_cases.complaint,
    "months imported": use_cases.imported,
    "rights used": use_cases.data_rights,
    "draft wiped": use_cases.discard,
    "contact corrected, noted": use_cases.changed,
    "upkeep": use_cases.in_order,
    "backup made": use_cases.backup,
}
"""Done at a composed kiosk in which cases and drafts stand."""
RESTORED = "backup restored"
STARTS = {"first start": "none", "start": "filled", "migration": "older", RESTORED: "newer"}
"""What composes a kiosk itself, or none, and at which folder."""
USE_CASES = (*FILLED, *STARTS)


class Matrix:
    """The folders that the use cases begin with, below `folder`, and one below it for each run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._world, self._told = world.make(folder / "filled", folder / "older")
        world.back_up(folder / "filled", folder / "backup", folder / "newer")

    def points(self, use_case: str) -> list[Point]:
        """Do a use case to its end, find all whole, and return its points."""
        with self._run(use_case) as run:
            found = counted(partial(_work, use_case, run, self._world), use_case, self._folder / "trace")
            wrong = self.restarted(use_case, run)
        assert not wrong, f"{use_case} is not whole without being killed: {wrong}"
        return found

    def kill(self, point: Point) -> tuple[Ended, tuple[str, ...]]:
        """Kill at a point and start again; return how the process ended, and what a restart did not find as it should be."""
        with self._run(point.use_case) as run:
            ended = killed_at(point, partial(_work, point.use_case, run, self._world))
            return ended, self.restarted(point.use_case, run)

    def forget(self, use_case: str, chance: random.Random) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Do a use case, and forget what was not synced at each sync, all of it and a part; tell where, and what is wrong then."""
        with self._run(use_case) as run, tempfile.TemporaryDirectory(dir=self._folder) as other:
            disk, again = Disk(run), Path(other) / "run"
            work = partial(_work, use_case, run, self._world, from_start=True)
            lines = recorded(work, self._folder / "trace", TRACED, OPTIONS)
            for place in disk.replay(iter(lines)):
                for kept in (None, chance):
                    disk.write(again, kept)
                    told = disk.top.names["told"]
                    assert isinstance(told, File)
                    (again / "told").write_bytes(told.content)
                    yield place, self.restarted(use_case, again)
                    shutil.rmtree(again)

    @contextlib.contextmanager
    def _run(self, use_case: str) -> Iterator[Path]:
        """Give a run its folder, with the data and the file into which it tells; all of it goes afterwards."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            begins_with = STARTS.get(use_case, "filled")
            if begins_with != "none":
                shutil.copytree(self._folder / begins_with, Path(folder) / "data")
            if use_case == RESTORED:
                shutil.copytree(self._folder / "backup", Path(folder) / "backup")
            (Path(folder) / "told").touch()
            yield Path(folder)

    def restarted(self, use_case: str, run: Path) -> tuple[str, ...]:
        """Start again in a new process, and return what is wrong; what goes on from there must be right as well."""
        begins_with = STARTS.get(use_case, "filled")
        before = {"none": {}, "older": world.of_old_schema(self._told)}.get(begins_with, self._told)
        spare = "" if begins_with == "none" else self._world.spare
        told, found = facts((run / "told").read_bytes(), before), run / "found"
        os.waitpid(forked(partial(_restart, run / "data", told, spare, found)), 0)
        return tuple(json.loads(found.read_bytes())) if found.exists() else ("it does not start again",)


def _work(use_case: str, run: Path, there: world.World, *, from_start: bool = False) -> None:
    if from_start or use_case in STARTS:
        ready()
    data, tell = run / "data", Telling(os.open(run / "told", os.O_WRONLY | os.O_APPEND))
    if use_case == "migration":
        migrate(open_embedded(data / FILE_NAME, open_keys(data, new_allowed=False).derive("database")))
    elif use_case == RESTORED:
        world.restore(data, data.parent / "backup", tell)
    elif use_case in STARTS:
        if from_start:
            migrated_here(data)  # in the child that does it else, it would not be seen
        kiosk = world.opened(data, in_order=True)
        tell_draft(tell, begin(kiosk))
        world.closed(kiosk)
    else:
        kiosk = world.opened(data)
        if not from_start:
            ready()
        FILLED[use_case](kiosk, Scene(data, there, tell))
        world.closed(kiosk)


def _restart(data: Path, told: dict[str, Fact], spare: str, found: Path) -> None:
    long_ago = time.time() - AGE
    for path in data.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    kiosk = world.opened(data, in_order=True)
    if (data / "handover").exists():
        dossier_folder.prepare(data / "handover", 0)  # the next handover's first step
    with kiosk.database.reading() as session:
        wrong = [*broken(session, told), *_expired(session)]
    wrong += half(kiosk)
    wrong += unlike_the_data(kiosk, data.parent / "backup")
    wrong += _goes_on(kiosk, spare)
    world.closed(kiosk)
    found.write_text(json.dumps(wrong), encoding="utf-8")


def _expired(session: Session) -> Iterable[str]:
    if session.exec(select(func.count()).where(col(DraftRow.expires_at) <= datetime.now(UTC))).one():
        yield "a draft past its time"


def _goes_on(kiosk: Kiosk, spare: str) -> Iterable[str]:
    """File a draft, which gets the next number, the same one twice; or begin the first one."""
    if not spare:
        begin(kiosk)
        return
    with kiosk.database.reading() as session:
        last = session.exec(select(Numbering.last).order_by(col(Numbering.series).desc())).first() or 0
    consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))
    numbers = {str(submission.submit(kiosk, spare, consent).number) for _time in range(2)}
    if [CaseNumber.parse(each).sequence for each in numbers] != [last + 1]:
        yield f"after number {last} came {sorted(numbers)}"
    yield from (f"{each} (after going on)" for each in half(kiosk))


def chosen(points: Sequence[Point], count: int, chance: random.Random) -> list[Point]:
    """Return so many points, or all, of each kind in turn."""
    drawn = chance.sample(points, len(points))
    kinds = chance.sample(list(KINDS), len(KINDS))
    waiting = [of_kind for kind in kinds if (of_kind := [each for each in drawn if each.kind == kind])]
    found: list[Point] = []
    while waiting and len(found) < count:
        found += [each.pop() for each in waiting][: count - len(found)]
        waiting = [each for each in waiting if each]
    return found


def kills(folder: Path, each: int, names: Sequence[str] = USE_CASES, *, seed: int = 0) -> Iterator[dict[str, object]]:
    """Give the points of each use case, and what came of so many kills in each of them."""
    matrix = Matrix(folder)
    for name in names:
        points = matrix.points(name)
        yield {"use_case": name, "points": Counter(point.kind for point in points)}
        for point in chosen(points, each, random.Random(f"{seed} {name}")):  # noqa: S311 - which points, not secrets
            ended, wrong = matrix.kill(point)
            yield {"use_case": name, "kind": point.kind, "call": point.call, "nth": point.nth, "ended": ended, "wrong": wrong}


def losses(folder: Path, names: Sequence[str] = USE_CASES, *, seed: int = 0) -> Iterator[dict[str, object]]:
    """Give what came of forgetting, at each sync of each use case, what was not synced."""
    matrix = Matrix(folder)
    for name in names:
        for place, wrong in matrix.forget(name, random.Random(f"{seed} {name}")):  # noqa: S311 - which writes, not secrets
            yield {"use_case": name, "before": place, "wrong": wrong}


def main(words: Sequence[str]) -> int:
    """Kill, and print what came of it; return WRONG where something was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("each", type=int, help="kills in each use case")
    parser.add_argument("--forget", action="store_true", help="forget what was not synced, instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--use-case", action="append", choices=USE_CASES)
    options = parser.parse_args(words)
    names = options.use_case or USE_CASES
    found = (
        losses(options.folder, names, seed=options.seed)
        if options.forget
        else kills(options.folder, options.each, names, seed=options.seed)
    )
    status = 0
    for each in found:
        print(json.dumps(each), flush=True)
        status = WRONG if each.get("wrong") else status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
