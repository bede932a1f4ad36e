"""The database: the one way to it, so that every transaction has the same durability and every fault the same words.

Embedded it is SQLCipher in WAL mode with `synchronous=FULL`; writing begins with BEGIN IMMEDIATE, because a deferred
transaction that reads first fails under contention (228 against 776 submissions a second with eight processes).
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from kiosk.domain.errors import OutOfService
from kiosk.locale import _

FILE_NAME = "kiosk.db"
BUSY_SECONDS = 10
_FULL = ("full", "readonly", "disk i/o")
_DAMAGED = ("not a database", "malformed", "corrupt", "unable to open", "no such table")


class DatabaseBusy(OutOfService):
    """Somebody else has been writing for too long; nothing was changed."""


class DatabaseFull(OutOfService):
    """The disk takes no more; nothing was changed."""


class Database:
    """Transactions on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(kiosk_begin="BEGIN IMMEDIATE")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session that commits on leaving and rolls back on any error; raises DatabaseBusy, DatabaseFull, OutOfService."""
        with _told(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()  # BEGIN IMMEDIATE now, not at the first statement
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads."""
        with _told(), Session(self.engine) as session:
            yield session

    def forget_values(self) -> None:
        """Let go of the statements that are kept compiled: SQLAlchemy keeps the first of a kind with its values, say an address."""
        self.engine.clear_compiled_cache()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_embedded(path: Path, key: bytes) -> Database:
    """Return the database in an encrypted file (SQLCipher, raw 256-bit key); nothing is read before the first use."""
    _make_private(path)

    def connect() -> Any:  # noqa: ANN401 - SQLCipher's connection has no type stub
        connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        for pragma in (
            "cipher_log_level = NONE",  # or a wrong key prints over the screen
            f"key = \"x'{key.hex()}'\"",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,  # an error's text would hold what a person typed
    )
    event.listen(engine, "begin", _begin)
    return Database(engine)


def _make_private(path: Path) -> None:
    """Make a new database's file before SQLCipher does, which would let everybody read it; its WAL gets the same mode."""
    with contextlib.suppress(OSError):  # it is there already, or the first use will say why it cannot be
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _begin(connection: Any) -> None:  # noqa: ANN401 - an event of SQLAlchemy's, called for Connection and its doubles
    connection.exec_driver_sql(connection.get_execution_options().get("kiosk_begin", "BEGIN"))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn the driver's faults into sentences."""
    try:
        yield
    except NoFreeConnection as error:
        raise DatabaseBusy(_busy()) from error
    except (DBAPIError, sqlcipher.Error) as error:
        text = str(getattr(error, "orig", error)).lower()
        if "locked" in text or "busy" in text:
            raise DatabaseBusy(_busy()) from error
        if any(sign in text for sign in _FULL):
            raise DatabaseFull(
                _("El kiosco no puede guardar: su disco está lleno o falla. Avise al personal; lo que ya guardó sigue a salvo.")
            ) from error
        if any(sign in text for sign in _DAMAGED):
            raise OutOfService(
                _("La base de datos no se puede abrir ({reason}). Recupere su copia de seguridad.").format(reason=text)
            ) from error
        raise


def _busy() -> str:
    return _("El kiosco está ocupado. Espere un momento y pruebe otra vez; no se perdió nada.")
