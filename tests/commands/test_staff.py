"""`kiosk staff`: what is shown once, to whom it is given, and the line that lets a key in."""

import io
import json
import os
import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import pexpect
import pyotp
import pytest
import zxingcpp
from PIL import Image
from sqlmodel import select

from kiosk import commands
from kiosk.commands import opening
from kiosk.storage.tables import Event
from tests.accounts import of_another
from tests.filing import open_kiosk
from tests.keys import public_key

KEYS = {"name", "full_name", "role", "signed_in_at", "added_at", "revoked_at", "recovery_codes", "keys"}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a kiosk that was started once, whose program is at a place of its own."""
    folder = tmp_path / "data"
    open_kiosk(folder).database.close()
    for name in [each for each in os.environ if each.startswith("KIOSK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(folder))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    (tmp_path / "bin").mkdir()
    run_as(tmp_path / "bin" / "kiosk", monkeypatch)
    return folder


def run_as(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])


def staff(*words: str) -> int:
    return commands.main(["staff", *words])


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert staff("list", "--json") == 0
    members = json.loads(capsys.readouterr().out)
    assert all(set(each) == KEYS for each in members)
    return {each["name"]: each for each in members}


def test_the_qr_in_the_terminal_enrols_and_all_else_is_there_to_be_copied() -> None:
    words = ["-m", "screens", "staff", "add", "rosa"]
    with pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=60, dimensions=(60, 120)) as terminal:
        terminal.expect(pexpect.EOF)
        text = re.sub(r"\x1b\[[0-9;]*m", "", str(terminal.before))
    rows = [row for row in text.splitlines() if row.strip() and set(row) <= set("█▀▄ ")]
    picture = Image.new("L", (max(map(len, rows)), 2 * len(rows)), 0)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            upper, lower = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255)}.get(cell, (0, 0))
            picture.putpixel((x, 2 * y), upper)
            picture.putpixel((x, 2 * y + 1), lower)
    (read,) = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    telephone = pyotp.parse_uri(read.text)
    assert (telephone.name, telephone.issuer) == ("rosa", "Kiosco 0417")
    secret = str(telephone.secret)
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in text
    assert len(re.findall(r"\b\w{4}-\w{4}\b", text)) == 10
    assert "solo esta vez" in text
    assert "otpauth" not in text


def test_without_a_terminal_the_address_is_printed_in_place_of_the_qr(capsys: pytest.CaptureFixture[str]) -> None:
    assert staff("add", "rosa") == 0
    printed = capsys.readouterr().out
    assert "otpauth://totp/Kiosco%200417:rosa?secret=" in printed
    assert "█" not in printed


def test_what_was_shown_is_never_shown_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff("add", "rosa")
    printed = capsys.readouterr().out
    secret = str(pyotp.parse_uri(re.findall(r"otpauth:\S+", printed)[0]).secret)
    codes = re.findall(r"\b\w{4}-\w{4}\b", printed)
    member = json.dumps(listed(capsys)["rosa"])
    staff("list")
    staff("key", "list", "rosa")
    shown = member + capsys.readouterr().out
    everywhere = b"".join(each.read_bytes() for each in data.rglob("*") if each.is_file())
    for each in (secret, *codes):
        assert each not in shown
        assert each.encode() not in everywhere


def test_a_reset_shows_new_ones_and_leaves_the_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff("add", "rosa")
    (tmp_path / "rosa.pub").write_text(public_key())
    staff("key", "add", "rosa", str(tmp_path / "rosa.pub"))
    first = capsys.readouterr().out
    assert staff("reset", "rosa") == 0
    again = capsys.readouterr().out
    assert not set(re.findall(r"\b\w{4}-\w{4}\b", again)) & set(re.findall(r"\b\w{4}-\w{4}\b", first))
    member = listed(capsys)["rosa"]
    assert member["recovery_codes"] == 10
    assert len(member["keys"]) == 1  # type: ignore[arg-type] # a list, as KEYS says


def test_a_key_gets_a_line_with_the_programs_path_and_the_persons_name(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    staff("add", "rosa")
    key = public_key()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(key.encode())))
    assert staff("key", "add", "rosa", "-") == 0
    line = (data / "ssh" / "authorized_keys").read_text()
    kind, blob = key.split()[:2]
    assert line == f'restrict,pty,command="{tmp_path}/bin/kiosk assist --actor rosa" {kind} {blob}\n'
    printed = capsys.readouterr()
    (fingerprint,) = re.findall(r"SHA256:\S+", printed.out)
    assert "KIOSK_DATA_DIR" in printed.err  # else SSH would open another kiosk, and nobody knew why the code is wrong
    assert staff("key", "list", "rosa") == 0
    assert fingerprint in capsys.readouterr().out
    assert staff("key", "remove", "rosa", fingerprint) == 0
    assert (data / "ssh" / "authorized_keys").read_text() == ""
    assert "quitada" in capsys.readouterr().out


def test_settings_that_were_given_by_name_are_given_to_the_forced_command_too(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mis ajustes"
    folder.mkdir()
    (folder / "kiosk.toml").write_text('[kiosk]\nid = "0417"\n')
    staff("add", "rosa")
    (tmp_path / "rosa.pub").write_text(public_key())
    monkeypatch.chdir(tmp_path)
    assert commands.main(["--config", "mis ajustes/kiosk.toml", "staff", "key", "add", "rosa", "rosa.pub"]) == 0
    command = re.findall(r'command="([^"]*)"', (data / "ssh" / "authorized_keys").read_text())[0]
    assert shlex.split(command) == [f"{tmp_path}/bin/kiosk", "--config", f"{folder}/kiosk.toml", "assist", "--actor", "rosa"]


@pytest.mark.parametrize("folder", ['co"mi', "co'mi", "co\\mi", "co\nmi"])
def test_a_path_that_could_break_out_of_its_quotes_is_refused_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    staff("add", "rosa")
    (tmp_path / folder).mkdir()
    run_as(tmp_path / folder / "kiosk", monkeypatch)
    (tmp_path / "rosa.pub").write_text(public_key())
    assert staff("key", "add", "rosa", str(tmp_path / "rosa.pub")) == 1
    error = capsys.readouterr().err
    assert "SSH no admite" in error
    assert error.count("\n") == 1
    assert listed(capsys)["rosa"]["keys"] == []


def test_who_is_revoked_has_no_key_and_comes_back_by_restoring_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff("add", "rosa")
    (tmp_path / "rosa.pub").write_text(public_key())
    staff("key", "add", "rosa", str(tmp_path / "rosa.pub"))
    assert staff("revoke", "rosa") == 2, "nobody can be asked"
    assert "--yes" in capsys.readouterr().err
    assert listed(capsys)["rosa"]["revoked_at"] is None
    assert staff("revoke", "rosa", "--yes") == 0
    assert (data / "ssh" / "authorized_keys").read_text() == ""
    assert listed(capsys)["rosa"]["revoked_at"] is not None
    for words in (["reset", "rosa"], ["add", "rosa"], ["key", "add", "rosa", str(tmp_path / "rosa.pub")]):
        assert staff(*words) == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert staff("restore", "rosa") == 0
    assert "otpauth://" in capsys.readouterr().out
    assert staff("restore", "rosa") == 1, "she is there"
    back = listed(capsys)["rosa"]
    assert back["revoked_at"] is None
    assert [each["revoked_at"] is None for each in back["keys"]] == [False]  # type: ignore[attr-defined] # a list, as KEYS says
    assert (data / "ssh" / "authorized_keys").read_text() == ""


@pytest.mark.parametrize(("said", "left"), [("sí\n", 0), ("\n", 1), ("no\n", 1)])
def test_before_somebody_is_revoked_the_terminal_asks(
    said: str, left: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    staff("add", "rosa", "--full-name", "Rosa Quishpe Toaquiza")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True, readline=lambda: said))
    assert staff("revoke", "rosa") == left
    assert "¿Quitar el acceso a Rosa Quishpe Toaquiza" in capsys.readouterr().out
    assert (listed(capsys)["rosa"]["revoked_at"] is None) is bool(left)


def test_somebody_has_a_full_name_and_a_role_that_can_be_changed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert staff("add", "rosa", "--full-name", "Rosa Quishpe", "--role", "supervisor") == 0
    assert staff("add", "luis") == 0
    members = listed(capsys)
    assert [(each["full_name"], each["role"], each["signed_in_at"]) for each in members.values()] == [
        ("", "clerk", None),
        ("Rosa Quishpe", "supervisor", None),
    ]
    assert staff("role", "luis", "reader") == 0
    assert staff("role", "luis", "jefe") == 1
    assert "administrator (administración)" in capsys.readouterr().err
    assert staff("list") == 0
    shown = capsys.readouterr().out
    assert "Rosa Quishpe  supervisión" in shown
    assert "auditoría" in shown
    assert "no entró aún" in shown
    kiosk = open_kiosk(data)
    with kiosk.database.reading() as session:
        told = [(each.name, each.detail) for each in session.exec(select(Event)).all() if each.name == "staff_role_given"]
    kiosk.database.close()
    assert told == [("staff_role_given", "luis reader")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "Rosa Quishpe"], "como rosa.quishpe"),
        (["reset", "nadie"], "kiosk staff list"),
        (["key", "add", "nadie", "/no/file"], "No se puede leer"),
        (["key", "remove", "rosa", "SHA256:%"], "key list rosa"),
    ],
)
def test_a_refusal_is_one_sentence_that_mends_it(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    staff("add", "rosa")
    capsys.readouterr()
    assert staff(*words) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize(
    ("words", "sudo", "account", "actor"),
    [
        ((), "ana", "kiosk", "cli:ana"),
        (("--actor", "luis.quishpe"), "ana", "kiosk", "cli:luis.quishpe"),
        ((), "", "marta", "cli:marta"),
    ],
)
def test_what_the_command_line_does_bears_the_person_who_did_it(  # noqa: PLR0913, PLR0917 - what is drawn, and the fixtures
    data: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sudo: str, account: str, actor: str
) -> None:
    monkeypatch.setenv("SUDO_USER", sudo)
    monkeypatch.setattr(opening, "_account", lambda: account)
    assert commands.main([*words, "staff", "add", "rosa"]) == 0
    assert commands.main([*words, "staff", "revoke", "rosa", "--yes"]) == 0
    kiosk = open_kiosk(data)
    with kiosk.database.reading() as session:
        events = [(each.name, each.actor) for each in session.exec(select(Event)).all() if each.name.startswith("staff")]
    kiosk.database.close()
    assert events == [("staff_added", actor), ("staff_revoked", actor)]


@pytest.mark.parametrize(("words", "sudo", "account"), [((), "", "kiosk"), ((), "root", "root"), ((), "", "root")])
def test_a_command_that_changes_something_is_refused_where_nobody_says_who_does_it(  # noqa: PLR0913, PLR0917 - what is drawn, and the fixtures
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sudo: str,
    account: str,
) -> None:
    monkeypatch.setenv("SUDO_USER", sudo)
    monkeypatch.setattr(opening, "_account", lambda: account)
    for command in (["staff", "add", "rosa"], ["key", "replace"], ["case", "list"]):
        assert commands.main([*words, *command]) == 2
        assert "kiosk --actor NOMBRE" in capsys.readouterr().err
    assert commands.main(["staff", "list"]) == 0, "it changes nothing, and tells nobody's data"
    assert commands.main(["backup", str(data.parent / "backup")]) == 0, "a timer makes it"
    kiosk = open_kiosk(data)
    with kiosk.database.reading() as session:
        assert {each.actor for each in session.exec(select(Event)).all()} <= {"kiosk"}
    kiosk.database.close()


def test_a_name_that_is_none_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("\x1b[2J", "a b", "é", "x" * 29, "-"):
        assert commands.main([f"--actor={name}", "staff", "add", "rosa"]) == 2
        assert "--actor NOMBRE" in capsys.readouterr().err


def test_in_a_folder_of_another_account_nothing_is_written(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = of_another(data, else_="/etc")
    monkeypatch.setenv("KIOSK_DATA_DIR", str(folder))
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    assert staff("add", "rosa") == 3
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n"), "es de la cuenta" in said.err) == ("", 1, True)
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
