"""An encrypted database in a file that no kiosk has open: copied from a running one, looked through, changed before it serves.

It is kept out of WAL mode, so that the one file is all of it.
"""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from kiosk.storage.database import Database

_PAGES_AT_ONCE = 500
_CHUNK = 1 << 20


@contextlib.contextmanager
def opened(path: Path, key: bytes, *, to_write: bool = False) -> Iterator[Any]:
    """Give a connection of the driver's to a database file; raises its errors.

    Unless it is `to_write`, nothing is changed on the disk, and a log beside the file is passed over.
    """
    uri = f"{path.absolute().as_uri()}?{'mode=rwc' if to_write else 'immutable=1'}"
    connection = sqlcipher.connect(uri, uri=True, isolation_level=None)
    try:
        for pragma in (
            "cipher_log_level = NONE",  # or a wrong key prints over the screen
            f"key = \"x'{key.hex()}'\"",
            "locking_mode = EXCLUSIVE",  # nobody else has it, and no index of a log is left beside it
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if to_write:  # what fails half-way is thrown away, and what succeeds is synced as a whole
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
        yield connection
    finally:
        connection.close()


def copy_database(database: Database, path: Path, key: bytes, progress: Callable[[int], object]) -> None:
    """Copy a database, as it is at this moment, to a new file, while others go on writing to it; raises the driver's errors.

    `progress` is told how many bytes are copied.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    pooled = database.engine.raw_connection()
    try:
        source: Any = pooled.driver_connection
        size = int(source.execute("PRAGMA page_size").fetchone()[0])
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # what others commit from now on is not seen
            with opened(path, key, to_write=True) as copy:
                source.backup(
                    copy, pages=_PAGES_AT_ONCE, progress=lambda _status, left, count: progress((count - left) * size), sleep=0
                )
                copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            source.execute("ROLLBACK")
    finally:
        pooled.close()


def is_whole(connection: Any) -> bool:  # noqa: ANN401 - the driver's connection has no type stub
    """Tell whether every page is what was written under this key, and the tables and indexes agree; reads all of it."""
    try:
        return not connection.execute("PRAGMA cipher_integrity_check").fetchall() and (
            connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
        )
    except sqlcipher.DatabaseError:
        return False


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal; raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
