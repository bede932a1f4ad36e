"""`kiosk audit verify`: a whole chain is exit 0, a broken one exit 1 with the place where it broke."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk import commands
from kiosk.services.cases import receipts
from kiosk.services.desk import access
from kiosk.services.kiosk import Kiosk
from tests.filing import MARIA, file_alone, open_kiosk


@pytest.fixture
def kiosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    return open_kiosk(tmp_path / "data")


def verify(*words: str) -> int:
    return commands.main(["audit", "verify", *words])


def test_a_whole_chain_is_told_with_its_end_and_a_receipt_is_found_in_it(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    number = file_alone(kiosk)
    seal = receipts.content(kiosk, number).chained
    assert verify("--receipt", number, seal) == 0
    assert "está entero" in capsys.readouterr().out
    assert verify("--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"whole", "events", "sha256", "purged_through", "purged_at", "removed_at", "broken"}
    assert (found["whole"], found["purged_through"], found["broken"]) == (True, None, [])


def test_the_first_broken_link_is_named_with_its_time_and_what_it_was(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    number = file_alone(kiosk)
    with kiosk.database.transaction() as session:
        session.connection().execute(text("UPDATE event SET actor = 'rosa' WHERE name = 'case_submitted'"))
        place = session.connection().execute(text("SELECT id FROM event WHERE name = 'case_submitted'")).scalar()
    assert verify() == 1
    assert f"roto en el hecho {place} (case_submitted, 2026-11-23 15:41:00+00:00)" in capsys.readouterr().out
    assert verify("--json", "--receipt", number, "0000 0000 0000 0000") == 1
    link, receipt = json.loads(capsys.readouterr().out)["broken"]
    assert link == {"fault": "link", "event": place, "at": "2026-11-23T15:41:00+00:00", "name": "case_submitted", "case": None}
    assert (receipt["fault"], receipt["case"]) == ("receipt", number)


def test_a_seal_that_was_copied_wrongly_is_one_sentence(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("--receipt", file_alone(kiosk), "3f2a") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_who_looked_for_whom_is_listed(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    number = file_alone(kiosk)
    access.find(kiosk.acting_as("rosa"), MARIA.number)
    access.look(kiosk.acting_as("luis"), number, "telephoned")
    assert commands.main(["audit", "list", "--searched", MARIA.number]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "rosa  buscó trámites por su identidad u otro número: encontró 1" in first
    assert f"luis  miró el trámite {number} (telephoned)" in second
    assert commands.main(["audit", "list", "--searched", MARIA.number, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["actor"], each["kind"], each["found"], each["number"]) for each in found] == [
        ("rosa", "signs", 1, ""),
        ("luis", "", None, number),
    ]
