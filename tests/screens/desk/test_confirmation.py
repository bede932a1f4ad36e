"""The sheet that was signed and could not be scanned when its case was filed."""

from pathlib import Path

from kiosk.services.cases import records
from screens.desk.case.confirmation import ScanConfirmation
from tests import filing
from tests.filing import number_of
from tests.screens.harness import Picture, RealStart, settled, shown, until
from tests.screens.places import kiosk_of, press, screen_name


async def test_it_is_taken_from_the_stick_and_the_case_is_confirmed(desk: RealStart, picture: Picture, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "firmada.pdf").write_bytes(filing.paper("FIRMADO"))
    async with desk(KIOSK_STICK__FOLDER=str(stick), KIOSK_SCANNER__KIND="none") as pilot:
        kiosk = kiosk_of(pilot)
        number = number_of(filing.submit(kiosk, filing.answer_all(kiosk, email=None)))
        pilot.app.push_screen(ScanConfirmation(number))
        await settled(pilot)
        await picture(pilot, "scan_confirmation-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: "firmada.pdf" in shown(pilot) and "Hay más abajo" in shown(pilot))  # its picture is there
        await press(pilot, "enter")
        await until(pilot, lambda: "No se lee el cuadro (QR)" in shown(pilot))
        await picture(pilot, "scan_confirmation_asked-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: "¿Es este el papel?" not in shown(pilot))
        assert records.one(kiosk, number)["confirmed_how"] == "", "any paper stood for the person's signature"
        await press(pilot, "enter")
        await until(pilot, lambda: "¿Es este el papel?" in shown(pilot))
        await press(pilot, "left", "enter")
        await until(pilot, lambda: "ya está en el trámite" in shown(pilot))
        assert records.one(kiosk, number)["confirmed_how"] == "paper"
        await press(pilot, "enter")
        assert screen_name(pilot) == "Home"
