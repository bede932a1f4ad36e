"""`kiosk samples`: for a demonstration alone."""

from pathlib import Path

import pytest

from kiosk import commands


def test_a_real_kiosk_gets_no_sample_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    assert commands.main(["samples"]) == 1
    assert "solo para la demostración" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_demonstration_in_a_new_folder_begins_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "demo"))
    monkeypatch.setattr("kiosk.services.demonstration.sample_cases.HOW_MANY", 14)
    assert commands.main(["--demo", "samples"]) == 0
    assert capsys.readouterr().out == "14 trámites de muestra.\n"
