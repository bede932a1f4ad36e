"""The printer of the demonstration: a folder in which a page is whole or not there."""

import stat
from pathlib import Path

import pytest

from kiosk.adapters.printing.folder import FolderPrinter
from kiosk.domain.machine.message import Media
from kiosk.ports import PrinterFailed

PDF = b"%PDF-1.4 page"
MEDIA = (Media.ROLL, Media.A4)


def test_each_print_is_a_pdf_of_its_own_under_a_name_that_tells_nothing(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "data" / "printed", MEDIA)
    printer.submit(PDF, Media.ROLL, "Comprobante 0123456789ab")
    printer.submit(PDF, Media.ROLL, "Número para volver 0123456789ab")
    pages = sorted((tmp_path / "data" / "printed").iterdir())
    assert [page.name.rsplit("-", 1)[0] for page in pages] == ["comprobante", "número-para-volver"]
    assert all(page.suffix == ".pdf" and page.read_bytes() == PDF for page in pages)
    assert all(stat.S_IMODE(page.stat().st_mode) == 0o600 for page in pages)


def test_a_title_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    FolderPrinter(tmp_path / "printed", MEDIA).submit(PDF, Media.ROLL, "../../etc/x")
    assert [path.parent for path in tmp_path.rglob("*.pdf")] == [tmp_path / "printed"]


def test_a_disk_that_does_not_take_it_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = FolderPrinter(tmp_path / "printed", MEDIA)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PrinterFailed, match="espacio en disco"):
        printer.submit(PDF, Media.ROLL, "Comprobante 0123456789ab")
    assert not list((tmp_path / "printed").iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "printed").write_text("in the way")
    with pytest.raises(PrinterFailed):
        FolderPrinter(tmp_path / "printed", MEDIA).submit(PDF, Media.ROLL, "Comprobante")
