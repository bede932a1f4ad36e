"""A real kiosk on a temporary folder for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.kiosk import Kiosk
from tests.filing import StoppedClock, open_kiosk


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", clock)
    yield kiosk
    kiosk.inspector.close()
    kiosk.database.close()
