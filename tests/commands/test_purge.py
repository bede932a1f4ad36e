"""`kiosk purge`: says what went and when, in words and as JSON."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import commands
from kiosk.services.upkeep import housekeeping
from tests.filing import StoppedClock, answer_all, open_kiosk


def test_it_tells_what_went_and_a_second_time_that_there_was_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    clock = StoppedClock(datetime.now(UTC) - timedelta(days=9))
    kiosk = open_kiosk(tmp_path / "data", clock)
    answer_all(kiosk)
    clock.advance(days=9)
    housekeeping.remember_clock(kiosk)  # or the days that passed would be a leap, by which nothing is removed
    kiosk.database.close()
    assert commands.main(["purge"]) == 0
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d\. Se borró:\ntrámites sin enviar: 1\n", capsys.readouterr().out)
    assert commands.main(["purge"]) == 0
    assert "No había nada que borrar" in capsys.readouterr().out
    assert commands.main(["purge", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["removed"]) == set(housekeeping.PURGED)
    assert datetime.fromisoformat(told["at"]).tzinfo is not None
