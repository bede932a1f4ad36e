"""Each state of a server's database that the doctor looks at, on a real one."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.domain.machine.health import Health
from kiosk.services.health import server as health_server
from kiosk.services.health import store
from kiosk.services.kiosk import Kiosk
from kiosk.settings import DatabaseSettings, Settings
from kiosk.storage import migrate
from kiosk.storage.keys import CREDENTIAL
from tests import databases
from tests.ports import free_port

pytestmark = [
    pytest.mark.peer("pg_createcluster"),
    pytest.mark.parametrize("chosen_database", ["postgresql"], indirect=True),
]
OK, WARNING, FAILED = Health.OK, Health.WARNING, Health.FAILED


def stored(settings: Settings) -> dict[str, tuple[Health, str]]:
    found = store.examine(settings)
    assert all(each.mend for each in found if each.state is not OK and each.code != "not_looked")
    return {each.name: (each.state, each.code) for each in found}


def at(settings: Settings, url: str) -> Settings:
    return replace(settings, database=DatabaseSettings(url))


@pytest.fixture
def settings(kiosk: Kiosk) -> Settings:
    kiosk.database.close()
    return kiosk.settings


def test_a_kiosk_that_was_set_up_is_looked_at_whole(settings: Settings) -> None:
    found = stored(settings)
    assert (found["keys"], found["outbox"], found["backup"]) == ((OK, "ok"), (OK, "empty"), (WARNING, "of_server"))
    assert found["database"] == (WARNING, "not_durable"), "the tests' server does not wait for its disk"


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ({}, (OK, "ok")),
        ({"far": True}, (WARNING, "in_clear")),
        ({"far": True, "encrypted": True}, (OK, "ok")),
        ({"encoding": "LATIN1"}, (FAILED, "not_utf8")),
        ({"only_read": True}, (FAILED, "only_read")),
    ],
)
def test_what_a_server_says_of_itself_is_judged(server: dict[str, object], expected: tuple[Health, str]) -> None:
    usual = {"encoding": "UTF8", "fsync": "on", "only_read": False, "far": False, "encrypted": False}
    check = health_server._server(SimpleNamespace(**usual | server), "here")
    assert (check.state, check.code) == expected


def test_a_server_that_is_away_refuses_or_is_not_understood_is_told_apart_and_never_its_password(settings: Settings) -> None:
    url = settings.database.url
    for wrong, code in (
        (url.replace(str(databases.server().port), str(free_port())), "away"),
        (url.replace("kiosk:", "nobody:"), "refused"),
        ("clave-secreta", "not_understood"),
    ):
        found = {each.name: each for each in store.examine(at(settings, wrong))}
        assert (found["database"].state, found["database"].code, found["outbox"].code) == (FAILED, code, "not_looked")
        assert "clave" not in found["database"].message
    assert "clave" not in repr(settings)


def test_another_key_than_the_other_kiosks_have_is_told(settings: Settings) -> None:
    key = settings.data_dir / "keys" / CREDENTIAL
    key.write_bytes(bytes(32))
    assert stored(settings)["keys"] == (FAILED, "other")
    key.unlink()
    assert stored(settings)["keys"] == (FAILED, "lost")


def test_a_database_that_is_empty_or_of_another_version_is_told_and_not_touched(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.fresh(migrated=False) as url:
        assert stored(at(Settings(tmp_path / "none"), url))["database"] == (WARNING, "not_made")
        assert stored(at(Settings(tmp_path / "none"), url))["database"] == (WARNING, "not_made")
    assert not (tmp_path / "none").exists()
    for head, expected in (("9999", (WARNING, "older")), ("0001", (FAILED, "newer"))):
        monkeypatch.setattr(migrate, "HEAD", head)
        assert stored(settings)["database"] == expected
