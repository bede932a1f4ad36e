"""Putting a backup in the place of what a data folder holds: a power cut in the middle leaves either the old or the new.

It is prepared beside the data and verified there; then a note is written, and from then on it is decided: whoever comes next
finishes it. What was there before is moved aside, never removed. A restore begins a new series of numbers, for those given since
the backup are known to nobody any more, and no number may be given twice.
"""

import json
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import ascii_uppercase

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.storage import backups, sealed_copy
from kiosk.storage.backup_making import Progress, silent, told, verify
from kiosk.storage.backups import BACKUP_AT, VAULT, Backup
from kiosk.storage.database import FILE_NAME
from kiosk.storage.files import forget_cached, private_folder, sync_folder, write_safely
from kiosk.storage.migrate import HEAD
from kiosk.storage.vault import Vault

NOTE = "restored.json"
"""Of the last restore; it stays, for it tells which series was begun."""
RESTORED = "restored"
"""The fact by which the next start knows that it is the first one after a restore."""
ASIDE = "aside-"
"""What the name of a folder begins with to which former data were moved."""
_PREPARED = ".restoring-"
_LOG_FILES = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the letter of the numbers from now on, where the former data are, and whether the letter was noted."""

    backup: Backup
    series: str
    aside: Path | None
    noted: bool


def has_data(data_dir: Path) -> bool:
    """Tell whether a data folder holds anything of a database or of documents."""
    database, vault = data_dir / FILE_NAME, data_dir / VAULT
    files = (database, *(data_dir / each for each in _LOG_FILES))
    return any(each.exists() and each.stat().st_size for each in files) or (vault.is_dir() and any(vault.iterdir()))


def restore(  # noqa: PLR0913, PLR0917 - all that it takes, each from the caller's settings
    data_dir: Path, backup: Backup, key: bytes, series: str, at: datetime, actor: str, progress: Progress = silent
) -> Restored:
    """Put a backup in the place of the data, which are moved aside, and begin a series after `series` and all that are known.

    The next start writes down that it was the `actor`.
    The caller holds the folder alone (storage.presence). Raises KioskError, with the data as they were: the backup is damaged or
    of a newer program, the key does not open it, there is no letter left, or no room.
    """
    if backup.schema > HEAD:
        sentence = _("La copia es de una versión más nueva del kiosco ({version}). Actualice el programa.")
        raise KioskError(sentence.format(version=backup.schema))
    finish(data_dir)
    begun = _next_series({series, *backups.series_begun(backup), *_noted_series(data_dir), *_series_of(data_dir, key)}, backup, key)
    prepared = data_dir / f"{_PREPARED}{secrets.token_hex(4)}"
    aside = data_dir / f"{ASIDE}{at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    there = has_data(data_dir)
    with told(data_dir):
        try:
            verify(backup, key, lambda done, total: progress(done, 2 * total))
            _prepare(prepared, backup, key, begun, at, actor, lambda done, total: progress(total + done, 2 * total))
            noted = _note_beside(backup, begun)
            said = {"prepared": prepared.name, "aside": aside.name, "series": begun, "made_at": backup.made_at.isoformat()}
            write_safely(data_dir / NOTE, json.dumps(said).encode())
        except BaseException:
            shutil.rmtree(prepared, ignore_errors=True)
            raise
        finish(data_dir)
    return Restored(backup, begun, aside if there else None, noted)


def finish(data_dir: Path) -> str:
    """Finish a restore that was decided, undo one that was not; return "finished", "undone" or nothing. Raises OSError.

    Done before anything of the folder is opened, by whoever holds it alone.
    """
    name = str(_note(data_dir).get("prepared", ""))
    prepared, result = data_dir / name, ""
    if name and prepared.is_dir():
        _switch(data_dir, prepared, data_dir / str(_note(data_dir)["aside"]))
        result = "finished"
    for each in data_dir.glob(f"{_PREPARED}*"):
        shutil.rmtree(each)
        result = "undone"
    return result


def _switch(data_dir: Path, prepared: Path, aside: Path) -> None:
    """Move the old aside and the new in; the database comes last, so that one that is still prepared says that it goes on."""
    if (prepared / FILE_NAME).exists():
        if (prepared / VAULT).exists():
            _move(data_dir / VAULT, aside)
            (prepared / VAULT).rename(data_dir / VAULT)
        for each in (*_LOG_FILES, FILE_NAME):
            _move(data_dir / each, aside)
        sync_folder(data_dir)
        (prepared / FILE_NAME).rename(data_dir / FILE_NAME)
        sync_folder(data_dir)
    prepared.rmdir()
    sync_folder(data_dir)


def _move(path: Path, aside: Path) -> None:
    """Move what holds anything; an empty file or folder is nobody's data, and would only leave a folder that nobody expects."""
    if path.is_file() and not path.stat().st_size:
        path.unlink()
    elif path.is_dir() and not any(path.iterdir()):
        path.rmdir()
    elif path.exists():
        path.rename(private_folder(aside) / path.name)
        sync_folder(aside)


def _prepare(folder: Path, backup: Backup, key: bytes, series: str, at: datetime, actor: str, progress: Progress) -> None:  # noqa: PLR0913, PLR0917 - as restore
    folder.mkdir(mode=0o700)
    path, vault, origin = folder / FILE_NAME, Vault(folder / VAULT), Vault(backup.vault)
    vault.open()
    shutil.copyfile(backup.folder / FILE_NAME, path)
    path.chmod(0o600)
    done = path.stat().st_size
    same_files = backup.folder.is_relative_to(folder.parent)
    with sealed_copy.opened(path, key, to_write=True) as connection:
        for name, byte_count in connection.execute("SELECT id, byte_count FROM document WHERE key <> x''").fetchall():
            done += byte_count
            if name not in backup.lost:
                vault.take(name, origin, link=same_files)
            progress(done, backup.byte_count)
        kiosk = backup.kiosk
        (year,) = connection.execute("SELECT coalesce(max(year), 0) FROM numbering WHERE kiosk = ?", (kiosk,)).fetchone()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO numbering (kiosk, series, year, last) VALUES (?, ?, ?, 0)", (kiosk, series, year))
        said = json.dumps({"series": series, "made_at": backup.made_at.isoformat(), "at": at.isoformat(), "actor": actor})
        for name, value in ((RESTORED, said), (BACKUP_AT, backup.made_at.isoformat())):
            connection.execute(
                "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )
        connection.execute("COMMIT")
        if not sealed_copy.is_whole(connection):
            raise KioskError(_("Lo que se recuperó no se pudo leer otra vez: el disco falla. Nada cambió; use otro disco."))
    forget_cached(path)
    sync_folder(folder / VAULT)
    sync_folder(folder)


def _next_series(known: Collection[str], backup: Backup, key: bytes) -> str:
    with suppress(sqlcipher.DatabaseError), sealed_copy.opened(backup.folder / FILE_NAME, key) as connection:  # verify tells why
        known = {*known, *_letters(connection.execute("SELECT series FROM numbering WHERE kiosk = ?", (backup.kiosk,)).fetchall())}
    last = max(known)
    if last == ascii_uppercase[-1]:
        raise KioskError(
            _("Este kiosco ya usó todas las letras de sus números: pida a la institución otro número de kiosco (kiosk.id).")
        )
    return ascii_uppercase[ascii_uppercase.index(last) + 1]


def _series_of(data_dir: Path, key: bytes) -> set[str]:
    """Return the series of the data that are there, where they can still be read; they are left byte for byte as they are."""
    try:
        with sealed_copy.opened(data_dir / FILE_NAME, key) as connection:
            return _letters(connection.execute("SELECT series FROM numbering").fetchall())
    except sqlcipher.Error:
        return set()


def _letters(rows: Collection[tuple[str]]) -> set[str]:
    return {row[0] for row in rows}


def _noted_series(data_dir: Path) -> set[str]:
    return {str(each) for each in (_note(data_dir).get("series"),) if each}


def _note(data_dir: Path) -> dict[str, object]:
    try:
        return dict(json.loads((data_dir / NOTE).read_bytes()))
    except (OSError, ValueError):
        return {}


def _note_beside(backup: Backup, series: str) -> bool:
    try:
        backups.note_series(backup, series)
    except OSError:  # a disk that is only read
        return False
    return True
