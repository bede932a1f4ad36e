"""`kiosk procedure`: exit codes and what is printed."""

import argparse
import json
from pathlib import Path

import pytest

from kiosk.commands import procedure


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))


def kiosk(*words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(config=None, demo=True)
    procedure.add_parser(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["procedure", *words])
    return int(arguments.run(arguments))


def test_check_of_a_sound_file_ends_with_0(second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk("check", str(second / "afiliacion.toml")) == 0
    assert "está bien" in capsys.readouterr().out


def test_check_tells_each_mistake_as_file_line_and_message_and_ends_with_1(
    second: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = second / "afiliacion.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"photo"', '"PHOTO"').replace("Hijo o hija", ""), encoding="utf-8")
    assert kiosk("check", str(path)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [[f"{path}:15", "requirements[1].id"], [f"{path}:31", "kinships[1].name"]]


def test_check_answers_in_json(second: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = second / "afiliacion.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-12", "pronto"), encoding="utf-8")
    assert kiosk("check", str(path), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["file"] == str(path)
    assert [(each["line"], each["key"]) for each in answer["mistakes"]] == [(2, "version")]


@pytest.mark.parametrize(("name", "words"), [("nada.toml", "No existe el archivo"), (".", "No se puede leer")])
def test_check_of_what_is_no_file_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, words: str) -> None:
    assert kiosk("check", str(tmp_path / name)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(words)
    assert len(printed.err.splitlines()) == 1


def test_list_shows_id_version_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk("list") == 0
    assert capsys.readouterr().out.startswith("egreso-ssc  2026-11  Egreso")


def test_list_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk("list", "--json") == 0
    (egreso,) = json.loads(capsys.readouterr().out)
    assert egreso["id"] == "egreso-ssc"
    assert set(egreso) == {"id", "version", "name", "sector", "category"}


def test_list_shows_what_an_office_added(second: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KIOSK_PROCEDURES", str(second))
    assert kiosk("list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["afiliacion-prueba", "egreso-ssc"]
