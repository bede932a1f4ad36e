"""Backups to disks on which there is no room for the database, for its documents or for anything, each told on a line."""

import json
import sys
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.services import backups
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
        ("ro", "Read-only"),
        ("nr_inodes=4", "no cabe"),
    ):
        mount(disk, options)
        try:
            sentence = f"made {backups.make(kiosk, disk)}"
        except KioskError as error:
            sentence = error.message
        sys.stdout.write(
            json.dumps({"expected": expected, "sentence": sentence, "left": [path.name for path in disk.iterdir()]}) + "\n"
        )
        unmount(disk)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
