"""Paper comes out here: a folder of PDFs, for the demonstration and the tests."""

import contextlib
import re
import secrets
from datetime import datetime
from pathlib import Path

from kiosk.domain.machine.message import JobState, Media, PrintJob, Trouble
from kiosk.locale import _
from kiosk.ports import PrinterFailed
from kiosk.storage.files import private_folder, write_safely


def remove_older(folder: Path, before: datetime) -> int:
    """Remove the pages that came out before a time, and return how many; one that cannot be removed is tried again."""
    removed = 0
    for page in folder.glob("*.pdf"):
        with contextlib.suppress(OSError):
            if page.stat().st_mtime < before.timestamp():
                page.unlink()
                removed += 1
    return removed


class FolderPrinter:
    """Prints into a folder, at once; a page's name says what kind of paper it is and nothing about whom."""

    def __init__(self, folder: Path, media: tuple[Media, ...]) -> None:
        self.media = media
        self._folder = folder

    def submit(self, pdf: bytes, media: Media, name: str) -> str:  # noqa: ARG002 - a folder takes all paper
        """Print a PDF; raises PrinterFailed."""
        kind = re.sub(r"\W+", "-", re.sub(r"[0-9a-f]{12}$", "", name.lower())).strip("-")
        file = f"{kind}-{secrets.token_hex(8)}.pdf"
        try:
            write_safely(private_folder(self._folder) / file, pdf)
        except OSError as error:
            sentence = _("No se pudo guardar la hoja: revise la carpeta de impresión y el espacio en disco.")
            raise PrinterFailed(sentence, Trouble.DISK) from error
        return file

    def find(self, name: str) -> str | None:  # noqa: ARG002 - names are not kept
        """Return nothing: a folder keeps no names."""
        return None

    def look(self, job: str) -> PrintJob:  # noqa: ARG002 - as its docstring says
        """Return that it is done: it was, when it was handed over."""
        return PrintJob(JobState.DONE)

    def remove(self, job: str) -> None:
        """Leave the page where it is: it came out."""

    def check(self, media: Media) -> PrintJob:  # noqa: ARG002 - a folder takes all paper
        """Return that it would take a page; raises PrinterFailed."""
        try:
            private_folder(self._folder)
        except OSError as error:
            raise PrinterFailed(_("No se puede usar la carpeta de impresión: revise su permiso."), Trouble.DISK) from error
        return PrintJob(JobState.OPEN)
