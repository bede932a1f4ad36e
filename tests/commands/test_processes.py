"""`kiosk` as a process of its own says and answers what it does when it is called within a process: once for each noun."""

from pathlib import Path

import pytest

from kiosk.commands import NOUNS
from tests.commands.calling import called, environment, started
from tests.filing import answer_all, open_kiosk, submit

READING = {
    "audit": ("verify",),
    "case": ("list", "--json"),
    "deliver": ("--help",),
    "doctor": ("--help",),
    "document": ("--help",),
    "key": ("--help",),
    "migrate": ("--help",),
    "procedure": ("list",),
    "purge": ("--help",),
    "receipt": ("0417A-26-000001-X",),
    "restore": ("nowhere/at/all",),
    "staff": ("list",),
    "stats": ("--json",),
    "verify": ("--help",),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    kiosk = open_kiosk(folder)
    submit(kiosk, answer_all(kiosk))
    kiosk.database.close()
    return folder


@pytest.mark.parametrize("noun", NOUNS)
def test_a_process_of_its_own_does_the_same(folder: Path, noun: str) -> None:
    environ = environment(folder, KIOSK_KIOSK__ID="0417", COLUMNS="80")
    words = (noun, *READING.get(noun, ("--help",)))
    alone, here = started(environ, *words), called(environ, *words)
    assert (alone.returncode, alone.stdout, alone.stderr) == (here.returncode, here.stdout, here.stderr)
    assert alone.stdout or alone.stderr
