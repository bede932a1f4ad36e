"""`kiosk audit verify`: a whole chain is exit 0, a broken one exit 1 with the place where it broke."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk import commands
from kiosk.domain.filing.case_number import CaseNumber
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
    assert f"roto en el hecho {place} (case_submitted, 23/11/2026 10:41 -05:00)" in capsys.readouterr().out
    assert verify("--json", "--receipt", number, "0000 0000 0000 0000") == 1
    link, receipt = json.loads(capsys.readouterr().out)["broken"]
    assert link == {"fault": "link", "event": place, "at": "2026-11-23T10:41:00-05:00", "name": "case_submitted", "case": None}
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
    assert f"luis  miró el trámite (la persona llamó por teléfono)  {number}" in second
    assert commands.main(["audit", "list", "--searched", MARIA.number, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["actor"], each["kind"], each["found"], each["number"]) for each in found] == [
        ("rosa", "signs", 1, ""),
        ("luis", "", None, number),
    ]


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert commands.main(["--actor", "ana", "audit", "list", "--json", *words]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_who_did_what_is_listed_by_person_day_and_case(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    number, other = file_alone(kiosk), file_alone(kiosk)
    access.look(kiosk.acting_as("luis"), number, "telephoned")
    access.look(kiosk.acting_as("rosa"), other, "person_here")
    access.look(kiosk.acting_as("cli:rosa"), number, "command")
    assert [(each["name"], each["number"], each["why"]) for each in listed(capsys, "--who", "rosa")] == [
        ("case_looked_at", other, "person_here"),
        ("case_looked_at", number, "command"),
    ]
    of_case = listed(capsys, "--case", number)
    assert {each["number"] for each in of_case} == {number}
    assert [each["actor"] for each in of_case][-2:] == ["luis", "cli:rosa"]
    assert listed(capsys, "--day", "22/11/2026") == []
    today = listed(capsys, "--day", "23/11/2026")
    assert {str(each["at"])[:10] for each in today} == {"2026-11-23"}
    assert len(today) > len(of_case)
    assert listed(capsys, "--day", "2026-11-23", "--who", "luis", "--case", other) == []


def test_the_record_goes_on_behind_an_act_and_says_so(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    file_alone(kiosk)
    first = listed(capsys, "--limit", "3")
    then = listed(capsys, "--limit", "3", "--after", str(first[-1]["id"]))
    assert [each["id"] for each in first + then] == [1, 2, 3, 4, 5, 6]
    assert commands.main(["--actor", "ana", "audit", "list", "--limit", "2"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "--after 2" in said.err


def test_to_ask_for_the_record_is_written_down_and_a_case_that_is_none_is_refused(
    kiosk: Kiosk, capsys: pytest.CaptureFixture[str]
) -> None:
    number = file_alone(kiosk)
    listed(capsys, "--case", number)
    (asked,) = [each for each in listed(capsys, "--who", "ana") if each["number"]]
    assert (asked["actor"], asked["name"], asked["number"]) == ("cli:ana", "acts_listed", number)
    assert commands.main(["--actor", "ana", "audit", "list", "--case", str(CaseNumber("0417", "A", 26, 99))]) == 1
    assert capsys.readouterr().err.count("\n") == 1
