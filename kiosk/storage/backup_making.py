"""Making a backup of a kiosk that may be running, and looking through one: whole and verified, or not there at all."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.account import may_not_write
from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.storage import backups, sealed_copy
from kiosk.storage.backups import UNFINISHED, VAULT, Backup
from kiosk.storage.database import FILE_NAME, Database
from kiosk.storage.files import forget_cached, private_folder, sync_folder
from kiosk.storage.vault import Vault, VaultError
from kiosk.words.system import fault_in_words

Progress = Callable[[int, int], object]
"""Told how many bytes of how many are copied; what it raises ends the copying."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


_KEPT = "SELECT id, byte_count, key FROM document WHERE key <> x''"


@dataclass(frozen=True)
class BackupSource:
    """What is copied: a kiosk's database, which `key` opens, and its vault."""

    kiosk: str
    database: Database
    key: bytes = field(repr=False)
    vault_folder: Path


def make(  # noqa: PLR0913 - what, where and when, and three choices by name
    source: BackupSource, folder: Path, at: datetime, *, keep: int, same_files: bool = False, progress: Progress = silent
) -> Backup:
    """Make a backup in a folder of its own in `folder`, verify it, and remove all but the `keep` newest there.

    With `same_files`, for a backup on the data's own disk, documents are not copied: the vault's files get another name.
    Raises KioskError: another one is being made, or the disk refused, and then nothing of it is left.
    """
    with _one_at_a_time(source.vault_folder), told(folder):
        private_folder(folder)
        backups.remove_unfinished(folder, source.kiosk)
        name = backups.next_name(folder, source.kiosk, at)
        unfinished = folder / f".{name}{UNFINISHED}"
        try:
            unfinished.mkdir(mode=0o700)
            before = [source.vault_folder] if same_files else [each.vault for each in backups.found_in(folder, source.kiosk)[-1:]]
            made = _fill(source, unfinished, at, [Vault(each) for each in before], progress)
            unfinished.rename(folder / name)
            sync_folder(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        with suppress(OSError):  # it is made; what could not be removed goes with the next
            backups.keep_only(folder, source.kiosk, keep)
    return replace(made, folder=folder / name)


def verify(backup: Backup, key: bytes, progress: Progress = silent) -> None:
    """Read all of a backup: that the database is whole under this key, and each document opens. Raises KioskError, OSError."""
    path = backup.folder / FILE_NAME
    if sealed_copy.sha256_of(path) != backup.sha256:
        raise KioskError(_("La copia {folder} está dañada: su base de datos cambió. Use otra copia.").format(folder=backup.folder))
    try:
        with sealed_copy.opened(path, key) as connection:
            connection.execute("SELECT count(*) FROM document")
            _verify(connection, backup, progress)
    except sqlcipher.DatabaseError as error:
        sentence = _("La llave que hay no abre la copia {folder}: recupere la llave del mismo kiosco y tiempo (kiosk.key).")
        raise KioskError(sentence.format(folder=backup.folder)) from error


def _verify(connection: Any, backup: Backup, progress: Progress) -> None:  # noqa: ANN401 - as the driver's connection
    damaged = _("La copia {folder} está dañada. Use otra copia.").format(folder=backup.folder)
    if not sealed_copy.is_whole(connection):
        raise KioskError(damaged)
    vault, done = Vault(backup.vault), 0
    for name, byte_count, key in connection.execute(_KEPT):
        done += byte_count
        if name not in backup.lost and not _opens(vault, name, byte_count, key):
            raise KioskError(damaged)
        progress(done, backup.byte_count)


def _fill(source: BackupSource, folder: Path, at: datetime, before: list[Vault], progress: Progress) -> Backup:
    path = folder / FILE_NAME
    total = _bytes_to_copy(source)
    sealed_copy.copy_database(source.database, path, source.key, lambda done: progress(done, max(done, total)))
    copied = path.stat().st_size
    vault, origin = Vault(folder / VAULT), Vault(source.vault_folder)
    vault.open()
    with sealed_copy.opened(path, source.key, to_write=True) as connection:
        documents = connection.execute(_KEPT).fetchall()
        missing = []
        for name, byte_count, key in documents:
            copied += byte_count
            if not _brought(vault, name, byte_count, key, before, origin):
                missing.append(name)
            progress(copied, max(copied, total))
        lost = _drop_removed(source.database, connection, missing)
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    forget_cached(path)
    sync_folder(folder / VAULT)
    kept = len(documents) - len(missing)
    backup = Backup(folder, source.kiosk, at, schema, sealed_copy.sha256_of(path), kept, copied, tuple(lost))
    with sealed_copy.opened(path, source.key) as connection:
        _verify(connection, backup, silent)
    backups.write_manifest(backup, folder)
    sync_folder(folder)
    return backup


def _bytes_to_copy(source: BackupSource) -> int:
    with source.database.reading() as session:
        connection = session.connection()
        size, pages = (connection.exec_driver_sql(f"PRAGMA {each}").scalar() for each in ("page_size", "page_count"))
        documents = connection.exec_driver_sql("SELECT sum(byte_count) FROM document WHERE key <> x''").scalar()
    return int(size or 0) * int(pages or 0) + int(documents or 0)


def _brought(vault: Vault, name: str, byte_count: int, key: bytes, before: Iterable[Vault], origin: Vault) -> bool:  # noqa: PLR0913, PLR0917 - one document, and where it may come from
    """Bring a document that opens, from where the file itself can stay where possible; False where none is left that opens."""
    for each, link in (*((each, True) for each in before), (origin, False)):
        with suppress(FileNotFoundError):
            try:
                vault.take(name, each, link=link)
            except OSError:
                if not link:
                    raise
                continue  # a disk without links, or another one
            if _opens(vault, name, byte_count, key):
                return True
            vault.remove(name)
    return False


def _opens(vault: Vault, name: str, byte_count: int, key: bytes) -> bool:
    try:
        return len(vault.get(name, key)) == byte_count
    except VaultError:
        return False


def _drop_removed(database: Database, connection: Any, missing: list[str]) -> list[str]:  # noqa: ANN401 - as the driver's connection
    """Forget in the copy the documents that were removed since it was begun, and return those that the kiosk should still have."""
    lost = []
    for name in missing:
        with database.reading() as session:
            now = session.connection().exec_driver_sql("SELECT key FROM document WHERE id = ?", (name,)).one_or_none()
        if now is None:
            connection.execute("DELETE FROM document WHERE id = ?", (name,))
        elif not now.key:
            connection.execute("UPDATE document SET key = x'', picture = x'' WHERE id = ?", (name,))
        else:
            lost.append(name)
    return lost


@contextmanager
def _one_at_a_time(vault_folder: Path) -> Iterator[None]:
    descriptor = os.open(vault_folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise KioskError(_("Ya se está haciendo una copia de este kiosco. Espere a que termine.")) from error
        yield
    finally:
        os.close(descriptor)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn the faults of the disk that is copied to into sentences."""
    shown = clean(str(folder), limit=1000)
    try:
        yield
    except OSError as error:
        if error.errno in {ENOSPC, EDQUOT}:
            raise _no_room(shown) from error
        if isinstance(error, PermissionError):
            raise KioskError(may_not_write(folder)) from error
        sentence = _("No se pudo hacer la copia en {folder}: {reason}. Use otro disco o memoria.")
        raise KioskError(sentence.format(folder=shown, reason=fault_in_words(error))) from error
    except sqlcipher.Error as error:
        if "full" in str(error).lower():
            raise _no_room(shown) from error
        sentence = _("No se pudo hacer la copia en {folder}: {reason}. Revise el kiosco con «kiosk doctor».")
        raise KioskError(sentence.format(folder=shown, reason=error)) from error


def _no_room(folder: str) -> KioskError:
    return KioskError(
        _("En {folder} no cabe la copia. Libere espacio, o use otro disco; no quedó nada a medias.").format(folder=folder)
    )
