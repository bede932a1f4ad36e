"""What the doctor says of the machine: its disks, real ones among them, and its clock."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.machine.health import Check, Health
from kiosk.services.health import clock as health_clock
from kiosk.services.health import machine, store
from kiosk.services.kiosk import Kiosk
from kiosk.settings import Settings
from kiosk.storage.tables import Event

OK, WARNING, FAILED = Health.OK, Health.WARNING, Health.FAILED


def only(checks: list[Check]) -> tuple[Health, str]:
    (check,) = checks
    assert check.state is OK or check.mend
    return check.state, check.code


def test_little_space_is_a_warning_and_none_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(tmp_path)

    def stand(free: int, files: int) -> tuple[Health, str]:
        values = [1, 1, 10**9, free, free, 10**9, files, files, real.f_flag, real.f_namemax]
        monkeypatch.setattr(os, "statvfs", lambda _path: os.statvfs_result(values))
        return only(machine.disk(Settings(tmp_path)))

    assert stand(10**9, 10**6) == (OK, "ok")
    assert stand(499_999_999, 10**6) == (WARNING, "scarce")
    assert stand(49_999_999, 10**6) == (FAILED, "full")
    assert stand(10**9, 4_999) == (WARNING, "scarce_inodes")
    assert stand(10**9, 499) == (FAILED, "no_inodes")


_FULL = """
import sys
from pathlib import Path
from kiosk.services.health import machine
from kiosk.settings import Settings
folder = Path(sys.argv[1])
print(machine.disk(Settings(folder))[0].code)
"""


def test_a_real_disk_that_is_full_and_one_that_cannot_be_written(tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("the kernel lets nobody mount here")
    fill = 'head -c 900k /dev/zero >$0/x; python -c "$1" $0; head -c 1M /dev/zero >$0/y; python -c "$1" $0; '
    script = f'mount -t tmpfs -o size=1m none $0; {fill} mount -o remount,ro $0; python -c "$1" $0'.replace(
        "python", sys.executable
    )
    command = ["unshare", "-Urm", "sh", "-c", script, str(tmp_path), _FULL]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
    assert done.stdout.split() == ["full", "full", "not_writable"], done.stderr


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(machine, "_write_something", fail)
    assert only(machine.disk(Settings(tmp_path))) == (FAILED, "not_writable")


NOW = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("synchronised", "known_right", "latest", "expected"),
    [
        (True, None, NOW + timedelta(days=1), (OK, "synchronised")),
        (False, NOW - timedelta(days=6), NOW, (OK, "recent")),
        (False, NOW - timedelta(days=8), NOW, (WARNING, "not_synchronised")),
        (False, None, None, (WARNING, "not_synchronised")),
        (False, NOW - timedelta(days=1), NOW + timedelta(seconds=1), (FAILED, "gone_back")),
    ],
)
def test_the_clock_is_as_the_kernel_and_the_memory_say(  # noqa: PLR0913, PLR0917 - one row of the table
    synchronised: bool,  # noqa: FBT001 - a column of the table
    known_right: datetime | None,
    latest: datetime | None,
    expected: tuple[Health, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health_clock, "kernel_is_synchronised", lambda: synchronised)
    assert only([health_clock.clock(Settings(tmp_path), NOW, known_right, latest)]) == expected


def test_a_clock_that_went_back_since_the_last_event_is_found_in_the_database(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kiosk.database.transaction() as session:
        session.add(Event(at=datetime.now(UTC) + timedelta(days=400), name="later", sha256=""))
    kiosk.database.close()
    monkeypatch.setattr(health_clock, "kernel_is_synchronised", lambda: False)
    [clock] = [each for each in store.examine(kiosk.settings) if each.name == "clock"]
    assert (clock.state, clock.code) == (FAILED, "gone_back")
