"""The vault: nothing readable on the disk, nothing half written, an altered document told."""

import errno
import os
import secrets
from pathlib import Path

import pytest

from kiosk.storage.vault import Vault, VaultError


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    vault = Vault(tmp_path / "vault")
    vault.open()
    return vault


def test_what_was_put_comes_back_and_is_unreadable_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    key = vault.put("a" * 32, b"CANARY " * 100)
    assert vault.get("a" * 32, key) == b"CANARY " * 100
    assert b"CANARY" not in (tmp_path / "vault" / ("a" * 32)).read_bytes()


def test_only_the_account_may_read_the_files(vault: Vault, tmp_path: Path) -> None:
    vault.put("a" * 32, b"x")
    assert (tmp_path / "vault" / ("a" * 32)).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700


def test_an_altered_document_is_told(vault: Vault, tmp_path: Path) -> None:
    key = vault.put("a" * 32, b"content")
    path = tmp_path / "vault" / ("a" * 32)
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(bytes(sealed))
    with pytest.raises(VaultError, match="otra vez"):
        vault.get("a" * 32, key)


def test_a_document_moved_to_another_name_does_not_open(vault: Vault, tmp_path: Path) -> None:
    key = vault.put("a" * 32, b"content")
    (tmp_path / "vault" / ("a" * 32)).rename(tmp_path / "vault" / ("b" * 32))
    with pytest.raises(VaultError):
        vault.get("b" * 32, key)


def test_a_wrong_key_does_not_open(vault: Vault) -> None:
    vault.put("a" * 32, b"content")
    with pytest.raises(VaultError):
        vault.get("a" * 32, secrets.token_bytes(32))


def test_a_full_disk_is_told_and_leaves_no_remains(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultError, match="no tiene espacio"):
        vault.put("a" * 32, b"content")
    assert list((tmp_path / "vault").iterdir()) == []


def test_a_file_that_vanishes_while_the_names_are_read_is_passed_over(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.put("a" * 32, b"one")
    vault.put("b" * 32, b"two")
    scan = os.scandir

    def slow_scan(folder: Path) -> object:
        entries = list(scan(folder))
        (tmp_path / "vault" / ("a" * 32)).unlink()
        return entries

    monkeypatch.setattr(os, "scandir", slow_scan)
    assert vault.names(older_than=float("inf")) == {"b" * 32}


def test_a_file_that_cannot_be_removed_now_is_no_error(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002 - as pathlib has it
        raise PermissionError(errno.EACCES, missing_ok)

    vault.put("a" * 32, b"one")
    monkeypatch.setattr(Path, "unlink", refuse)
    vault.remove("a" * 32)


def test_it_knows_whether_a_document_is_there_in_its_full_length(vault: Vault, tmp_path: Path) -> None:
    vault.put("a" * 32, b"one")
    assert vault.holds("a" * 32, 3)
    (tmp_path / "vault" / ("a" * 32)).write_bytes(b"cut")
    assert not vault.holds("a" * 32, 3)
    assert not vault.holds("b" * 32, 3)
