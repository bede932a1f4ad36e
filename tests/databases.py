"""Which database a test's kiosk has: its own encrypted file, or one of its own on a real PostgreSQL, chosen by `pytest --database`.

Processes that a test starts learn of the server by a variable of the environment; which database is theirs, by the data folder.
"""

import contextlib
import functools
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from kiosk.storage import database as storage
from kiosk.storage.keys import open_keys
from kiosk.storage.migrate import migrate
from kiosk.storage.server import open_server
from tests.peers.postgresql import PostgreSQL

VARIABLE = "TESTS_POSTGRESQL"
"""Holds the address of the server without a database's name, while tests run on it."""
_TEMPLATE = "migrated"
_made: dict[str, Path] = {}


@functools.cache
def server() -> PostgreSQL:
    """Start the server of this process, with a migrated database to copy."""
    server = PostgreSQL()
    server.start()
    server.run(f"CREATE DATABASE {_TEMPLATE}")
    database = open_server(server.url(_TEMPLATE))
    migrate(database)
    database.close()
    return server


@contextlib.contextmanager
def fresh(*, migrated: bool = True) -> Iterator[str]:
    """Make a database on the server, an empty one unless it is to be migrated, and give its address."""
    name = f"fresh_{secrets.token_hex(8)}"
    server().run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE if migrated else 'template1'} STRATEGY file_copy")
    try:
        yield server().url(name)
    finally:
        server().run(f"DROP DATABASE {name} WITH (FORCE)")


def is_server_chosen() -> bool:
    """Tell whether kiosks get a database on the server now."""
    return VARIABLE in os.environ


def url_of(folder: Path) -> str:
    """Return the address of a data folder's database; nothing where it is the file in the folder."""
    return f"{os.environ[VARIABLE]}{name_of(folder)}" if is_server_chosen() else ""


def make(folder: Path, template: Path | None = None) -> None:
    """Make the database of a data folder on the server, with its key, unless it is there; a copy of another folder's where told."""
    open_keys(folder, new_allowed=True)
    if name_of(folder) in _made:
        return
    original = name_of(template) if template else _TEMPLATE
    with psycopg.connect(f"{os.environ[VARIABLE]}postgres", autocommit=True) as connection:
        try:
            connection.execute(f"CREATE DATABASE {name_of(folder)} TEMPLATE {original} STRATEGY file_copy".encode())
        except errors.DuplicateDatabase:  # the process that started this one made it
            return
    _made[name_of(folder)] = folder


def copy(folder: Path, to: Path) -> None:
    """Copy a data folder that nobody has open, with its database."""
    shutil.copytree(folder, to)
    if is_server_chosen():
        make(to, template=folder)


def forget_below(folder: Path) -> None:
    """Remove the databases of data folders below one."""
    gone = [name for name, made_for in _made.items() if made_for.is_relative_to(folder)]
    if gone:
        server().run(*(f"DROP DATABASE {name} WITH (FORCE)" for name in gone))
    for name in gone:
        del _made[name]


def name_of(folder: Path) -> str:
    return f"kiosk_{hashlib.sha256(str(folder).encode()).hexdigest()[:24]}"


def compile_once() -> None:
    """Compile a statement once for all the embedded databases of a process: SQLAlchemy does it for each, which cost a test 0.06 s.

    What is compiled is kept by the dialect that it was compiled for, and each engine has one of its own; they are all alike.
    """
    compiled: LRUCache[object, object] = LRUCache(5_000)

    def made(*arguments: Any, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
        engine = create_engine(*arguments, **options)
        engine._compiled_cache = compiled  # type: ignore[assignment]
        return engine

    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    storage.create_engine = made  # type: ignore[attr-defined]
