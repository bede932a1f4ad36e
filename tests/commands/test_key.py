"""`kiosk key`: the public key as line, file and QR; a copy for safe keeping that is really there; and a new key."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pexpect
import pytest
import zxingcpp
from PIL import Image

from kiosk import commands
from kiosk.domain.papers.receipt_key import parse_public_key
from kiosk.services.cases import receipts
from kiosk.services.papers.receipt_check import ReceiptVerdict, check
from kiosk.storage.public_keys import known_keys
from tests.filing import answer_all, number_of, open_kiosk, submit


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of a kiosk that was started once, and let the commands use it."""
    folder = tmp_path / "data"
    open_kiosk(folder).database.close()
    for name in [each for each in os.environ if each.startswith("KIOSK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KIOSK_DATA_DIR", str(folder))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    return folder


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Return what `key show --json` says."""
    capsys.readouterr()
    assert commands.main(["key", "show", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) == {"kiosk", "key", "since", "until", "line", "earlier"}
    assert isinstance(record, dict)
    return record


def test_the_key_is_shown_as_a_line_that_is_a_key_file(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["key", "show"]) == 0
    line = capsys.readouterr().out
    (own,) = (data / "keys").glob("*.pub")
    assert line == own.read_text(encoding="ascii")
    record = shown(capsys)
    assert (record["line"], record["kiosk"], record["until"], record["earlier"]) == (line.strip(), "0417", None, [])
    target = tmp_path / "0417.pub"
    assert commands.main(["key", "show", "--output", str(target)]) == 0
    assert target.read_text(encoding="ascii") == line
    assert commands.main(["key", "show", "--output", str(tmp_path / "none" / "f")]) == 1
    assert "No se pudo escribir" in capsys.readouterr().err


def test_the_qr_in_the_terminal_reads_as_the_line(data: Path) -> None:
    with pexpect.spawn(
        sys.executable, ["-m", "screens", "key", "show"], encoding="utf-8", timeout=60, dimensions=(60, 120)
    ) as terminal:
        terminal.expect(pexpect.EOF)
        text = str(terminal.before)
    line, *rows = re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
    rows = [row for row in rows if row.strip()]
    picture = Image.new("L", (max(map(len, rows)), 2 * len(rows)), 0)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            upper, lower = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255)}.get(cell, (0, 0))
            picture.putpixel((x, 2 * y), upper)
            picture.putpixel((x, 2 * y + 1), lower)
    read = zxingcpp.read_barcodes(picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST))
    assert [each.text for each in read] == [line]
    assert parse_public_key(line).kiosk == "0417"


def test_a_kiosk_that_was_never_started_has_nothing_to_show_or_to_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "none"))
    for words in (["key", "show"], ["key", "backup", str(tmp_path / "copy")]):
        assert commands.main(words) == 3
        (sentence,) = capsys.readouterr().err.splitlines()
        assert "una vez" in sentence
    assert not (tmp_path / "none").exists()
    assert not (tmp_path / "copy").exists()


def test_a_replaced_key_is_shown_with_the_earlier_ones_and_receipts_of_both_are_genuine_by_its_file(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk = open_kiosk(data)
    number = number_of(submit(kiosk, answer_all(kiosk)))
    before = receipts.content(kiosk, number).qr
    first = shown(capsys)
    assert commands.main(["key", "replace"]) == 0
    said = capsys.readouterr().out
    second = shown(capsys)
    assert str(second["key"]) in said
    assert "siguen siendo auténticos" in said
    assert second["earlier"] == [
        {
            **{name: first[name] for name in ("kiosk", "key", "since")},
            "until": second["since"],
            "line": str(first["line"])[:-1] + str(second["line"]).split()[4],
        }
    ]
    target = tmp_path / "0417.pub"
    assert commands.main(["key", "show", "--output", str(target)]) == 0
    known, complaints = known_keys(tmp_path / "post", [target])
    assert (len(known), complaints) == (2, ())
    for code in (before, receipts.content(kiosk, number).qr):
        assert check(code, known).verdict is ReceiptVerdict.GENUINE
    kiosk.database.close()


def test_the_backup_holds_every_key_0600_and_says_what_losing_and_leaking_mean(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["key", "replace"]) == 0
    folder = tmp_path / "safe" / "copy"
    assert commands.main(["key", "backup", str(folder)]) == 0
    own = {each.name: each.read_bytes() for each in (data / "keys").iterdir() if each.is_file()}
    copied = {each.name: each.read_bytes() for each in folder.iterdir()}
    note = copied.pop("LEEME.txt").decode()
    assert copied == own
    assert len(own) == 4, "kiosk.key, receipt.key and two public ones"
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ("kiosk.key", "receipt.key", ".pub"):
        assert name in note
    assert note.count("Si se pierde") == 2
    assert note.count("Si otra persona la tiene") == 2
    assert "kiosk key replace" in note


@pytest.mark.parametrize("name", ["kiosk.key", "receipt.key", "LEEME.txt"])
def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(
    data: Path, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / name).write_bytes(b"another kiosk's")
    assert commands.main(["key", "backup", str(folder)]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "nunca se pisa" in sentence
    assert [each.name for each in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == b"another kiosk's"


def test_a_disk_that_keeps_something_else_than_was_written_is_found_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def bad_disk(path: Path, content: bytes) -> None:
        path.write_bytes(content[:-1] + b"?")

    with patch("kiosk.storage.key_backup.write_safely", bad_disk):
        assert commands.main(["key", "backup", str(tmp_path / "copy")]) == 1
    assert "Use otro disco" in capsys.readouterr().err
    assert list((tmp_path / "copy").iterdir()) == []


def test_a_folder_that_is_a_file_is_refused_in_words(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert commands.main(["key", "backup", str(tmp_path / "file")]) == 1
    assert "No se pudo guardar" in capsys.readouterr().err


def test_a_backup_brought_back_opens_the_data_and_signs_the_same(data: Path, tmp_path: Path) -> None:
    kiosk = open_kiosk(data)
    number = number_of(submit(kiosk, answer_all(kiosk)))
    code = receipts.content(kiosk, number).qr
    kiosk.database.close()
    assert commands.main(["key", "backup", str(tmp_path / "copy")]) == 0
    for each in (data / "keys").iterdir():
        each.unlink()
    for each in (tmp_path / "copy").iterdir():
        (data / "keys" / each.name).write_bytes(each.read_bytes())
        (data / "keys" / each.name).chmod(0o600)
    again = open_kiosk(data)
    assert receipts.content(again, number).qr == code
    again.database.close()


def test_no_key_is_ever_shown_on_a_terminal_or_in_the_log(data: Path, tmp_path: Path) -> None:
    secret = [(data / "keys" / name).read_bytes() for name in ("kiosk.key", "receipt.key")]
    said = b""
    for words in (["show"], ["show", "--json"], ["backup", str(tmp_path / "copy")], ["replace"]):
        ended = subprocess.run([sys.executable, "-m", "screens", "key", *words], capture_output=True, check=True, timeout=120)
        said += ended.stdout + ended.stderr
    logs = b"".join(each.read_bytes() for each in (data / "log").rglob("*") if each.is_file())
    for each in secret:
        for form in (each, each.hex().encode()):
            assert form not in said + logs
