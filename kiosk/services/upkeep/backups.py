"""Backups of the kiosk that runs: asked for, or made by themselves when one is due. How they are made: storage.backup_making."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.adapters import log
from kiosk.domain.actor import MACHINE
from kiosk.domain.errors import KioskError
from kiosk.domain.moment import local_zone
from kiosk.locale import _
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.settings import Settings
from kiosk.storage import backup_making
from kiosk.storage.backup_making import BackupSource, Progress, silent
from kiosk.storage.backups import BACKUP_AT, VAULT, Backup, found_in
from kiosk.storage.database import FILE_NAME, Database, DatabaseFull, open_embedded
from kiosk.storage.files import private_folder
from kiosk.storage.tables import Fact
from kiosk.words.dates import shown_moment

OWN_FOLDER = "backups"
"""In the data folder: only for those before a migration, where there is no other."""
KEPT_BEFORE_MIGRATING = 2
EVERY = timedelta(days=7)
"""After which one is missed where the settings ask for none."""


class Stopped(KioskError):
    """The kiosk ends, and its backup with it."""


def make(kiosk: Kiosk, folder: Path, progress: Progress = silent) -> Backup:
    """Make a backup in `folder`, verified, and note when, if it can be; the kiosk goes on. Raises KioskError, leaving nothing.

    Documents that the kiosk itself no longer has whole are named in it (`lost`): all else is worth keeping all the more.
    """
    settings = kiosk.settings
    if settings.database.url:
        sentence = _("Los datos están en un servidor PostgreSQL: cópielos allí con pg_dump, y la carpeta {folder} con ellos.")
        raise KioskError(sentence.format(folder=settings.data_dir / VAULT))
    _ensure_elsewhere(settings, folder)
    source = BackupSource(settings.kiosk.id, kiosk.database, kiosk.keys.derive("database"), settings.data_dir / VAULT)
    at = kiosk.clock.now().at
    made = backup_making.make(source, folder, at, keep=settings.backup.keep, progress=progress)
    with suppress(DatabaseFull), kiosk.database.transaction() as session:  # when the kiosk's own disk is full it is needed most
        session.merge(Fact(name=BACKUP_AT, value=at.isoformat()))
        events.record(kiosk, session, "backup_made", detail=str(made.documents))
        if made.lost:
            events.record(kiosk, session, "backup_incomplete", detail=str(len(made.lost)))
    return made


def salvage(settings: Settings, key: bytes, folder: Path, progress: Progress = silent) -> Backup:
    """Make a backup of what can be read of data that nobody has open, all of which `key` opens; they are not touched.

    The database is opened in a copy, for opening it takes from its log what is whole, and throws away the rest. Raises KioskError.
    """
    _ensure_elsewhere(settings, folder)
    with backup_making.told(folder), TemporaryDirectory(dir=private_folder(folder), prefix=".kiosk-") as temporary:
        for path in (settings.data_dir / FILE_NAME, settings.data_dir / f"{FILE_NAME}-wal"):
            with suppress(FileNotFoundError):
                shutil.copy(path, temporary)
        source = BackupSource(
            settings.kiosk.id, open_embedded(Path(temporary) / FILE_NAME, key), key, private_folder(settings.data_dir / VAULT)
        )
        try:
            return backup_making.make(source, folder, datetime.now(UTC), keep=settings.backup.keep, progress=progress)
        finally:
            source.database.close()


def _ensure_elsewhere(settings: Settings, folder: Path) -> None:
    if folder.resolve().is_relative_to(settings.data_dir.resolve()):
        raise KioskError(_("Esa carpeta está dentro de los datos del kiosco, y se perdería con ellos. Diga una de otro disco."))


def make_if_due(kiosk: Kiosk, go_on: Callable[[], bool]) -> bool:
    """Make the backup that the settings ask for, where the last one is older than they say; return whether one was made.

    A clock that went back makes it due as well. Raises KioskError, once the kiosk ends, too.
    """
    settings = kiosk.settings.backup
    if settings.folder is None or kiosk.settings.database.url:
        return False
    at, now = backed_up_at(kiosk.database), kiosk.clock.now().at
    if at is not None and timedelta() <= now - at < timedelta(hours=settings.hours):
        return False
    if not settings.folder.is_dir():  # not made here: where a disk should be mounted, it would fill ours
        raise KioskError(
            _("Falta la carpeta {folder} para las copias de seguridad: conecte su disco.").format(folder=settings.folder)
        )

    def progress(_done: int, _total: int) -> None:
        if not go_on():
            raise Stopped(_("La copia no se terminó: el kiosco se cerró."))

    made = make(kiosk.acting_as(MACHINE), settings.folder, progress)
    if made.lost:
        log.error("backup_incomplete", count=len(made.lost))
    return True


def backed_up_at(database: Database) -> datetime | None:
    """Return when the last backup was made; None where none is known of."""
    with database.reading() as session:
        fact = session.get(Fact, BACKUP_AT)
    return datetime.fromisoformat(fact.value) if fact else None


def known(settings: Settings) -> list[Backup]:
    """Return this kiosk's backups where the settings and the data folder say that there are some, the newest last."""
    folders = [settings.data_dir / OWN_FOLDER, *([settings.backup.folder] if settings.backup.folder else [])]
    found = [each for folder in folders for each in found_in(folder, settings.kiosk.id)]
    return sorted(found, key=lambda each: each.made_at)


def offer(settings: Settings) -> str:
    """Return what is to be done where data are damaged or gone; nothing is ever begun anew or removed for that."""
    found = known(settings)
    if not found:
        words = _(
            "No se borró nada. Si hay una copia, escriba «kiosk restore CARPETA»; si no, mueva {folder} y cambie kiosk.series."
        )
        return words.format(folder=settings.data_dir)
    newest = found[-1]
    sentence = _("No se borró nada. La última copia es del {day}: detenga el kiosco y escriba «kiosk restore --aside {folder}».")
    day = newest.made_at.astimezone(local_zone(settings.kiosk.province))
    return sentence.format(day=shown_moment(day), folder=newest.folder)


def before_migrating(settings: Settings, source: BackupSource) -> Backup:
    """Make a backup before the data are brought to another schema: in the folder for backups, else on the data's own disk.

    Raises KioskError: without one nothing is changed.
    """
    folder, now = settings.backup.folder, datetime.now(UTC)
    if folder is not None and folder.is_dir():
        return backup_making.make(source, folder, now, keep=settings.backup.keep)
    return backup_making.make(source, settings.data_dir / OWN_FOLDER, now, keep=KEPT_BEFORE_MIGRATING, same_files=True)
