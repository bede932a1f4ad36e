"""The command line on what was filed, as an office's scripts call it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from kiosk import commands
from kiosk.bootstrap import compose
from kiosk.config import load
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageState
from kiosk.services.cases import receipts
from kiosk.services.delivery.lanes import Lanes
from kiosk.storage.database import DatabaseFull
from tests.commands.calling import called, environment, started
from tests.filing import answer_all, open_kiosk, submit
from tests.outboxes import PATIENCE, wait_until

KEYS = {
    "number",
    "state",
    "channel",
    "procedure",
    "procedure_version",
    "submitted_at",
    "applicant",
    "contact",
    "leavers",
    "documents",
    "acceptances",
    "events",
    "deliveries",
    "lacking",
}


def run(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call `kiosk` with a data folder."""
    settings = {"KIOSK_KIOSK__ID": "0417", "KIOSK_PRINTER__KIND": "folder"} | variables
    return called(environment(folder, **settings), *words)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the data folder and the number of a filed case."""
    folder = tmp_path_factory.mktemp("data")
    kiosk = open_kiosk(folder)
    number = submit(kiosk, answer_all(kiosk)).number
    kiosk.database.close()
    return folder, str(number)


def test_what_a_case_lacks_is_said_in_words_and_under_codes(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "data").acting_as("rosa")
    number = str(submit(kiosk, answer_all(kiosk)).number)
    kiosk.database.close()
    for words in (("list",), ("show", number)):
        told = run(tmp_path / "data", "case", *words).stdout
        assert "Falta confirmar la identidad" in told
        assert "Falta la hoja firmada" in told
    (record,) = json.loads(run(tmp_path / "data", "case", "list", "--json").stdout)
    assert record["lacking"][:2] == ["identity_not_vouched", "signed_sheet_missing"]
    assert {each["kind"]: each["how"] for each in record["acceptances"]}["consent"] == "awaited"


def test_a_case_is_shown_whole_under_stable_keys(filed: tuple[Path, str]) -> None:
    folder, number = filed
    shown = run(folder, "case", "show", number.replace("-", " ").lower(), "--json")
    assert shown.returncode == 0, shown.stderr
    record = json.loads(shown.stdout)
    assert set(record) >= KEYS
    assert record["number"] == number
    assert set(record["documents"][0]) == {"slot", "media_type", "bytes", "sha256", "pages", "verdict"}
    assert set(record["acceptances"][0]) >= {"kind", "version", "sha256", "given_at", "how"}


def test_a_look_on_the_command_line_stands_in_the_log_with_who_and_why(filed: tuple[Path, str]) -> None:
    folder, number = filed
    run(folder, "case", "show", number, "--why", "telephoned")
    record = json.loads(run(folder, "case", "show", number, "--json").stdout)
    looks = [(each["actor"], each["why"]) for each in record["events"] if each["name"] == "case_looked_at"]
    assert looks[-2:] == [("cli:ana", "telephoned"), ("cli:ana", "command")]
    assert run(folder, "case", "show", number, "--why", "curiosity").returncode == 2


def test_cases_are_listed_by_identity(filed: tuple[Path, str]) -> None:
    folder, number = filed
    assert [each["number"] for each in json.loads(run(folder, "case", "list", "--json").stdout)] == [number]
    assert json.loads(run(folder, "case", "list", "--identity", "2500000019", "--json").stdout) == []
    assert number in run(folder, "case", "list").stdout


def test_cases_go_on_behind_one_and_it_is_said_that_there_may_be_more(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "data")  # its clock stands still: all were sent at one moment
    numbers = {str(submit(kiosk, answer_all(kiosk)).number) for _case in range(3)}
    kiosk.database.close()
    first = run(tmp_path / "data", "--actor", "ana", "case", "list", "--limit", "2")
    newest, next_to_it = (each.split()[0] for each in first.stdout.splitlines())
    assert f"--before {next_to_it}" in first.stderr
    rest = run(tmp_path / "data", "--actor", "ana", "case", "list", "--limit", "2", "--before", next_to_it)
    assert {newest, next_to_it, rest.stdout.split()[0]} == numbers
    assert (len(rest.stdout.splitlines()), rest.stderr) == (1, "")
    again = run(tmp_path / "data", "--actor", "ana", "case", "list", "--before", newest, "--json")
    assert [each["number"] for each in json.loads(again.stdout)] == [next_to_it, rest.stdout.split()[0]]


def test_a_case_is_shown_in_the_words_of_the_desk_with_all_that_came_of_it(filed: tuple[Path, str]) -> None:
    folder, number = filed
    said = run(folder, "--actor", "ana", "case", "show", number).stdout
    for words in ("El trámite", "Personas", "Contacto", "Documentos", "Consentimiento", "Correos y papeles", "Historia"):
        assert f"\n{words}\n" in said
    assert "la persona: envió el trámite" in said
    assert "cli:ana: miró el trámite (con una orden del sistema)" in said
    assert not any(code in said for code in ("case_submitted", "receipt_print", "filed", "head,", "kiosk "))


def test_a_number_that_is_wrong_or_unknown_is_one_sentence_and_exit_1(filed: tuple[Path, str]) -> None:
    folder, number = filed
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    for each in (wrong, "%", "[/]"):
        shown = run(folder, "case", "show", each, "--json")
        assert (shown.returncode, shown.stdout) == (1, "")
        assert shown.stderr.count("\n") == 1
        assert "Revise el número" in shown.stderr


def test_the_receipt_is_written_to_a_file(filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    for paper in ("roll", "a4"):
        target = tmp_path / f"{paper}.pdf"
        assert run(folder, "receipt", number, "--output", str(target), "--paper", paper).returncode == 0
        assert target.read_bytes().startswith(b"%PDF-")


def test_a_receipt_that_cannot_be_written_is_a_sentence(filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    shown = run(folder, "receipt", number, "--output", str(tmp_path / "none" / "f.pdf"))
    assert shown.returncode == 1
    assert "No se pudo escribir" in shown.stderr


def test_the_receipt_is_printed_as_a_copy(filed: tuple[Path, str]) -> None:
    folder, number = filed
    assert run(folder, "receipt", number, "--print").returncode == 0
    assert list((folder / "printed").glob("*.pdf"))
    record = json.loads(run(folder, "case", "show", number, "--json").stdout)
    assert [each["copy"] for each in record["deliveries"] if each["kind"] == "receipt_print"] == [1, 2]


def test_no_printer_is_said(filed: tuple[Path, str]) -> None:
    folder, number = filed
    shown = run(folder, "receipt", number, "--print", KIOSK_PRINTER__KIND="none")
    assert shown.returncode == 1
    assert "no tiene impresora" in shown.stderr


def test_a_wrong_setting_ends_with_3_and_names_itself_and_its_place(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('[mail]\nport = "x"\n', encoding="utf-8")
    shown = run(tmp_path, "case", "list")
    assert shown.returncode == 3
    assert "mail.port" in shown.stderr
    assert str(tmp_path / "kiosk.toml") in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_damaged_database_ends_with_3_in_a_sentence(tmp_path: Path) -> None:
    open_kiosk(tmp_path).database.close()
    (tmp_path / "kiosk.db").write_bytes(b"damaged" * 1000)
    shown = run(tmp_path, "case", "list")
    assert shown.returncode == 3
    assert "Traceback" not in shown.stderr
    assert "base de datos" in shown.stderr


def test_a_lost_key_ends_with_3_and_makes_no_new_one(tmp_path: Path) -> None:
    open_kiosk(tmp_path).database.close()
    (tmp_path / "keys" / "kiosk.key").unlink()
    shown = run(tmp_path, "case", "list")
    assert shown.returncode == 3
    assert "Falta la llave" in shown.stderr
    assert not (tmp_path / "keys" / "kiosk.key").exists()


def test_misuse_ends_with_2(tmp_path: Path) -> None:
    assert run(tmp_path, "case").returncode == 2
    assert run(tmp_path, "nothing").returncode == 2
    assert started(environment(tmp_path)).returncode == 2, "no terminal"


def test_a_terminal_without_our_letters_and_a_reader_who_has_seen_enough_are_no_errors(filed: tuple[Path, str]) -> None:
    folder, number = filed
    shown = started(environment(folder, KIOSK_KIOSK__ID="0417", PYTHONIOENCODING="ascii"), "case", "show", number)
    assert (shown.returncode, shown.stderr) == (0, "")
    reader, writer = os.pipe()
    os.close(reader)
    environ = os.environ | {"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417"}
    command = [sys.executable, "-m", "screens", "case", "list"]
    cut = subprocess.run(command, env=environ, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    assert (cut.returncode, cut.stderr) == (0, b"")


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "99999999999999999999"])
def test_a_list_longer_than_it_can_be_is_misuse(filed: tuple[Path, str], limit: str) -> None:
    assert run(filed[0], "case", "list", "--limit", limit).returncode == 2


def test_a_full_disk_is_told_as_what_keeps_the_kiosk_from_working(capsys: pytest.CaptureFixture[str]) -> None:
    assert _main_that_raises(DatabaseFull("lleno")) == 3
    assert capsys.readouterr().err == "lleno\n"


def test_an_error_nobody_foresaw_is_one_sentence_without_what_people_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _main_that_raises(RuntimeError("María 9900000010")) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert "RuntimeError" in line
    assert "9900000010" not in line


def _main_that_raises(error: Exception) -> int:
    def fail(*_words: object, **_options: object) -> None:
        raise error

    with patch("kiosk.commands.case.lookup.summaries", fail), patch("kiosk.commands.case.open_kiosk"):
        return commands.main(["case", "list"])


def test_a_copy_beside_the_running_kiosk_is_printed_by_that_and_waited_for(
    filed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, number = filed
    for name, value in {"DATA_DIR": str(folder), "KIOSK__ID": "0417", "PRINTER__KIND": "folder"}.items():
        monkeypatch.setenv(f"KIOSK_{name}", value)
    running = compose(load())
    lanes = Lanes(running)
    lanes.start()
    try:
        wait_until(lambda: running.delivery.is_held, "nobody delivers")
        with patch("kiosk.commands.receipt.PATIENCE", PATIENCE):
            assert commands.main(["receipt", number, "--print"]) == 0
        assert receipts.print_status(running, CaseNumber.kept(number)).state is MessageState.ACCEPTED
    finally:
        lanes.end(within=PATIENCE)
        running.database.close()


def test_a_copy_that_nobody_prints_in_time_is_taken_back_and_said_to_be(
    filed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, number = filed
    for name, value in {"DATA_DIR": str(folder), "KIOSK__ID": "0417", "PRINTER__KIND": "folder"}.items():
        monkeypatch.setenv(f"KIOSK_{name}", value)
    with patch("kiosk.commands.receipt.printing.deliver_prints"), patch("kiosk.commands.receipt.PATIENCE", 0.1):
        assert commands.main(["receipt", number, "--print"]) == 1
    assert "No se imprimió" in capsys.readouterr().err
