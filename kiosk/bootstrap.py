"""Puts the kiosk together from its settings: the one place that knows which implementation stands behind each part."""

import os
import pwd
from datetime import timedelta
from functools import partial
from pathlib import Path

from kiosk import procedures
from kiosk.adapters.clock import SystemClock
from kiosk.adapters.cups import CupsPrinter
from kiosk.adapters.imap import ImapMailbox
from kiosk.adapters.log import open_log
from kiosk.adapters.mail import MaildirMailer, SmtpMailer
from kiosk.adapters.mailbox import MaildirMailbox
from kiosk.adapters.printer import FolderPrinter
from kiosk.domain.errors import OutOfService
from kiosk.domain.message import Media
from kiosk.inspection.inspector import Inspector
from kiosk.locale import _
from kiosk.ports import Devices, Mailbox, Mailer, Printer
from kiosk.services import demonstration, receipts, upkeep
from kiosk.services.kiosk import Kiosk
from kiosk.settings import Settings
from kiosk.storage.claims import Claims
from kiosk.storage.database import FILE_NAME, Database, open_embedded
from kiosk.storage.files import private_folder
from kiosk.storage.keys import Keys, open_keys
from kiosk.storage.migrate import migrate_aside, version
from kiosk.storage.receipt_keys import ReceiptKeys
from kiosk.storage.server import ensure_fit, open_server
from kiosk.storage.shared_key import ensure_same, open_shared
from kiosk.storage.vault import Vault


def compose(settings: Settings, *, in_order: bool = True) -> Kiosk:
    """Open keys, database and vault, bring them up to date, and return the kiosk; raises OutOfService with the reason for staff.

    What expired is swept away unless `in_order` is False, for one of many that come and go beside the kiosk.
    """
    try:
        return _compose(settings, in_order=in_order)
    except OSError as error:
        sentence = _("No se puede usar la carpeta {folder} ({reason}). Revise su permiso y el espacio del disco.")
        raise OutOfService(sentence.format(folder=settings.data_dir, reason=error.strerror)) from error


def _compose(settings: Settings, *, in_order: bool) -> Kiosk:
    _ensure_own(private_folder(settings.data_dir))
    open_log(settings.data_dir / "log")
    vault = Vault(settings.data_dir / "vault")
    vault.open()
    keys, database = _open_database(settings, vault)
    migrate_aside(database, settings.data_dir, settings.database.url)  # Alembic would stay in the kiosk's memory
    if database.is_shared:
        ensure_same(database, keys)
    kiosk = Kiosk(
        settings=settings,
        database=database,
        vault=vault,
        keys=keys,
        receipt_keys=ReceiptKeys(settings.data_dir, settings.kiosk.id),
        clock=SystemClock(timedelta(days=settings.limits.clock_days), *upkeep.remembered_clock(database)),
        catalogue=procedures.load(settings.procedures, demo=settings.demo),
        inspector=Inspector(settings.limits.document_bytes),
        mailer=_mailer(settings),
        mailbox=_mailbox(settings),
        printer=_printer(settings),
        claims=Claims(settings.data_dir / "claims", settings.kiosk.id),
    )
    if settings.demo:
        demonstration.prepare(settings)
    receipts.open_keys(kiosk)
    if in_order:
        upkeep.put_in_order(kiosk)
    return kiosk


def _ensure_own(folder: Path) -> None:
    """Refuse a folder of another account, root's as well as a guest's: what is written there the kiosk could not read."""
    owner = folder.stat().st_uid
    if owner == os.geteuid():
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:  # an account without an entry
        name = str(owner)
    sentence = _("La carpeta {folder} es de la cuenta {name}: haga esto con esa cuenta (sudo -u {name} kiosk …).")
    raise OutOfService(sentence.format(folder=folder, name=name))


def _open_database(settings: Settings, vault: Vault) -> tuple[Keys, Database]:
    if settings.database.url:
        database = open_server(settings.database.url, settings.kiosk.id)
        ensure_fit(database)
        first = version(database) is None
        _ensure_not_lost(settings, vault, database.place, new=first)
        return open_shared(database, settings.data_dir, first=first), database
    path = settings.data_dir / FILE_NAME
    new = not path.exists() or path.stat().st_size == 0
    _ensure_not_lost(settings, vault, str(path), new=new)
    keys = open_keys(settings.data_dir, new_allowed=new)
    return keys, open_embedded(path, keys.derive("database"))


def _ensure_not_lost(settings: Settings, vault: Vault, place: str, *, new: bool) -> None:
    """Refuse a new database beside documents: it would begin its numbers again, and sweep the documents of the lost one away."""
    if new and not vault.is_empty():
        raise OutOfService(
            _(
                "Falta la base de datos {path}, y hay documentos guardados. "
                "Recupere su copia; si no la hay, mueva a otro lugar la carpeta {folder} entera."
            ).format(path=place, folder=settings.data_dir)
        )


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
