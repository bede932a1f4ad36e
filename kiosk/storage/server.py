"""The database of a post or a province with several kiosks: PostgreSQL, by the setting `database.url` (psycopg 3).

Whoever writes holds one advisory lock of the whole database until the end of the transaction, as BEGIN IMMEDIATE does in the
embedded file: a use case reads, decides and writes, and none may come between. SERIALIZABLE would let some run side by side, but
those that submit meet in the count of the numbers all the same, and each use case would have to be able to begin anew.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from sqlalchemy import URL, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.storage import database
from kiosk.storage.database import BEGIN, Database, DatabaseAway, DatabaseFull, busy

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
FROZEN_SECONDS = 8
"""How long a transaction that writes may do nothing: a machine that froze in the middle must not hold up the others for longer
than they wait."""
_LOCK: Final = 0x6B696F736B  # "kiosk"
_ALONE: Final = (
    f"SELECT set_config('idle_in_transaction_session_timeout', '{FROZEN_SECONDS}s', true), pg_advisory_xact_lock({_LOCK})"
)
_SESSION: Final = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "synchronous_commit": "on",  # whatever the server's own configuration says
    "TimeZone": "UTC",
    "tcp_keepalives_idle": "10",  # seconds, as the others: the server learns that a kiosk is gone
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
}
_NETWORK: Final = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,  # seconds: the kiosk learns that the server is gone
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
    "application_name": "kiosk",
    "client_encoding": "utf8",
}
_NOT_YET: Final = ("starting up", "shutting down", "recovery mode", "iniciándose", "apagándose", "modo de recuperación")
"""What a server says that will answer soon; as it begins, it has no code for it."""


def open_server(url: str, machine: str = "") -> Database:
    """Return the database on a server (`postgresql://user:password@host/name`); nobody is asked before the first use.

    `machine` is the kiosk's id, by which it knows its own facts there.
    Raises OutOfService where the address cannot be understood; no refusal repeats it, for it may hold a password.
    """
    address = _parse(url)
    query = dict(address.query)
    given = str(query.pop("options", ""))
    network = {name: value for name, value in _NETWORK.items() if name not in query}
    session = _SESSION | {"lock_timeout": f"{database.BUSY_SECONDS * 1000:.0f}ms"}
    options = " ".join([*(f"-c {name}={value}" for name, value in session.items()), given])
    engine = create_engine(
        address.set(query=query),
        connect_args=network | {"options": options},
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,  # a server that was restarted meanwhile is no trouble of whoever comes next
        hide_parameters=True,  # an error's text would hold what a person typed
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _keep_quiet)
    place = f"{address.host or 'localhost'}{f':{address.port}' if address.port else ''}/{address.database or ''}"
    return Database(
        engine,
        place,
        partial(_in_words, place),
        machine=machine,
        to_write={BEGIN: _ALONE},
        to_read={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},  # one moment, as in the embedded file
    )


def ensure_fit(opened: Database) -> None:
    """Raise OutOfService where the server's database cannot hold every name."""
    with opened.reading() as session:
        encoding = session.connection().execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        sentence = _("La base de datos del servidor guarda en {encoding} y no en UTF8: cree otra con ENCODING 'UTF8'.")
        raise OutOfService(sentence.format(encoding=encoding))


def _parse(url: str) -> URL:
    try:
        address = make_url(url)
        known = address.drivername in {"postgresql", "postgres", "postgresql+psycopg"}
        if known and "@" not in f"{address.host}{address.database}":  # else that is a piece of a password that holds one
            return address.set(drivername="postgresql+psycopg")
    except (ArgumentError, NoSuchModuleError, ValueError):
        pass
    raise OutOfService(_("El ajuste database.url no se entiende. Se escribe: postgresql://usuario:contraseña@servidor/base"))


def _begin(connection: Any) -> None:  # noqa: ANN401 - an event of SQLAlchemy's, called for Connection and its doubles
    if statement := connection.get_execution_options().get(BEGIN):
        connection.exec_driver_sql(statement)


def _keep_quiet(context: ExceptionContext) -> None:
    """Leave nothing in an error but its first line: the server's details repeat the row that it would not take."""
    diagnosis = getattr(context.original_exception, "diag", None)
    if diagnosis is not None and diagnosis.message_primary:
        context.original_exception.args = (diagnosis.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (diagnosis.message_primary,)


def _in_words(place: str, error: Any) -> OutOfService | None:  # noqa: ANN401 - an error of SQLAlchemy's, of psycopg's inside
    state = getattr(error.orig, "sqlstate", None) or _without_code(error.orig)
    refusal = _REFUSALS.get(state) or _REFUSALS.get(state[:2])
    return refusal(place) if refusal else None


def _without_code(error: Any) -> str:  # noqa: ANN401 - an error of SQLAlchemy's, of psycopg's inside
    """Return the code that an error would have had before the server could give it one, or when it was gone."""
    import psycopg  # noqa: PLC0415 - it is there already where it raised this

    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return ""
    answered = "FATAL" in str(error) and not any(sign in str(error) for sign in _NOT_YET)
    return "28000" if answered else "08000"


def _busy(_place: str) -> OutOfService:
    return busy()


def _full(_place: str) -> OutOfService:
    return DatabaseFull(
        _(
            "El kiosco no puede guardar: el disco del servidor está lleno o falla. "
            "Avise al personal; lo que ya guardó sigue a salvo."
        )
    )


def _only_read(place: str) -> OutOfService:
    return DatabaseFull(
        _(
            "El kiosco no puede guardar: la base de datos {place} solo se deja leer. "
            "Avise al personal; lo que ya guardó sigue a salvo."
        ).format(place=place)
    )


def _away(place: str) -> OutOfService:
    return DatabaseAway(
        _(
            "No se llega a la base de datos {place}. Espere un momento y pruebe otra vez; lo que ya guardó sigue a salvo. "
            "Si sigue así, avise al personal."
        ).format(place=place)
    )


def _refused(place: str) -> OutOfService:
    return OutOfService(
        _("La base de datos {place} no deja entrar al kiosco. Revise en database.url el usuario, la contraseña y la base.").format(
            place=place
        )
    )


def _damaged(place: str) -> OutOfService:
    return OutOfService(_("La base de datos {place} está dañada. Recupere su copia de seguridad.").format(place=place))


_REFUSALS: Final[dict[str, Callable[[str], OutOfService]]] = {
    "08": _away,  # the connection
    "57": _away,  # an operator, or a crash
    "25P03": _away,  # nothing was done for too long
    "55P03": _busy,  # waited too long for a lock
    "57014": _busy,  # took too long
    "40001": _busy,  # would not serialise
    "40P01": _busy,  # deadlock
    "53300": _busy,  # too many connections
    "53100": _full,  # disk
    "53200": _full,  # memory
    "58030": _full,  # input or output
    "25006": _only_read,
    "28": _refused,  # who it is
    "3D": _refused,  # which database
    "42501": _refused,  # what it may
    "XX001": _damaged,  # data
    "XX002": _damaged,  # an index
}
"""Refusals by the code of PostgreSQL's errors (its appendix A), or by the class of it that is its first two characters."""
