"""The form's way on a real terminal: printed, signed, scanned at the wrong place and upside down, and found by its QR.

The printer is the folder's, the scanner SANE's `pnm` backend with the signed pages on its glass.
"""

import io
from pathlib import Path

import pytest
from PIL import Image

from kiosk.services.cases import records
from tests.filing import open_kiosk
from tests.loaded import PROGRAM
from tests.scanners import page_scanner
from tests.signing import signed
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import RECEIPT, walk
from tests.terminal.test_journey import environment, finish

LIST = "Ponga sus documentos"
RECOGNISED = "Reconocimos su solicitud por su cuadro negro"


def lay_on_glass(config: Path, page: bytes, turned: int) -> None:
    """Put a photographed page on the scanner's glass, turned."""
    Image.open(io.BytesIO(page)).convert("RGB").rotate(turned, expand=True).save(config / "page.pnm")


def print_form(terminal: Terminal, printed: Path) -> bytes:
    """Print the form from its place, and take it out of the printer."""
    terminal.key("3")
    terminal.wait("¿De dónde lo toma?")
    terminal.settle()
    terminal.key("1")
    terminal.wait("Recoja las hojas.", 30)
    terminal.settle()
    terminal.key("enter")
    terminal.until(lambda: any(printed.glob("solicitud-*.pdf")), "no form came out of the printer", 30)
    terminal.wait_gone("Recoja las hojas.")
    terminal.settle()
    terminal.key("escape")
    terminal.wait(LIST)
    terminal.settle()
    (form,) = printed.glob("solicitud-*.pdf")
    return form.read_bytes()


@pytest.mark.peer("scanimage")
@pytest.mark.peer("pdftoppm")
def test_a_form_printed_signed_and_scanned_at_the_wrong_place_is_found_by_its_qr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick.fill(tmp_path / "stick")
    config = page_scanner(tmp_path / "sane", Image.new("RGB", (100, 100), "white"), monkeypatch)
    scanning = {"KIOSK_SCANNER__KIND": "sane", "KIOSK_SCANNER__CONFIG": str(config)}
    with Terminal(PROGRAM, env={**environment(tmp_path), **scanning}, forked=True) as terminal:
        for _question in walk(terminal, tmp_path / "data" / "mail", until=LIST):
            pass
        (page,) = signed(print_form(terminal, tmp_path / "data" / "printed"), seed=5)
        lay_on_glass(config, page, 180)
        terminal.key("1")  # the front of the card
        terminal.wait("¿De dónde lo toma?")
        terminal.settle()
        terminal.key("1")
        terminal.wait("¿Cuál escáner usa?", 20)  # the backend has two
        terminal.settle()
        terminal.key("1")
        terminal.wait("Ponga la cédula en el escáner", 20)
        terminal.settle()
        terminal.key("enter")
        terminal.wait("Ahora dé la vuelta a la cédula", 30)
        lay_on_glass(config, page, 90)
        terminal.settle()
        terminal.key("enter")
        terminal.wait(RECOGNISED, 60)
        assert "Solicitud de egreso" in terminal.text
        terminal.settle()
        terminal.key("enter")
        terminal.wait("Faltan 2 de 3")
        for _question in walk(terminal, tmp_path / "data" / "mail"):
            assert "Traceback" not in terminal.text
        assert terminal.shows(RECEIPT)
        finish(terminal)
    kiosk = open_kiosk(tmp_path / "data")
    (record,) = records.newest(kiosk)
    documents = {each["slot"]: each for each in record["documents"]}
    assert documents["application-form"]["pages"] == 1
    assert documents["application-form"]["bytes"] <= 2_000_000
    assert set(documents) == {"application-form", "cedula-front:applicant", "cedula-back:applicant"}
    kiosk.database.close()
