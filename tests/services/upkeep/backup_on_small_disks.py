"""Backups to disks without room for database, documents or anything, and a restore without room for both; a line for each."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk.bootstrap import restore
from kiosk.domain.errors import KioskError
from kiosk.services.upkeep import backups
from kiosk.storage.backup_making import silent
from tests.filing import answer_all, open_kiosk, submit
from tests.small_disk import mount, unmount


def main(folder: Path) -> None:
    """Try them all."""
    kiosk, disk = open_kiosk(folder / "data"), folder / "disk"
    submit(kiosk, answer_all(kiosk))
    kiosk.database.close()  # all of it is in the one file now
    size = (kiosk.settings.data_dir / "kiosk.db").stat().st_size // 1024
    for options, expected in (
        (f"size={size // 2}k", "no cabe"),
        (f"size={size + 16}k", "no cabe"),
        ("ro", "es solo para leer"),
        ("nr_inodes=4", "no cabe"),
    ):
        mount(disk, options)
        _try(expected, disk, partial(backups.make, kiosk, disk))
        unmount(disk)
    backup = backups.make(kiosk, folder / "copies")
    kiosk.database.close()
    mount(disk, f"size={size * 8 // 5 + 200}k")
    shutil.copytree(kiosk.settings.data_dir, disk / "data")
    settings = replace(kiosk.settings, data_dir=disk / "data")
    _try("no cabe", disk, partial(restore, settings, backup, aside=True, progress=silent, actor="cli:ana"))


def _try(expected: str, disk: Path, use: Callable[[], object]) -> None:
    before = _names(disk)
    try:
        sentence = repr(use())
    except KioskError as error:
        sentence = error.message
    sys.stdout.write(json.dumps({"expected": expected, "sentence": sentence, "same": _names(disk) == before}) + "\n")


def _names(folder: Path) -> list[str]:
    return sorted(path.as_posix() for path in folder.rglob("*"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
