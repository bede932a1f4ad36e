"""The database: the one way to it, so that every transaction has the same durability and every fault the same words.

Embedded it is SQLCipher in WAL mode with `synchronous=FULL`; writing begins with BEGIN IMMEDIATE, because a deferred
transaction that reads first fails under contention (228 against 776 submissions a second with eight processes). A server
(storage.server) stands behind the same two ways in: whoever writes is alone, whoever reads sees one moment.
"""

import contextlib
import ctypes
import functools
import os
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

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
BEGIN: Final = "kiosk_begin"
"""The option of a connection that names the statement with which its transaction begins."""
_PERTURB: Final = -6
"""M_PERTURB of malloc.h."""
_FULL = ("full", "readonly", "disk i/o")
_DAMAGED = ("not a database", "malformed", "corrupt", "unable to open", "no such table")


class DatabaseBusy(OutOfService):
    """Somebody else has been writing for too long; nothing was changed."""


class DatabaseDamaged(OutOfService):
    """The file is not what was written, or this key does not open it."""


class DatabaseFull(OutOfService):
    """The disk takes no more; nothing was changed."""


class DatabaseAway(OutOfService):
    """The server cannot be reached, or was lost in the middle: then nobody knows whether what was being written was."""


class Database:
    """Transactions on one database. The options are SQLAlchemy's, of a connection that writes and of one that reads.

    `in_words` turns a fault of the driver into a refusal; it gives None where it is a defect of ours.
    """

    def __init__(  # noqa: PLR0913 - all in which a file and a server differ
        self,
        engine: Engine,
        place: str,
        in_words: Callable[[Any], OutOfService | None],
        *,
        to_write: Mapping[str, Any],
        to_read: Mapping[str, Any] | None = None,
        machine: str = "",
    ) -> None:
        self.engine = engine
        self.place = place
        """Where it is, for whoever is told that it is not there: a file, or a server's host and name."""
        self._machine = machine
        self._in_words = in_words
        self._writing = engine.execution_options(**to_write)
        self._reading = engine.execution_options(**to_read) if to_read else engine
        weakref.finalize(self, engine.dispose)  # at the end of the process, too: the last to leave a file puts its journal away

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session that commits on leaving and rolls back on any error.

        Raises DatabaseBusy, DatabaseFull, DatabaseAway, OutOfService.
        """
        with self._told(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()  # BEGIN IMMEDIATE now, not at the first statement
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads."""
        with self._told(), Session(self._reading) as session:
            yield session

    def cut_log(self) -> None:
        """Write what SQLite's log holds into the file, and cut it off: with `secure_delete`, what was deleted is nowhere then.

        Where somebody reads meanwhile it is left for the next time.
        """
        if not self.is_shared:
            with self._told(), contextlib.closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def forget_values(self) -> None:
        """Let go of the statements that are kept compiled: SQLAlchemy keeps the first of a kind with its values, say an address."""
        self.engine.clear_compiled_cache()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def own(self, fact: str) -> str:
        """Return what a fact of this machine alone is called: on a server there are those of other kiosks beside it."""
        return f"{fact}@{self._machine}" if self.is_shared else fact

    @property
    def is_shared(self) -> bool:
        """Whether it is a server's, with other machines at it."""
        return self.engine.dialect.name != "sqlite"

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the driver's faults into sentences."""
        try:
            yield
        except NoFreeConnection as error:
            raise busy() from error
        except (DBAPIError, sqlcipher.Error) as error:
            refusal = self._in_words(error)
            if refusal is None:
                raise
            raise refusal from error


def open_embedded(path: Path, key: bytes) -> Database:
    """Return the database in an encrypted file (SQLCipher, raw 256-bit key); nothing is read before the first use."""
    _make_private(path)
    _overwrite_what_is_freed()

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
    event.listen(engine, "checkin", _forget_pages)
    return Database(engine, str(path), _in_words, to_write={BEGIN: "BEGIN IMMEDIATE"})


def _forget_pages(connection: Any, _record: object) -> None:  # noqa: ANN401 - SQLCipher's connection has no type stub
    """Let go of the pages that were read: beside the rows of whoever is served stand those of others, in clear."""
    if connection is not None:
        with contextlib.suppress(sqlcipher.Error):  # it is to be closed
            connection.execute("PRAGMA shrink_memory").close()


@functools.cache
def _overwrite_what_is_freed() -> None:
    """Have glibc overwrite each piece of memory that is given back to it (mallopt(3), M_PERTURB), pages among them.

    SQLCipher's own way (`cipher_memory_security`) locks each piece too, which took 5 ms a transaction.
    """
    with contextlib.suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_PERTURB, 1)


def _make_private(path: Path) -> None:
    """Make a new database's file before SQLCipher does, which would let everybody read it; its WAL gets the same mode."""
    with contextlib.suppress(OSError):  # it is there already, or the first use will say why it cannot be
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _begin(connection: Any) -> None:  # noqa: ANN401 - an event of SQLAlchemy's, called for Connection and its doubles
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def _in_words(error: Any) -> OutOfService | None:  # noqa: ANN401 - SQLAlchemy's errors, or SQLCipher's, which has no stub
    text = str(getattr(error, "orig", error)).lower()
    if "locked" in text or "busy" in text:
        return busy()
    if any(sign in text for sign in _FULL):
        return DatabaseFull(
            _("El kiosco no puede guardar: su disco está lleno o falla. Avise al personal; lo que ya guardó sigue a salvo.")
        )
    if any(sign in text for sign in _DAMAGED):
        return DatabaseDamaged(
            _("La base de datos no se puede abrir ({reason}). Recupere su copia de seguridad.").format(reason=text)
        )
    return None


def busy() -> DatabaseBusy:
    """Return the refusal of whoever would have had to wait for too long."""
    return DatabaseBusy(_("El kiosco está ocupado. Espere un momento y pruebe otra vez; no se perdió nada."))
