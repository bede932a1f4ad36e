"""The keys: made once, kept to the account, and never made anew beside data that only the lost one opens."""

from pathlib import Path

import pytest

from kiosk.domain.errors import OutOfService
from kiosk.storage.keys import open_keys


def test_the_key_is_made_at_the_first_start_and_kept_0600(tmp_path: Path) -> None:
    first = open_keys(tmp_path, new_allowed=True)
    assert open_keys(tmp_path, new_allowed=False) == first
    assert (tmp_path / "keys" / "kiosk.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_is_not_replaced_beside_data(tmp_path: Path) -> None:
    with pytest.raises(OutOfService, match="Falta la llave"):
        open_keys(tmp_path, new_allowed=False)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    open_keys(tmp_path, new_allowed=True)
    (tmp_path / "keys" / "kiosk.key").chmod(0o644)
    with pytest.raises(OutOfService, match="0600"):
        open_keys(tmp_path, new_allowed=False)


def test_a_cut_key_is_refused(tmp_path: Path) -> None:
    open_keys(tmp_path, new_allowed=True)
    (tmp_path / "keys" / "kiosk.key").write_bytes(b"short")
    with pytest.raises(OutOfService, match="incompleta"):
        open_keys(tmp_path, new_allowed=False)


def test_a_systemd_credential_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "kiosk.key").write_bytes(b"c" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert open_keys(tmp_path, new_allowed=False).master == b"c" * 32


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = open_keys(tmp_path, new_allowed=True)
    assert len({keys.derive("database"), keys.derive("tries"), keys.master}) == 3
    assert "master" not in repr(keys)


def test_a_key_that_another_start_made_meanwhile_is_taken_and_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_keys(tmp_path, new_allowed=True)
    exists, answers = Path.exists, iter([False])
    monkeypatch.setattr(Path, "exists", lambda path: next(answers, None) if path.name == "kiosk.key" else exists(path))
    assert open_keys(tmp_path, new_allowed=True) == first
