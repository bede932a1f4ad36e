"""What the doctor says of the institute's certificate, of members of staff and of their keys."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.machine.health import Check, Health
from kiosk.services.health import staff as health_staff
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members, ssh_keys
from kiosk.settings import DeskSettings, Settings
from tests.accounts import of_another
from tests.certificates import make_institute
from tests.keys import public_key


def code(checks: list[Check], name: str) -> str:
    """Return what was found, which is mended by something."""
    (found,) = (each for each in checks if each.name == name)
    assert found.mend or found.state is Health.OK
    return found.code


def sealing(path: Path | None) -> str:
    return code(health_staff.certificate(Settings(Path("none"), desk=DeskSettings(institute_certificate=path))), "certificate")


def test_a_certificate_is_told_before_it_is_needed(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert sealing(None) == "none"
    assert sealing(tmp_path / "gone.pem") == "unusable"
    (tmp_path / "other.pem").write_text("nothing", "ascii")
    assert sealing(tmp_path / "other.pem") == "unusable"
    for days, said in ((-1, "expired"), (20, "expires_soon"), (40, "ok")):
        assert sealing(make_institute(tmp_path / said, valid_until=now + timedelta(days=days))[0]) == said


@pytest.fixture
def keyed(kiosk: Kiosk) -> Kiosk:
    """Return a kiosk with a member of staff who has a key in the file that sshd reads."""
    members.add(kiosk, "rosa")
    ssh_keys.add_key(kiosk, "rosa", public_key())
    ssh_keys.publish(kiosk, "/bin/kiosk assist")
    return kiosk


def access(kiosk: Kiosk) -> list[Check]:
    return health_staff.access(kiosk.settings, kiosk.database)


def test_whoever_has_no_key_is_named(kiosk: Kiosk) -> None:
    assert code(access(kiosk), "staff") == "nobody"
    members.add(kiosk, "rosa")
    (found,) = access(kiosk)
    assert (found.code, "rosa" in found.message) == ("no_key", True)
    ssh_keys.add_key(kiosk, "rosa", public_key())
    assert [each.code for each in access(kiosk)] == ["ok", "missing"]
    ssh_keys.publish(kiosk, "/bin/kiosk assist")
    assert [each.code for each in access(kiosk)] == ["ok", "ok"]
    members.revoke(kiosk, "rosa")
    assert code(access(kiosk), "staff") == "nobody"


def test_keys_that_others_may_change_are_told(keyed: Kiosk) -> None:
    keyed.settings.desk.authorized_keys.parent.chmod(0o770)
    assert code(access(keyed), "ssh_keys") == "open_to_others"
    keyed.settings.desk.authorized_keys.parent.chmod(0o700)
    keyed.settings.desk.authorized_keys.chmod(0o644)
    assert code(access(keyed), "ssh_keys") == "ok"


def test_keys_that_another_account_wrote_are_told(keyed: Kiosk) -> None:
    file = of_another(keyed.settings.desk.authorized_keys, else_="/etc/passwd")
    desk = dataclasses.replace(keyed.settings.desk, authorized_keys=file)
    found = health_staff.access(dataclasses.replace(keyed.settings, desk=desk), keyed.database)
    assert code(found, "ssh_keys") == "other_owner"
