"""A kiosk at which one case was filed, a copy for each test: filing takes a second, copying a few milliseconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.kiosk import Kiosk
from tests import databases
from tests.filing import StoppedClock, answer_all, open_kiosk, submit


@pytest.fixture(scope="session")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """File a case, and return the data folder and its number."""
    folder = tmp_path_factory.mktemp("filed") / "data"
    kiosk = open_kiosk(folder)
    number = str(submit(kiosk, answer_all(kiosk)).number)
    kiosk.database.close()
    kiosk.inspector.close()
    return folder, number


@pytest.fixture
def kiosk(filed: tuple[Path, str], tmp_path: Path, clock: StoppedClock) -> Iterator[Kiosk]:
    databases.copy(filed[0], tmp_path / "data")
    kiosk = open_kiosk(tmp_path / "data", clock).acting_as("rosa")
    yield kiosk
    kiosk.database.close()
    kiosk.inspector.close()


@pytest.fixture
def number(filed: tuple[Path, str]) -> str:
    return filed[1]
