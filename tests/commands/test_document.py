"""`kiosk document check`, as staff type it."""

import json
import re
from pathlib import Path

import pytest

from kiosk import commands
from tests.inspection.hostile import camera_photo, noisy_photo, pdf, photo


@pytest.fixture(autouse=True)
def kiosk_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")


def written(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return str(folder / name)


def test_a_document_that_may_be_attached_exits_0_with_stable_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = pdf(pages=2)
    assert commands.main(["document", "check", written(tmp_path, "a.jpg", content), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["media_type"], answer["pages"]) == ("doubtful", "application/pdf", 2)
    assert answer["bytes"] <= answer["original_bytes"] == len(content)
    assert (answer["marks"], len(answer["facts"])) == ([], 2)
    assert {name for each in answer["findings"] for name in each} == {"code", "message"}
    assert set(answer["facts"][0]) == {"width", "height", "dpi", "turned", "scores"}


def test_what_was_reduced_says_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "a.jpg", camera_photo((3000, 2250), quality=96))
    assert commands.main(["document", "check", file, "--paper", "card"]) == 0
    assert re.search(r"^Pesaba \d,\d MB; quedó en [12](,\d)? MB\.$", capsys.readouterr().out, re.MULTILINE)
    assert commands.main(["document", "check", written(tmp_path, "b.jpg", photo())]) == 0
    assert "Pesaba" not in capsys.readouterr().out


def test_a_refused_document_exits_1_with_its_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["document", "check", written(tmp_path, "a.pdf", b"MZ\x90\x00"), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["media_type"], answer["pages"], answer["bytes"]) == ("refused", None, 0, 4)
    assert [each["code"] for each in answer["findings"]] == ["program"]
    assert answer["findings"][0]["message"].startswith("Es un programa")


def test_without_json_it_speaks_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["document", "check", written(tmp_path, "a", photo())]) == 0
    assert capsys.readouterr().out.startswith("Se puede adjuntar.\nEs una foto de 1000 × 630 puntos, ")
    assert commands.main(["document", "check", written(tmp_path, "b", b"")]) == 1
    assert capsys.readouterr().out.startswith("No se puede adjuntar.\nEl archivo está vacío.")


def test_no_such_file_exits_2_with_one_clean_sentence_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["document", "check", str(tmp_path / "no\x1b[2J.jpg"), "--json"]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err.startswith("No se puede leer ")
    assert answer.err.count("\n") == 1
    assert "\x1b" not in answer.err


def test_the_limit_is_that_of_the_kiosk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_LIMITS__DOCUMENT_BYTES", "1000")
    assert commands.main(["document", "check", written(tmp_path, "a.jpg", noisy_photo(90_000)), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "too_large"


def test_a_document_can_be_looked_at_where_no_kiosk_was_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KIOSK_KIOSK__ID")
    assert commands.main(["document", "check", written(tmp_path, "a.jpg", photo())]) == 0


def test_a_mistake_in_the_settings_exits_3_with_the_name_of_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_LIMITS__DOCUMENT_BYTES", "muchos")
    assert commands.main(["document", "check", written(tmp_path, "a.jpg", photo())]) == 3
    assert "limits.document_bytes" in capsys.readouterr().err
