"""Whether a data folder holds what was written there: looked at before it serves, so that damage is told, nothing begun anew."""

from pathlib import Path

from kiosk.locale import _
from kiosk.storage import wal
from kiosk.storage.database import Database, DatabaseDamaged

QUICK_BYTES = 50_000_000
"""A database up to this size is read whole at each start, at 100 MB a second; a larger one with each backup, and by the doctor."""


def was_in_use(data_dir: Path) -> bool:
    """Tell whether a kiosk once worked on this folder: its receipt key was announced, or documents or a log are there."""
    vault, log = data_dir / "vault", data_dir / "kiosk.db-wal"
    announced = any((data_dir / "keys").glob("receipt-*.pub"))
    return announced or (vault.is_dir() and any(vault.iterdir())) or (log.exists() and log.stat().st_size > 0)


def ensure_quickly(database: Database, path: Path) -> None:
    """Look through a database that nobody else has open, before anything reads it; raises DatabaseDamaged, OSError."""
    if wal.has_lost(path):
        words = _("Falta lo último que se guardó: {name}-wal no está entero. «kiosk backup --salvage CARPETA» copia lo demás.")
        raise DatabaseDamaged(words.format(name=path.name))
    whole = False
    try:
        whole = path.stat().st_size > QUICK_BYTES or is_whole(database)
    finally:
        if not whole:
            database.close()  # nothing of ours stays beside it
    if not whole:
        raise DatabaseDamaged(_("La base de datos está dañada."))


def is_whole(database: Database) -> bool:
    """Tell whether every page is readable and every row where it belongs; raises DatabaseDamaged and what reading raises."""
    with database.reading() as session:
        return bool(session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")
