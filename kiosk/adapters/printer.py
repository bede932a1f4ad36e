"""Paper comes out here: a folder of PDFs, for the demonstration and the tests."""

import re
import secrets
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.storage.files import private_folder, write_safely


class PrinterFailed(KioskError):
    """Not printed now; it may be tried again. The message is the cause in words."""


class FolderPrinter:
    """Prints into a folder; a page's name says what kind of paper it is and nothing about whom."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print a PDF under a title that names nobody ("Comprobante"); raises PrinterFailed."""
        kind = re.sub(r"\W+", "-", title.lower())
        name = f"{kind}-{secrets.token_hex(8)}"
        try:
            write_safely(private_folder(self._folder) / f"{name}.pdf", pdf)
        except OSError as error:
            raise PrinterFailed(_("No se pudo guardar la hoja: revise la carpeta de impresión y el espacio en disco.")) from error
