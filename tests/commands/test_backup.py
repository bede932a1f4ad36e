"""`kiosk backup`, `kiosk restore` and `kiosk migrate` as an office's scripts run them."""

import json
from pathlib import Path

import pytest

from kiosk import commands
from tests.commands.test_commands import run
from tests.filing import answer_all, file_alone, open_kiosk


def test_a_kiosk_is_backed_up_while_it_runs_and_restored_once_it_does_not(tmp_path: Path) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    kiosk = open_kiosk(data)
    number = file_alone(kiosk)
    made = run(data, "backup", str(copies), "--json")
    assert (made.returncode, made.stderr) == (0, "")
    said = json.loads(made.stdout)
    assert set(said) == {"folder", "made_at", "documents", "bytes", "lost"}
    refused = run(data, "restore", str(copies), "--aside")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "en marcha" in refused.stderr
    answer_all(kiosk)
    kiosk.database.close()
    listed = run(data, "restore", KIOSK_BACKUP__FOLDER=str(copies))
    assert said["folder"] in listed.stdout
    nobodys = run(data, "restore", str(copies), "--aside", SUDO_USER="root")
    assert (nobodys.returncode, "--actor" in nobodys.stderr) == (2, True)
    done = run(data, "--actor", "ana", "restore", str(copies), "--aside")
    assert (done.returncode, done.stderr) == (0, "")
    assert "la letra B" in done.stdout
    (aside,) = data.glob("aside-*")
    assert str(aside) in done.stdout
    assert [each["number"] for each in json.loads(run(data, "case", "list", "--json").stdout)] == [number]
    migrated = run(data, "migrate")
    assert (migrated.returncode, "al día" in migrated.stdout) == (0, True)


def test_what_cannot_be_backed_up_or_restored_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    open_kiosk(data).database.close()
    monkeypatch.setenv("KIOSK_DATA_DIR", str(data))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    for words, expected in (
        (["backup", str(data / "copies")], "dentro de los datos"),
        (["backup", "/proc/copies"], "No se pudo hacer la copia"),
        (["restore"], "No se sabe de ninguna copia"),
        (["--actor", "ana", "restore", str(tmp_path)], "no hay una copia"),
    ):
        assert commands.main(words) == 1
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert expected in told.err
