"""Puts the kiosk together from its settings: the one place that knows which implementation stands behind each part."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from kiosk import account, procedures
from kiosk.adapters import log
from kiosk.adapters.clock import SystemClock
from kiosk.adapters.mail.imap import ImapMailbox
from kiosk.adapters.mail.mailbox import MaildirMailbox
from kiosk.adapters.mail.outgoing import MaildirMailer, SmtpMailer
from kiosk.adapters.printing.cups import CupsPrinter
from kiosk.adapters.printing.folder import FolderPrinter
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.machine.message import Media
from kiosk.inspection.judged.inspector import Inspector
from kiosk.locale import _
from kiosk.ports import Devices, Mailbox, Mailer, Printer
from kiosk.services.cases import receipts
from kiosk.services.demonstration import parts
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups, housekeeping, start_check
from kiosk.settings import Settings
from kiosk.storage import holder, integrity, restoring
from kiosk.storage.backup_making import BackupSource, Progress
from kiosk.storage.backups import Backup
from kiosk.storage.claims import Claims
from kiosk.storage.database import FILE_NAME, Database, DatabaseDamaged, open_embedded
from kiosk.storage.delivery_lock import DeliveryLock
from kiosk.storage.files import private_folder
from kiosk.storage.keys import Keys, open_keys
from kiosk.storage.migrate import HEAD, migrate_aside, version
from kiosk.storage.presence import Presence
from kiosk.storage.receipt_keys import ReceiptKeys
from kiosk.storage.restoring import Restored
from kiosk.storage.server import ensure_fit, open_server
from kiosk.storage.shared_key import ensure_same, open_shared
from kiosk.storage.vault import Vault
from kiosk.words.system import fault_in_words


def compose(settings: Settings, *, in_order: bool = True) -> Kiosk:
    """Open keys, database and vault, bring them up to date, and return the kiosk; raises OutOfService with the reason for staff.

    What expired is swept away unless `in_order` is False, for one of many that come and go beside the kiosk.
    """
    presence = None
    try:
        account.ensure_own(private_folder(settings.data_dir))
        presence = Presence(settings.data_dir)
        return _compose(settings, presence, in_order=in_order)
    except BaseException as error:
        if presence:
            presence.leave()
        if isinstance(error, OSError):
            sentence = _("No se puede usar la carpeta {folder} ({reason}). Revise su permiso y el espacio del disco.")
            raise OutOfService(sentence.format(folder=settings.data_dir, reason=fault_in_words(error))) from error
        if isinstance(error, DatabaseDamaged):
            raise OutOfService(f"{error.message} {backups.offer(settings)}") from error
        raise


def prepare() -> None:
    """Do what is the same for every process that opens a kiosk; to be called before they are forked. It opens nothing."""
    configure_mappers()
    with suppress(KioskError):  # who opens the kiosk says so
        procedures.load(demo=False)  # what it compiles and imports stays


def _compose(settings: Settings, presence: Presence, *, in_order: bool) -> Kiosk:
    log.open_log(settings.data_dir / "log")
    vault = Vault(settings.data_dir / "vault")
    settled = ""
    with presence.entering() as alone:
        if alone:
            settled = restoring.finish(settings.data_dir)
        vault.open()
        keys, database = _open_database(settings)
        event.listen(database.engine, "engine_disposed", lambda _engine: presence.leave())
        if alone and not database.is_shared:
            integrity.ensure_quickly(database, settings.data_dir / FILE_NAME)
    _migrate(settings, keys, database)
    if database.is_shared:
        ensure_same(database, keys)
        holder.ensure_held(database, settings, datetime.now(UTC))
    known_right, latest = housekeeping.remembered_clock(database)
    seen = housekeeping.seen_before(database)
    if settings.demo:
        latest = seen = None  # taken up again after months, it has nobody to ask and nothing to lose
    clock = SystemClock(timedelta(days=settings.limits.clock_days), known_right, latest, seen)
    kiosk = Kiosk(
        settings=settings,
        database=database,
        vault=vault,
        keys=keys,
        receipt_keys=ReceiptKeys(settings.data_dir, settings.kiosk.id),
        clock=clock,
        catalogue=procedures.load(settings.procedures, demo=settings.demo),
        inspector=Inspector(settings.limits.document_bytes),
        mailer=_mailer(settings),
        mailbox=_mailbox(settings),
        printer=_printer(settings),
        claims=Claims(settings.data_dir / "claims", settings.kiosk.id),
        delivery=DeliveryLock(settings.data_dir / "claims"),
    )
    if settings.demo:
        parts.prepare(settings)
        parts.enrol(kiosk)
    receipts.open_keys(kiosk)
    if settled or (alone and in_order):
        start_check.write_down(kiosk, settled)
    if in_order:
        housekeeping.put_in_order(kiosk)
    return kiosk


def _open_database(settings: Settings) -> tuple[Keys, Database]:
    if settings.database.url:
        database = open_server(settings.database.url, settings.kiosk.id)
        ensure_fit(database)
        first = version(database) is None
        _ensure_not_lost(settings, database.place, new=first)
        return open_shared(database, settings.data_dir, first=first), database
    path = settings.data_dir / FILE_NAME
    new = not path.exists() or path.stat().st_size == 0
    _ensure_not_lost(settings, str(path), new=new)
    keys = open_keys(settings.data_dir, new_allowed=new)
    return keys, open_embedded(path, keys.derive("database"))


def _ensure_not_lost(settings: Settings, place: str, *, new: bool) -> None:
    """Refuse a new database where a kiosk once worked: it would begin its numbers again, and sweep the documents away."""
    if new and integrity.was_in_use(settings.data_dir):
        sentence = _("Falta la base de datos {path}, y este kiosco ya trabajó. {offer}")
        raise OutOfService(sentence.format(path=place, offer=backups.offer(settings)))


def _migrate(settings: Settings, keys: Keys, database: Database) -> None:
    if not database.is_shared and version(database) not in {None, HEAD}:
        key = keys.derive("database")
        backups.before_migrating(settings, BackupSource(settings.kiosk.id, database, key, settings.data_dir / "vault"))
    migrate_aside(database, settings.data_dir, settings.database.url)  # Alembic would stay in the kiosk's memory


def take_id(settings: Settings) -> None:
    """Let this machine work under its kiosk's id in the place of another one; raises OutOfService."""
    if not settings.database.url:
        raise OutOfService(_("Con una base de datos propia no hace falta: el número de kiosco se comparte solo en un servidor."))
    _keys, database = _open_database(settings)
    holder.take(database, settings, datetime.now(UTC))
    database.close()


def restore(settings: Settings, backup: Backup, *, actor: str, aside: bool, progress: Progress) -> Restored:
    """Put a backup in the place of the data; those that are there are moved aside, where the caller says so. Raises KioskError.

    The next start writes down that it was the `actor` who did it.
    """
    folder = settings.data_dir
    with _alone(settings) as key:
        if backup.kiosk != settings.kiosk.id:
            sentence = _("La copia es del kiosco {theirs}, y este es el {ours}: corrija kiosk.id, o use otra copia.")
            raise KioskError(sentence.format(theirs=backup.kiosk, ours=settings.kiosk.id))
        if restoring.has_data(folder) and not aside:
            sentence = _("En {folder} hay datos. Con --aside se apartan en otra carpeta, sin borrar nada, y se recupera la copia.")
            raise KioskError(sentence.format(folder=folder))
        return restoring.restore(folder, backup, key, settings.kiosk.series, datetime.now(UTC), actor, progress)


def salvage(settings: Settings, folder: Path, progress: Progress) -> Backup:
    """Back up what can still be read of data that no kiosk starts with; they stay byte for byte as they are. Raises KioskError."""
    with _alone(settings) as key:
        return backups.salvage(settings, key, folder, progress)


@contextmanager
def _alone(settings: Settings) -> Iterator[bytes]:
    """Give the key of data that nobody else has open, and let nobody in meanwhile; raises KioskError."""
    if settings.database.url:
        raise KioskError(_("Los datos están en un servidor PostgreSQL: use allí pg_dump y pg_restore."))
    key = open_keys(settings.data_dir, new_allowed=False).derive("database")
    presence = Presence(settings.data_dir)
    try:
        if not presence.alone():
            raise KioskError(
                _("El kiosco está en marcha, o alguien usa sus datos: deténgalo, y también «kiosk deliver» y el escritorio.")
            )
        yield key
    finally:
        presence.leave()


def log_failure(error: Exception) -> None:
    """Log an error of the screens that nobody has foreseen, by its kind and place; to be called once a kiosk is composed."""
    log.error("screen_failed", error=error, place=log.place_of(error))


def devices(settings: Settings) -> Devices:
    """Return the devices alone, for whoever looks at them where a kiosk cannot be composed."""
    return Devices(partial(_mailer, settings), partial(_mailbox, settings), partial(_printer, settings))


def _mailer(settings: Settings) -> Mailer | None:
    match settings.mail.kind:
        case "maildir":
            return MaildirMailer(settings.mail.maildir)
        case "smtp":
            return SmtpMailer(settings.mail)
        case "none":
            return None


def _mailbox(settings: Settings) -> Mailbox | None:
    match settings.bounces.kind:
        case "maildir":
            return MaildirMailbox(settings.bounces.maildir)
        case "imap":
            return ImapMailbox(settings.bounces)
        case "none":
            return None


def _printer(settings: Settings) -> Printer | None:
    printer = settings.printer
    match printer.kind:
        case "folder":
            media = (Media(printer.paper), *(each for each in Media if each != printer.paper))
            return FolderPrinter(printer.folder, media)
        case "cups":
            return CupsPrinter(printer)
        case "none":
            return None
