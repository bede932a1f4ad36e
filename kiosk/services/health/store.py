"""Whether what was stored can be read and is whole: keys, database, documents, chain of events, backups, and what waits to go out.

Nothing is made, migrated or mended here: on a machine that was never set up there is nothing afterwards either.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.health import Check, Health
from kiosk.domain.machine.message import MessageState
from kiosk.locale import _
from kiosk.services.health import server, staff
from kiosk.services.health.clock import clock
from kiosk.services.journal import audit
from kiosk.services.messages import outbox
from kiosk.services.upkeep import backups, housekeeping
from kiosk.services.upkeep.start_check import documents_gone
from kiosk.settings import Settings
from kiosk.storage import migrate, restoring, shared_key
from kiosk.storage.backups import VAULT
from kiosk.storage.database import FILE_NAME, Database, DatabaseBusy, open_embedded
from kiosk.storage.keys import CREDENTIAL, KEY_BYTES, Keys, open_keys
from kiosk.storage.server import open_server
from kiosk.storage.tables import Message
from kiosk.storage.vault import Vault

WAITED_LONG = timedelta(days=1)


def examine(settings: Settings) -> list[Check]:
    """Look at the keys, at the database that they open, and at what only it knows of the clock and the outbox."""
    if settings.database.url:
        return _examine_elsewhere(settings, datetime.now(UTC))
    path, now = settings.data_dir / FILE_NAME, datetime.now(UTC)
    set_up = path.exists() and path.stat().st_size > 0
    key, keys = _keys(settings, set_up=set_up)
    shut = _shut(path, keys) if set_up else _no_database(settings, path)
    if shut or keys is None:
        return [key, *([shut] if shut else []), clock(settings, now), _no_outbox()]
    database = open_embedded(path, keys.derive("database"))
    try:
        checked = _database(database)
        if checked.code != "ok":
            return [key, checked, clock(settings, now), _no_outbox()]
        return [
            key,
            checked,
            _vault(settings, database),
            *_aside(settings),
            clock(settings, now, *housekeeping.remembered_clock(database), housekeeping.seen_before(database)),
            waiting(database, now),
            backup(settings, database, now),
            chain(database),
            *staff.access(settings, database),
        ]
    finally:
        database.close()


def _examine_elsewhere(settings: Settings, now: datetime) -> list[Check]:
    try:
        database = open_server(settings.database.url, settings.kiosk.id)
    except OutOfService as error:
        wrong = Check("database", Health.FAILED, "not_understood", error.message, _("Corrija database.url en los ajustes."))
        return [_keys(settings, set_up=False)[0], wrong, clock(settings, now), _no_outbox()]
    try:
        checked, set_up = server.look(database)
        key, keys = _keys(settings, set_up=set_up)
        if not set_up:
            return [key, checked, clock(settings, now), _no_outbox()]
        if keys is not None and not shared_key.is_same(database, keys):
            key = server.other_key(database)
        return [
            key,
            checked,
            clock(settings, now, *housekeeping.remembered_clock(database), housekeeping.seen_before(database)),
            waiting(database, now),
            server.backup(),
            *server.held_elsewhere(database, settings),
            chain(database),
            *staff.access(settings, database),
        ]
    finally:
        database.close()


def _shut(path: Path, keys: Keys | None) -> Check | None:
    """Tell why a database that is there is not even tried."""
    if keys is None:
        words, mend = _("La base de datos no se puede abrir sin su llave."), _("Corrija primero lo que se dice de la llave.")
        return Check("database", Health.FAILED, "no_key", words, mend)
    if not os.access(path, os.R_OK | os.W_OK):
        words = _("La base de datos {path} no se puede leer y escribir.").format(path=path)
        mend = _("Ejecute esto con el usuario del kiosco, o haga que el archivo sea suyo.")
        return Check("database", Health.FAILED, "not_accessible", words, mend)
    return None


def _keys(settings: Settings, *, set_up: bool) -> tuple[Check, Keys | None]:
    path = settings.data_dir / "keys" / CREDENTIAL
    try:
        return Check("keys", Health.OK, "ok", _("La llave está y solo el kiosco puede leerla.")), open_keys(
            settings.data_dir, new_allowed=False
        )
    except OutOfService as error:
        there = path.exists()
        if not there and not set_up:
            words = _("Todavía no hay llave: se hace la primera vez que el kiosco arranca.")
            return Check("keys", Health.WARNING, "not_made", words, _("Arranque el kiosco una vez.")), None
        code = "lost"
        if there:
            status = path.stat()
            code = "open_to_others" if status.st_mode & 0o077 else "damaged" if status.st_size != KEY_BYTES else "unreadable"
        mend = {
            "lost": _("Recupere la llave de su copia de seguridad y póngala en ese lugar con permiso 0600."),
            "open_to_others": _("Escriba: chmod 600 {path}").format(path=path),
            "damaged": _("Recupere la llave de su copia de seguridad."),
            "unreadable": _("Ejecute esto con el usuario del kiosco, o haga que la llave sea suya."),
        }
        return Check("keys", Health.FAILED, code, error.message, mend[code]), None


def _no_database(settings: Settings, path: Path) -> Check:
    vault = settings.data_dir / "vault"
    if vault.is_dir() and any(vault.iterdir()):
        words = _("Falta la base de datos {path}, y hay documentos guardados.").format(path=path)
        return Check("database", Health.FAILED, "lost", words, _("Recupere la base de datos de su copia de seguridad."))
    words = _("Todavía no hay base de datos: se hace la primera vez que el kiosco arranca.")
    return Check("database", Health.WARNING, "not_made", words, _("Arranque el kiosco una vez."))


def _database(database: Database) -> Check:
    restore = _("Detenga el kiosco y escriba «kiosk restore»: dice qué copias hay y cómo se recuperan.")
    try:
        found = migrate.version(database)
        with database.reading() as session:
            whole = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except DatabaseBusy as error:
        return Check("database", Health.WARNING, "busy", error.message, _("Pruebe otra vez en un momento."))
    except OutOfService as error:
        return Check("database", Health.FAILED, "damaged", error.message, restore)
    if whole != "ok":
        return Check("database", Health.FAILED, "damaged", _("La base de datos está dañada."), restore)
    return server.of_another_version(found) or Check(
        "database", Health.OK, "ok", _("La base de datos se abre, está entera y al día.")
    )


def _vault(settings: Settings, database: Database) -> Check:
    gone = documents_gone(database, Vault(settings.data_dir / VAULT))
    if gone:
        words = _("Faltan {count} documentos guardados, o no están enteros.").format(count=len(gone))
        mend = _("Revise el disco, y busque los documentos en una copia de seguridad («kiosk restore» dice cuáles hay).")
        return Check("vault", Health.WARNING, "incomplete", words, mend)
    return Check("vault", Health.OK, "ok", _("Todos los documentos guardados están."))


def _aside(settings: Settings) -> list[Check]:
    """Look whether a restore left former data beside the new: people's papers, which nobody purges."""
    found = sorted(each.name for each in settings.data_dir.glob(f"{restoring.ASIDE}*"))
    if not found:
        return []
    words = _("Hay datos apartados por «kiosk restore»: {names}.").format(names=", ".join(found))
    mend = _("Cuando sepa que no falta nada, borre esa carpeta de {folder}.").format(folder=settings.data_dir)
    return [Check("aside", Health.WARNING, "left", words, mend)]


def waiting(database: Database, now: datetime) -> Check:
    """Count what waits to go out and what failed; one day of waiting is too long."""
    waits = col(Message.state).in_(outbox.OPEN), col(Message.next_try_at).is_not(None)
    with database.reading() as session:
        count = outbox.waiting(session)
        oldest = session.exec(select(func.min(Message.created_at)).where(*waits)).one()
        failed = session.exec(select(func.count()).where(col(Message.state) == MessageState.FAILED)).one()
    words = _("Esperan {count} mensajes e impresiones; fallaron {failed}.").format(count=count, failed=failed)
    if oldest is None or count == 0:
        return Check("outbox", Health.OK, "empty", _("Nada espera; fallaron {failed}.").format(failed=failed))
    hours = max(0, int((now - oldest).total_seconds() // 3600))
    words = _("Esperan {count} mensajes e impresiones, el más antiguo desde hace {hours} horas; fallaron {failed}.")
    words = words.format(count=count, hours=hours, failed=failed)
    if now - oldest > WAITED_LONG:
        mend = _("Avise a quien cuida el kiosco: corrija el correo y la impresora; lo que espera sale solo después.")
        return Check("outbox", Health.WARNING, "waiting_long", words, mend)
    return Check("outbox", Health.OK, "waiting", words)


def chain(database: Database) -> Check:
    """Follow the chain of events to its end."""
    found = audit.verify(database)
    if found.is_whole:
        return Check("audit", Health.OK, "ok", _("El registro de lo que se hizo está entero."))
    words = _("El registro de lo que se hizo fue cambiado por fuera del kiosco.")
    mend = _("Vea dónde con «kiosk audit verify», y avise a la persona responsable: no borre nada.")
    return Check("audit", Health.FAILED, "broken", words, mend)


def backup(settings: Settings, database: Database, now: datetime) -> Check:
    """Look when the last backup was made, and whether the next one has where to go."""
    folder = settings.backup.folder
    if folder is not None and not folder.is_dir():
        words = _("Falta la carpeta {folder} para las copias de seguridad.").format(folder=folder)
        return Check("backup", Health.WARNING, "no_folder", words, _("Conecte su disco, o corrija backup.folder en los ajustes."))
    mend = _(
        "Escriba «kiosk backup CARPETA», una de otro disco, o ponga backup.folder; la llave, con «kiosk key backup», a otro lugar."
    )
    at = backups.backed_up_at(database)
    if at is None:
        return Check("backup", Health.WARNING, "none", _("No hay una copia de seguridad anotada."), mend)
    words = _("La última copia de seguridad es de hace {days} días.").format(days=max(0, (now - at).days))
    if now - at > backups.EVERY:
        return Check("backup", Health.WARNING, "old", words, mend)
    return Check("backup", Health.OK, "ok", words)


def _no_outbox() -> Check:
    return Check("outbox", Health.WARNING, "not_looked", _("No se sabe qué espera: no se abrió la base de datos."))
