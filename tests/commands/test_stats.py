"""`kiosk stats`: figures for an office's programs and spreadsheets, with nobody in them."""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import commands
from kiosk.domain.filing.journey import Step
from kiosk.services.journal import figures
from kiosk.services.rights import complaints
from kiosk.storage.tables import StepFigure
from tests.filing import EMAIL, JUAN, MARIA, StoppedClock, answer_all, open_kiosk, submit

PUBLISHED = Path("kiosk/procedures/transparency.csv")
Run = Callable[..., tuple[int, str, str]]
CANARIES = (MARIA.number, JUAN.number, EMAIL, "María", "Demostración", "Juan", "991234567", "rosa", "canario", "K7P4")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a kiosk with two filings, two complaints and some visits, some of them with staff."""
    folder = tmp_path_factory.mktemp("stats") / "data"
    clock = StoppedClock()
    kiosk = open_kiosk(folder, clock)
    rosa = kiosk.acting_as("rosa")
    number = submit(kiosk, answer_all(kiosk)).number
    complaints.leave(kiosk, f"El canario no canta, {number}", EMAIL)
    for _each in range(4):
        figures.note_visit(kiosk, {Step.NOTICE: 60.0, Step.IDENTIFY: 9.0}, Step.IDENTIFY)
    clock.advance(days=30)
    figures.note_visit(kiosk, {Step.NOTICE: 120.0, Step.IDENTIFY: 60.0, Step.RECEIPT: 5.0}, Step.RECEIPT)
    submit(rosa, answer_all(rosa))
    complaints.leave(rosa, "Otro canario.", "")
    for _each in range(3):
        figures.note_visit(rosa, {Step.NOTICE: 60.0}, Step.NOTICE)
    kiosk.database.close()
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    shutil.copytree(filled, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a call of `kiosk stats` with words, as the command line has it: its status, what it said and complained of."""
    for name in [each for each in os.environ if each.startswith("KIOSK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(folder))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")

    def called(*words: str) -> tuple[int, str, str]:
        status = commands.main(["stats", *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return called


def test_json_has_this_kiosks_months_the_published_ones_and_the_way_of_its_visits(run: Run) -> None:
    assert run("import", str(PUBLISHED)) == (0, "Se guardaron 29 meses.\n", "")
    status, said, complained = run("--json")
    found = json.loads(said)
    assert (status, complained, set(found)) == (0, "", {"months", "published", "journey"})
    assert found["months"] == [
        {"year": 2026, "month": 11, "complaints": 1, "attentions": 1},
        {"year": 2026, "month": 12, "complaints": 1, "attentions": 1},
    ]
    assert found["published"][-1] == {"year": 2026, "month": 5, "complaints": 0, "attentions": 2993}
    (journey,) = found["journey"]
    steps = journey.pop("steps")
    assert journey == {"from": "2026-11", "to": "2026-12", "channel": "kiosk", "began": 5, "finished": 1}
    assert steps[:2] == [
        {"step": "notice", "visits": 5, "left": 0, "minutes": 1.2, "refused": 0},
        {"step": "identify", "visits": 5, "left": 4, "minutes": 1.0, "refused": 0},
    ]


def test_each_table_of_csv_has_one_header_and_no_cell_that_a_spreadsheet_computes(run: Run, folder: Path) -> None:
    kiosk = open_kiosk(folder)
    with kiosk.database.transaction() as session:
        for place, name in enumerate(("=1+1", "+1", "-1", "@x", "\tx", "\rx")):
            session.add(StepFigure(year=2025, month=1, channel=name, step=f"={place}", visits=9, left=9))
    kiosk.database.close()
    headers = {"months": "year,month,complaints,attentions", "published": "year,month,complaints,attentions"}
    headers["journey"] = "from,to,channel,step,visits,left,minutes,refused"
    for table, header in headers.items():
        status, said, complained = run("--csv", table)
        rows = list(csv.reader(io.StringIO(said, newline="")))
        assert (status, complained, ",".join(rows[0])) == (0, "", header)
        assert all(len(row) == len(rows[0]) for row in rows)
        assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r]", cell)]
    assert run("--csv") == run("--csv", "months")


def test_nobody_is_in_any_of_it(run: Run) -> None:
    said = "".join(run(*words)[1] for words in ((), ("--json",), ("--csv",), ("--csv", "published"), ("--csv", "journey")))
    assert "2026-11" in said
    assert [canary for canary in CANARIES if canary.casefold() in said.casefold()] == []


def test_a_file_that_is_not_the_table_is_refused_in_a_sentence_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "months.csv"
    run("import", str(PUBLISHED))
    before = run("--csv", "published")
    file.write_bytes(PUBLISHED.read_bytes() + b"2026,5,0,1\n")
    assert run("import", str(file)) == (1, "", "Línea 31: ese mes ya está en otra línea.\n")
    with file.open("wb") as large:
        large.truncate(100_000_000)
    status, said, complained = run("import", str(file))
    assert (status, said, complained.count("\n")) == (1, "", 1)
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "none.csv", tmp_path / "pipe"):
        status, said, complained = run("import", str(path))
        assert (status, said, complained.count("\n")) == (2, "", 1)
    assert run("--csv", "published") == before


def test_words_that_do_not_go_together_are_misuse(run: Run) -> None:
    for words in (("--json", "--csv"), ("--csv", "everything"), ("import",)):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == 2
