"""The start: on a new folder, on one that another start is filling, and on one of which a part was lost."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from kiosk.bootstrap import compose
from kiosk.domain.errors import NotFound, OutOfService
from kiosk.services.filing import drafts
from kiosk.services.upkeep import housekeeping
from tests.filing import StoppedClock, answer_all, begin, open_kiosk


def test_everything_in_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        kiosk = open_kiosk(tmp_path / "data")
        answer_all(kiosk)
    finally:
        os.umask(before)
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")}
    assert {name for name, others in modes.items() if others} == set()


def test_a_lost_database_is_not_begun_anew_beside_its_documents(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path)
    answer_all(kiosk)
    kiosk.database.close()
    for path in tmp_path.glob("kiosk.db*"):
        path.unlink()
    with pytest.raises(OutOfService, match="Falta la base de datos"):
        open_kiosk(tmp_path)
    assert len(list((tmp_path / "vault").iterdir())) > 1


def test_trouble_with_a_file_at_the_start_is_a_reason_for_staff(tmp_path: Path) -> None:
    def fail(_path: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    open_kiosk(tmp_path).database.close()
    with patch("kiosk.storage.vault.os.scandir", fail), pytest.raises(OutOfService, match="Revise su permiso"):
        open_kiosk(tmp_path)


def test_one_of_many_that_come_beside_the_kiosk_puts_nothing_in_order(tmp_path: Path) -> None:
    clock = StoppedClock(datetime.now(UTC) - timedelta(days=9))
    kiosk = open_kiosk(tmp_path / "data", clock)
    draft = begin(kiosk)
    clock.advance(days=9)
    housekeeping.remember_clock(kiosk)  # or the days that passed would be a leap, by which nothing is removed
    compose(kiosk.settings, in_order=False).database.close()
    assert drafts.read(kiosk, draft.id).id == draft.id
    compose(kiosk.settings).database.close()
    with pytest.raises(NotFound):
        drafts.read(kiosk, draft.id)
