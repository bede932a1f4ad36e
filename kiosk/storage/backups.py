"""The backups in a folder: what each is called, what its manifest says, which is the newest, and how many are kept.

A backup is a folder of its own with the database in one file, the documents as the vault seals them, and a manifest; of the keys it
holds nothing. It bears its name only once it is whole: what is unfinished is hidden, and goes with the next one.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.storage.files import sync_folder, write_new

MANIFEST, VAULT = "manifest.json", "vault"
FORMAT = 1
UNFINISHED = ".part"
BACKUP_AT = "backup_at"
"""The fact of when the last backup was made."""
_SERIES = "series-"
"""What the name of a mark begins with that tells that a restore from here began this series."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole backup, as its manifest describes it."""

    folder: Path
    kiosk: str
    made_at: datetime
    schema: str
    """The schema of its database, which a restore brings forward."""
    sha256: str
    """Of its database file."""
    documents: int
    byte_count: int
    """Of its database and documents together."""
    lost: tuple[str, ...] = ()
    """Documents that the kiosk itself no longer had whole."""

    @property
    def vault(self) -> Path:
        """Where its documents are."""
        return self.folder / VAULT


def write_manifest(backup: Backup, folder: Path) -> None:
    """Describe a backup in its folder; raises OSError."""
    said = {
        "format": FORMAT,
        "kiosk": backup.kiosk,
        "made_at": backup.made_at.isoformat(),
        "schema": backup.schema,
        "sha256": backup.sha256,
        "documents": backup.documents,
        "bytes": backup.byte_count,
        "lost": list(backup.lost),
    }
    write_new(folder / MANIFEST, json.dumps(said, indent=2).encode())


def read_manifest(folder: Path) -> Backup:
    """Return the backup in a folder; raises KioskError where there is none, or another program's, or a newer one's."""
    try:
        said: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if said["format"] > FORMAT:
            raise KioskError(
                _("La copia {folder} es de una versión más nueva del kiosco. Actualice el programa.").format(folder=folder)
            )
        return Backup(
            folder,
            str(said["kiosk"]),
            datetime.fromisoformat(said["made_at"]).astimezone(UTC),
            str(said["schema"]),
            str(said["sha256"]),
            int(said["documents"]),
            int(said["bytes"]),
            tuple(str(each) for each in said["lost"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        sentence = _("En {folder} no hay una copia de seguridad del kiosco que se entienda. Diga otra carpeta.")
        raise KioskError(sentence.format(folder=clean(str(folder), limit=1000))) from error


def found_in(folder: Path, kiosk: str) -> list[Backup]:
    """Return a kiosk's backups in a folder, the newest last; raises nothing where there are none or it cannot be read."""
    found = []
    for each in _named(folder, kiosk):
        try:
            found.append(read_manifest(each))
        except KioskError:  # somebody spoilt it: it is passed over, and never removed
            continue
    return found


def next_name(folder: Path, kiosk: str, at: datetime) -> str:
    """Return what the next backup in a folder is called: counted, for a clock may go back. Raises OSError."""
    count = max((int(each.name.split("-")[2]) for each in _named(folder, kiosk)), default=0) + 1
    return f"kiosk-{kiosk}-{count:05d}-{at:%Y%m%dT%H%M%SZ}"


def keep_only(folder: Path, kiosk: str, most: int) -> None:
    """Remove the oldest backups of a kiosk until `most` are left, each as a whole; raises OSError."""
    for each in found_in(folder, kiosk)[:-most]:
        unfinished = each.folder.with_name(f".{each.folder.name}{UNFINISHED}")
        each.folder.rename(unfinished)  # from now on it is none
        sync_folder(folder)
        shutil.rmtree(unfinished)


def remove_unfinished(folder: Path, kiosk: str) -> None:
    """Remove what backups left behind that did not come to their end; raises OSError."""
    for each in folder.glob(f".kiosk-{kiosk}-*{UNFINISHED}"):
        shutil.rmtree(each)


def note_series(backup: Backup, series: str) -> None:
    """Note beside a backup which series a restore from it began, so that no other one begins it again; raises OSError."""
    write_new(backup.folder / f"{_SERIES}{series}", b"")
    sync_folder(backup.folder)


def series_begun(backup: Backup) -> set[str]:
    """Return the series that restores from this backup and those beside it began, as far as it could be noted."""
    beside = backup.folder.parent.glob(f"kiosk-{backup.kiosk}-*/{_SERIES}?")
    return {each.name[-1] for each in (*beside, *backup.folder.glob(f"{_SERIES}?"))}


def _named(folder: Path, kiosk: str) -> Iterator[Path]:
    name = re.compile(rf"kiosk-{re.escape(kiosk)}-\d{{5,}}-[0-9TZ]+")
    try:
        yield from sorted(
            (each for each in folder.iterdir() if name.fullmatch(each.name)), key=lambda each: int(each.name.split("-")[2])
        )
    except OSError:
        return
