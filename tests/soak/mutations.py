"""Mutations that prove that the checks can fail: the product is broken on purpose in a copy, and the named test must notice.

Each takes the place of one text in one file; where that text is gone, the mutation is to be written anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("kiosk", "screens", "tests", "pyproject.toml")
FOLDER = "{folder}"
"""Stands for a new folder among the words of a command."""
WRONG = 1
"""The exit status of pytest, and of the matrix, where something is wrong; a mistake of the command is another."""
NOTICED, MISSED, UNSURE = "noticed", "missed", "fails unbroken too"
"""What came of a mutation: a test that fails without it proves nothing."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is broken, by which text in place of which, and the Python module and words that must notice it."""

    what: str
    file: str
    old: str
    new: str
    noticed_by: tuple[str, ...]

    @property
    def test(self) -> str:
        """The test in few words."""
        return " ".join(each for each in self.noticed_by[1:] if each != FOLDER and not each.isdigit()) or self.noticed_by[0]


def _matrix(use_case: str) -> tuple[str, ...]:
    return ("tests.soak.matrix", FOLDER, "40", "--use-case", use_case)


LOST_WRITES = ("pytest", "tests/soak/test_lost_writes.py")
MUTATIONS = (
    Mutation(
        "the fsync of a written file removed",
        "kiosk/storage/files.py",
        "        file.flush()\n        os.fsync(file.fileno())\n",
        "        file.flush()\n",
        LOST_WRITES,
    ),
    Mutation(
        "the fsync of its folder removed",
        "kiosk/storage/files.py",
        "        raise\n    sync_folder(path.parent)\n",
        "        raise\n",
        LOST_WRITES,
    ),
    Mutation(
        "the database synced less", "kiosk/storage/database.py", '"synchronous = FULL"', '"synchronous = NORMAL"', LOST_WRITES
    ),
    Mutation(
        "the commit of a submission split: its number counted in one, its case written in another",
        "kiosk/services/filing/submission.py",
        '    connection.execute(_ADVANCE, this | {"this_series": found.series, "year": year, "last": count})\n',
        '    connection.execute(_ADVANCE, this | {"this_series": found.series, "year": year, "last": count})\n'
        '    connection.exec_driver_sql("COMMIT")\n    connection.exec_driver_sql("BEGIN IMMEDIATE")\n',
        _matrix("consent given, number shown"),
    ),
    Mutation(
        "a replaced document's file removed before the commit",
        "kiosk/services/documents/attachments.py",
        "        replaced = session.exec(select(Document.id).where(*same)).one_or_none()\n",
        "        replaced = session.exec(select(Document.id).where(*same)).one_or_none()\n"
        "        kiosk.vault.remove(replaced or 'nothing')\n",
        _matrix("document replaced"),
    ),
    Mutation(
        "the sweep of the vault left out",
        "kiosk/services/upkeep/housekeeping.py",
        '    "vault_orphans": sweep_vault,\n',
        "",
        _matrix("document attached"),
    ),
    Mutation(
        "a restore that was decided not finished by the next start",
        "kiosk/bootstrap.py",
        "            settled = restoring.finish(settings.data_dir)\n",
        '            settled = ""\n',
        _matrix("backup restored"),
    ),
    Mutation(
        "the day's limit of tries left out",
        "kiosk/services/journal/tries.py",
        "        if count >= most:\n",
        "        if count >= 100 * most:\n",
        ("pytest", "tests/services/journal/test_attack_of_a_week.py"),
    ),
    Mutation(
        "the wipe of the scroll-back at the end of a visit left out",
        "screens/apps/serving.py",
        "        self.greet()\n        self.write_to_terminal(tty.WIPE_SCROLL_BACK)\n",
        "        self.greet()\n",
        ("pytest", "tests/screens/test_program.py", "-k", "the_end_of_a_visit"),
    ),
    Mutation(
        "the process kept after a visit",
        "screens/apps/parent.py",
        "    app.renewal = Renewal(app, _renew)\n",
        "",
        ("pytest", "tests/terminal/test_renewal.py", "-k", "process_is_another"),
    ),
    Mutation(
        "the database's pages kept after a transaction",
        "kiosk/storage/database.py",
        '    event.listen(engine, "checkin", _forget_pages)\n',
        "",
        ("pytest", "tests/storage/test_pages_let_go.py"),
    ),
    Mutation(
        "the cleaning of text skipped",
        "kiosk/domain/text.py",
        "        if category in _UNSAFE or char in _INVISIBLE:\n            continue\n",
        "",
        ("pytest", "tests/domain/test_text.py"),
    ),
)


def tried(mutation: Mutation) -> str:
    """Run its test on a copy of the project, break that, run it again, and return the verdict.

    Raises AssertionError where the text does not stand there once.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-mutation-") as folder:
        copy = Path(folder) / "project"
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, copy / name)
        path = copy / mutation.file
        text = path.read_text(encoding="utf-8")
        assert text.count(mutation.old) == 1, (
            f"{mutation.what}: its text stands in {mutation.file} {text.count(mutation.old)} times"
        )
        if _run(mutation, copy) != 0:
            return UNSURE
        path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        return NOTICED if _run(mutation, copy) == WRONG else MISSED


def _run(mutation: Mutation, copy: Path) -> int:
    """Return the exit status of its test on the copy as it is."""
    with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        words = [folder if each == FOLDER else each for each in mutation.noticed_by]
        command = [sys.executable, "-m", *words]
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, stdout=quiet, stderr=quiet, check=False
        )
        return done.returncode


def mutations() -> Iterator[tuple[Mutation, str]]:
    """Try one after the other, and give the verdict."""
    for each in MUTATIONS:
        yield each, tried(each)


if __name__ == "__main__":
    for _mutation, _verdict in mutations():
        print(f"{_verdict}: {_mutation.what} | {_mutation.test}", flush=True)
