"""The receipt: the number, what became of its paper and mail told as it is, and a private end."""

import pytest
from textual.pilot import Pilot

from kiosk.adapters.printing.folder import FolderPrinter
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageState, PrintStatus
from kiosk.domain.papers.receipt import ReceiptStanding
from kiosk.ports import PrinterFailed
from kiosk.services.cases import receipts, records
from screens.apps.kiosk import KioskApp
from screens.terminal.haste import Haste
from screens.visit.deliberate import Deliberate
from screens.words.receipt import mail_words, paper
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until
from tests.screens.places import app_of, kiosk_of, press, screen_name, show

NUMBER = CaseNumber.kept("0417A-26-000001-T")
ASKED = "¿Salió su comprobante?"


@pytest.fixture
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: tests do not wait."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)


async def at_receipt(pilot: Pilot[None], email: str | None = filing.EMAIL) -> None:
    kiosk = kiosk_of(pilot)
    draft = filing.submit(kiosk, filing.answer_all(kiosk, email=email))
    assert draft.number == NUMBER
    await show(pilot, draft)
    app_of(pilot).deliver_now()


async def says(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in shown(pilot))


async def test_a_filing_that_was_sent_lands_here_with_its_number_to_dictate(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        assert screen_name(pilot) == "Receipt"
        assert "Para dictarlo: 0417A  ·  26  ·  000  ·  001  ·  T" in shown(pilot)
        assert "Para volver" not in shown(pilot)


@pytest.mark.usefixtures("_in_haste")
async def test_it_is_printed_only_when_the_person_says_that_it_came_out(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        await says(pilot, ASKED)
        assert not receipts.print_status(kiosk_of(pilot), NUMBER).came_out
        await press(pilot, "enter")
        await says(pilot, "Tiene su comprobante.")
        assert receipts.print_status(kiosk_of(pilot), NUMBER).came_out


@pytest.mark.usefixtures("_in_haste")
async def test_what_did_not_come_out_is_copied_by_hand_and_printed_again(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        await says(pilot, ASKED)
        await press(pilot, "shift+tab", "enter")
        await says(pilot, "Copie este número y avise al personal.")
        await press(pilot, "enter")
        await says(pilot, ASKED)
        assert receipts.print_status(kiosk_of(pilot), NUMBER).copies == 2
        await press(pilot, "enter")
        await says(pilot, "Tiene su comprobante.")
        deliveries = records.one(kiosk_of(pilot), NUMBER)["deliveries"]
        assert [each["copy"] for each in deliveries if each["kind"] == "receipt_print"] == [1, 2]


@pytest.mark.usefixtures("_in_haste")
async def test_a_printer_that_fails_is_told_with_its_cause(real: RealStart, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise PrinterFailed("No hay papel.")

    monkeypatch.setattr(FolderPrinter, "submit", fail)
    async with real() as pilot:
        await at_receipt(pilot)
        await says(pilot, "! No hay papel. Avise al personal.")
        assert ASKED not in shown(pilot)


@pytest.mark.usefixtures("_in_haste")
async def test_a_kiosk_without_printer_or_mail_says_so_and_never_that_it_printed(real: RealStart) -> None:
    async with real(KIOSK_PRINTER__KIND="none", KIOSK_MAIL__KIND="none") as pilot:
        await at_receipt(pilot)
        await says(pilot, "Este kiosco no tiene impresora: copie este número")
        assert "Este kiosco no envía correo" in shown(pilot)
        assert "mprimi" not in shown(pilot)


@pytest.mark.usefixtures("_in_haste")
async def test_whoever_holds_no_paper_is_asked_before_the_number_goes(real: RealStart) -> None:
    async with real(KIOSK_PRINTER__KIND="none") as pilot:
        await at_receipt(pilot)
        await says(pilot, "no tiene impresora")
        await press(pilot, "enter")
        assert "¿Ya copió su número?" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Receipt"
        await press(pilot, "enter", "shift+tab", "enter")
        assert screen_name(pilot) == "Welcome"
        assert app_of(pilot).session is None


@pytest.mark.usefixtures("_in_haste")
async def test_whoever_holds_the_paper_ends_at_once_and_nothing_stays(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        await says(pilot, ASKED)
        await press(pilot, "enter")
        await says(pilot, "Tiene su comprobante.")
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        assert "0417A" not in shown(pilot)


async def test_the_mail_is_called_received_only_when_the_server_took_it(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        await says(pilot, "El correo para m•••@e•••.test ya salió.")


async def test_what_happens_next_stands_below(real: RealStart) -> None:
    async with real(size=(120, 60)) as pilot:
        await at_receipt(pilot, email=None)
        await says(pilot, "Qué pasa ahora")
        page = shown(pilot)
        assert "Vuelva desde el 6 de enero de 2027 con su comprobante." in page
        assert "El dispensario la entrega al IESS, y el IESS responde." in page
        assert "¿En qué va mi trámite?" in page
        assert "+593 2 394 5666" in page
        assert "correo" not in page.lower(), "who has no mail reads nothing of mail"
        assert "enviad" not in page
        assert "Paso" not in page


@pytest.mark.usefixtures("held_to_the_clock")
async def test_a_held_down_enter_neither_answers_nor_ends(real: RealStart) -> None:
    async with real() as pilot:
        await at_receipt(pilot)
        now, screen = [0.0], pilot.app.screen
        assert isinstance(screen, Deliberate)
        screen.clock = lambda: now[0]
        screen.hush()
        await says(pilot, ASKED)
        for _repeat in range(40):
            now[0] += 0.03
            await pilot.press("enter")
        await settled(pilot)
        assert ASKED in shown(pilot)
        now[0] += 5
        await pilot.pause(Haste.AGAIN)
        await press(pilot, "enter")
        await says(pilot, "Tiene su comprobante.")


async def test_who_walks_away_leaves_no_number_on_the_screen(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.inactivity._clock = lambda: now[0]
        app.inactivity.touch()
        await at_receipt(pilot)
        now[0] = 130.0
        app._tick()
        await settled(pilot)
        page = shown(pilot)
        assert "¿Necesita más tiempo?" in page
        assert "Su solicitud ya está recibida." in page
        assert "con su número para volver" not in page
        now[0] = 200.0
        app._tick()
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"


@pytest.mark.parametrize(
    ("state", "address", "can_send", "said"),
    [
        (None, "m•••@e•••.test", True, ""),
        (MessageState.QUEUED, "", True, ""),
        (MessageState.QUEUED, "m•••@e•••.test", True, "→ El correo para m•••@e•••.test espera para salir."),
        (MessageState.QUEUED, "m•••@e•••.test", False, "Este kiosco no envía correo: guarde su número."),
        (MessageState.FAILED, "m•••@e•••.test", True, "! El correo para m•••@e•••.test no se pudo entregar: guarde su número."),
    ],
)
def test_the_mail_is_told_as_it_is(state: MessageState | None, address: str, can_send: bool, said: str) -> None:  # noqa: FBT001 - a row of the table
    waits = PrintStatus(MessageState.QUEUED, "", 1, can_print=True)
    assert mail_words(ReceiptStanding(waits, waits, state, address, can_send)) == said


@pytest.mark.parametrize("state", [None, *MessageState])
def test_no_state_of_the_printer_alone_says_that_the_person_has_the_paper(state: MessageState | None) -> None:
    for seconds in (0, 60):
        told = paper(PrintStatus(state, "No hay papel.", 1, can_print=True), seconds=seconds, denied=False)
        assert not told.in_hand
        assert told.words


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.usefixtures("_in_haste")
async def test_pictures_of_the_receipt(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with real(size=size) as pilot:
        await at_receipt(pilot)
        await says(pilot, ASKED)
        await says(pilot, "ya salió.")
        await picture(pilot, f"receipt_asks-{name}")
        await press(pilot, "shift+tab", "enter")
        await says(pilot, "Copie este número y avise")
        await picture(pilot, f"receipt_denied-{name}")
        await press(pilot, "enter")
        await says(pilot, ASKED)
        await press(pilot, "enter")
        await says(pilot, "Tiene su comprobante.")
        await picture(pilot, f"receipt_in_hand-{name}")
