"""Whether the server of a shared database keeps what it is given, and how it is reached; nothing is changed there."""

from typing import Any

from sqlalchemy import text

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.health import Check, Health
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.storage import holder, migrate
from kiosk.storage.database import Database, DatabaseAway, DatabaseBusy

_ASKED = text(
    "SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync, "
    "pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS only_read, "
    "coalesce(inet_client_addr() <> inet_server_addr(), false) AS far, "
    "coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted"
)


def look(database: Database) -> tuple[Check, bool]:
    """Look at the server, and tell whether there is something of a kiosk in its database to look at."""
    try:
        found = migrate.version(database)
        with database.reading() as session:
            server = session.connection().execute(_ASKED).one()
    except DatabaseBusy as error:
        return Check("database", Health.WARNING, "busy", error.message, _("Pruebe otra vez en un momento.")), False
    except DatabaseAway as error:
        mend = _("Revise la red, y que el servidor esté encendido.")
        return Check("database", Health.FAILED, "away", error.message, mend), False
    except OutOfService as error:
        mend = _("Pida a quien cuida el servidor que lo revise.")
        return Check("database", Health.FAILED, "refused", error.message, mend), False
    if found is None:
        words = _("En la base de datos {place} todavía no hay nada: se prepara la primera vez que el kiosco arranca.")
        words = words.format(place=database.place)
        return Check("database", Health.WARNING, "not_made", words, _("Arranque el kiosco una vez.")), False
    checked = of_another_version(found)
    return checked or _server(server, database.place), checked is None


def of_another_version(found: str | None) -> Check | None:
    """Tell that the schema is not the one of this program; None where it is."""
    if found is not None and found > migrate.HEAD:
        words = _("Los datos son de una versión más nueva del kiosco ({version}).").format(version=found)
        return Check("database", Health.FAILED, "newer", words, _("Actualice el programa."))
    if found != migrate.HEAD:
        words = _("Los datos son de una versión anterior: se ponen al día cuando el kiosco arranca.")
        return Check("database", Health.WARNING, "older", words, _("Arranque el kiosco una vez."))
    return None


def other_key(database: Database) -> Check:
    """Tell that this kiosk's key is not the one of the others."""
    words = _("La llave de este kiosco no es la de la base de datos {place}.").format(place=database.place)
    return Check("keys", Health.FAILED, "other", words, _("Copie keys/kiosk.key de otro kiosco que la usa, con permiso 0600."))


def held_elsewhere(database: Database, settings: Settings) -> list[Check]:
    """Tell that another machine works under this kiosk's id; nothing where none does."""
    words = holder.other(database, settings)
    return [Check("id", Health.FAILED, "held", words, holder.mend())] if words else []


def backup() -> Check:
    """Say whose work the copies of a server are."""
    words = _("Las copias de la base de datos las hace quien cuida el servidor; no se sabe aquí de cuándo es la última.")
    mend = _("Pregunte por ellas, y copie aparte la carpeta de datos de cada kiosco: sus documentos están solo allí.")
    return Check("backup", Health.WARNING, "of_server", words, mend)


def _server(server: Any, place: str) -> Check:  # noqa: ANN401 - a row of what was asked
    if server.encoding != "UTF8":
        words = _("La base de datos {place} no guarda en UTF8: no caben todos los nombres.").format(place=place)
        return Check("database", Health.FAILED, "not_utf8", words, _("Cree otra con ENCODING 'UTF8'."))
    if server.only_read:
        words = _("La base de datos {place} solo se deja leer.").format(place=place)
        return Check("database", Health.FAILED, "only_read", words, _("Ponga en database.url el servidor principal."))
    if server.fsync != "on":
        words = _("El servidor {place} no espera a su disco (fsync): con un corte de luz se pierde lo que ya se guardó.")
        return Check("database", Health.WARNING, "not_durable", words.format(place=place), _("Ponga fsync = on en el servidor."))
    if server.far and not server.encrypted:
        words = _("Los datos viajan sin cifrar hasta {place}.").format(place=place)
        return Check("database", Health.WARNING, "in_clear", words, _("Añada a database.url: ?sslmode=verify-full"))
    return Check("database", Health.OK, "ok", _("Se llega a la base de datos {place}, que está al día.").format(place=place))
