"""Bringing a database to today's schema. Alembic is imported only when there is something to do: it weighs 9 MiB.

It is done in a process of its own, which takes Alembic with it when it ends; a server's address comes in the question, for
everybody may read a process's words.
"""

import contextlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from kiosk.children.serving import Answer, serve
from kiosk.children.standing import Worker
from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.storage.database import FILE_NAME, Database, open_embedded
from kiosk.storage.keys import open_keys
from kiosk.storage.server import open_server

HEAD = "0011"
"""Today's schema; a test holds it against the newest migration."""


def migrate_aside(database: Database, folder: Path, url: str = "") -> None:
    """Migrate the database of a data folder, or of a server, in a child process if there is something to do.

    Raises OutOfService as `migrate`.
    """
    if version(database) == HEAD:
        return
    with contextlib.suppress(OutOfService), contextlib.closing(Worker("kiosk.storage.migrate")) as worker:
        worker.ask(folder=str(folder.absolute()), url=url)
    migrate(database)  # nothing to do now; where the child failed, it fails here with its reason


def migrate(database: Database) -> bool:
    """Bring the schema to HEAD under the writing lock and tell whether anything was done; raises OutOfService on a newer one."""
    if version(database) == HEAD:
        return False
    with database.transaction() as session:
        connection = session.connection()
        found = _version(connection)
        if found == HEAD:
            return False
        if found is not None and found > HEAD:
            raise OutOfService(
                _("Los datos son de una versión más nueva del kiosco ({version}). Actualice el programa.").format(version=found)
            )
        if database.is_shared:
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # of many cases an index takes longer than a statement may
        _upgrade(connection)
    return True


def version(database: Database) -> str | None:
    """Return the schema that a database has, None where it has none yet; raises OutOfService."""
    with database.reading() as session:
        return _version(session.connection())


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _upgrade(connection: Connection, revision: str = HEAD) -> None:
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def main() -> None:
    """Migrate what is asked for."""
    serve(_answer)


def _answer(asked: dict[str, Any], _body: bytes) -> Answer:
    folder, url = Path(asked["folder"]), asked["url"]
    migrate(open_server(url) if url else open_embedded(folder / FILE_NAME, open_keys(folder, new_allowed=False).derive("database")))
    return {}, b""
