"""`kiosk doctor` as whoever cares for a kiosk runs it, on a machine where something is broken."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands.calling import called, environment, started
from tests.filing import EMAIL, answer_all, open_kiosk, submit

NAMES = {
    *("settings", "procedures", "keys", "database", "clock", "outbox", "disk", "passwords", "mail", "bounces", "printer"),
    *("responsible", "certificate", "scanner", "province"),
}


def run(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call `kiosk doctor` with a data folder."""
    return called(environment(folder, **variables), "doctor", *words)


def checks(folder: Path, *words: str, **variables: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit status, and state and code of each check; the last of a name counts."""
    done = run(folder, *words, "--json", **variables)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert {tuple(each) for each in found} == {("name", "state", "code", "message", "mend")}
    assert all(each["mend"] for each in found if each["state"] == "failed")
    return done.returncode, {each["name"]: (each["state"], each["code"]) for each in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the data folder of a kiosk at which something was filed."""
    kiosk = open_kiosk(tmp_path / "data")
    submit(kiosk, answer_all(kiosk))
    kiosk.database.close()
    return tmp_path / "data"


def test_a_machine_that_was_never_set_up_gets_warnings_and_no_folder(tmp_path: Path) -> None:
    status, found = checks(tmp_path / "none", KIOSK_KIOSK__ID="0417")
    assert (status, set(found)) == (0, NAMES)
    assert found["keys"] == found["database"] == ("warning", "not_made")
    assert not list(tmp_path.iterdir())


def test_looking_at_a_kiosk_changes_nothing_in_its_folder(folder: Path) -> None:
    def content() -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = content()
    status, found = checks(folder, KIOSK_KIOSK__ID="0417", KIOSK_MAIL__KIND="maildir", KIOSK_PRINTER__KIND="folder")
    assert (status, found["database"]) == (0, ("ok", "ok"))
    assert content() == before


def test_a_kiosk_without_an_id_fails_and_the_rest_is_looked_at(folder: Path) -> None:
    status, found = checks(folder, KIOSK_MAIL__KIND="maildir")
    assert (status, found["settings"]) == (1, ("failed", "wrong"))
    assert (found["database"], found["mail"]) == (("ok", "ok"), ("ok", "not_made"))


def test_a_mistake_in_one_section_leaves_the_others_to_be_looked_at(folder: Path) -> None:
    (folder / "kiosk.toml").write_text('[kiosk]\nid = "0417"\n[mail]\nport = "x"\n[printer]\nkind = "folder"\n[extra]\n', "utf-8")
    done = run(folder, "--json")
    found = json.loads(done.stdout)
    wrong = [each["message"] for each in found if each["name"] == "settings"]
    assert [message.split()[2] for message in wrong] == ["extra", "mail.port"]
    assert all(str(folder / "kiosk.toml") in message for message in wrong)
    states = {each["name"]: (each["state"], each["code"]) for each in found}
    assert (done.returncode, states["mail"], states["printer"]) == (1, ("warning", "not_looked"), ("ok", "not_made"))
    assert states["database"] == ("ok", "ok")


@pytest.mark.parametrize("text", ["[kiosk\n", "\x00", "a = 1\n" * 3])
def test_a_settings_file_that_nobody_understands_leaves_the_data_to_be_looked_at(folder: Path, text: str) -> None:
    (folder / "kiosk.toml").write_text(text, "utf-8")
    status, found = checks(folder)
    assert (status, found["settings"], found["database"]) == (1, ("failed", "wrong"), ("ok", "ok"))
    assert found["mail"] == found["printer"] == ("warning", "not_looked")


def test_a_settings_file_that_is_not_there_or_a_folder_is_told(folder: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        done = started(environment(folder), "--config", str(path), "doctor")
        assert (done.returncode, done.stderr) == (1, "")
        assert str(path) in done.stdout


def test_variables_that_do_not_exist_or_are_wrong_are_told(folder: Path) -> None:
    status, found = checks(folder, KIOSK_KIOSK__ID="0417", KIOSK_MALE__HOST="x", KIOSK_MAIL__PORT="x", KIOSK_PRINTER__HUE="x")
    assert (status, found["settings"], found["mail"]) == (1, ("failed", "wrong"), ("warning", "not_looked"))


def test_each_broken_part_is_a_failure_of_its_own_and_exit_1(folder: Path) -> None:
    key = folder / "keys" / "kiosk.key"
    content = key.read_bytes()
    key.unlink()
    status, found = checks(folder, KIOSK_KIOSK__ID="0417")
    assert (status, found["keys"], found["database"]) == (1, ("failed", "lost"), ("failed", "no_key"))
    assert found["disk"][0] != "failed"
    key.touch(0o600)
    key.write_bytes(content)
    (folder / "kiosk.db").write_bytes(b"x" * 8192)
    status, found = checks(folder, KIOSK_KIOSK__ID="0417")
    assert (status, found["keys"], found["database"]) == (1, ("ok", "ok"), ("failed", "damaged"))
    status, found = checks(folder / "kiosk.db", KIOSK_KIOSK__ID="0417")
    assert (status, found["disk"]) == (1, ("failed", "not_writable"))


def test_an_office_s_procedures_that_do_not_load_are_told(folder: Path, tmp_path: Path) -> None:
    status, found = checks(folder, KIOSK_KIOSK__ID="0417", KIOSK_PROCEDURES=str(tmp_path / "none"))
    assert (status, found["procedures"][0]) == (1, "failed")


def test_lines_have_a_sign_and_a_word_and_say_how_to_mend(tmp_path: Path) -> None:
    lines = run(tmp_path / "none", KIOSK_KIOSK__ID="0417").stdout.splitlines()
    signs = {line[:7].rstrip() for line in lines if not line.startswith(" ")}
    assert signs == {"+ bien", "! aviso"}
    warned = [number for number, line in enumerate(lines) if line.startswith("!") and "por enviar" not in line]
    assert all(lines[number + 1].strip().startswith("→ ") for number in warned)
    failed = run(tmp_path / "none").stdout.splitlines()[0]
    assert failed.startswith("x falla  ajustes")


def test_nothing_that_settings_hold_is_obeyed_by_the_terminal(folder: Path) -> None:
    wild = "\\u001b]0;x\\u0007\\u009b31m[@click=app.quit]\\u202e[red]"
    (folder / "kiosk.toml").write_text(f'"{wild}" = 1\n[mail]\n"{wild}" = 1\n[kiosk]\nid = "{wild}"\n', "utf-8")
    for words in ((), ("--json",)):
        done = run(folder, *words)
        assert done.returncode == 1
        assert "click" in done.stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.stdout + done.stderr)


def test_nothing_personal_is_said_and_a_probe_is_asked_for_a_right_address(folder: Path) -> None:
    done = run(folder, "--probe", EMAIL, KIOSK_KIOSK__ID="0417")
    assert done.returncode == 1
    assert "No se envió el correo de prueba" in done.stdout
    assert not any(word in done.stdout for word in (EMAIL, "María", "9900"))
    wrong = run(folder, "--probe", "maria", KIOSK_KIOSK__ID="0417")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "arroba" in wrong.stderr
