"""The receipt while the printer cannot: its cause in words, giving up, the other printer, and what is asked at the end."""

import re

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import JobState, Media, MessageState, PrintJob, PrintStatus, Trouble
from kiosk.ports import PrinterFailed
from kiosk.services.cases import receipts
from screens.visit.deliberate import Deliberate
from screens.widgets.button import Button
from screens.words.prints import PATIENCE
from screens.words.receipt import paper
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until
from tests.screens.places import app_of, kiosk_of, press, show
from tests.screens.scripted import DONE, PAPER_OUT, PRINTING, ScriptedMailer, ScriptedPrinter, StopWatch

NUMBER = CaseNumber.kept("0417A-26-000001-T")
ASKED = "¿Salió su comprobante?"
TROUBLES = {
    Trouble.PAPER_OUT: "La impresora no tiene papel.",
    Trouble.COVER_OPEN: "La impresora está abierta.",
    Trouble.JAM: "Hay un papel atascado en la impresora.",
    Trouble.OFFLINE: "La impresora está apagada o sin conexión.",
    Trouble.STOPPED: "La impresora está detenida.",
    Trouble.NO_PRINTER: "El kiosco no encuentra la impresora.",
}


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: tests do not wait."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> StopWatch:
    return StopWatch(monkeypatch)


async def at_receipt(pilot: Pilot[None], email: str | None = None) -> None:
    kiosk = kiosk_of(pilot)
    await show(pilot, filing.submit(kiosk, filing.answer_all(kiosk, email=email)))
    app_of(pilot).deliver_now()


def text(pilot: Pilot[None]) -> str:
    return " ".join(shown(pilot).replace("│", " ").split())


async def says(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in text(pilot))


def offered(pilot: Pilot[None]) -> list[str]:
    return [each.label for each in pilot.app.screen.query(Button) if each.display]


async def choose(pilot: Pilot[None], label: str) -> None:
    next(each for each in pilot.app.screen.query(Button) if each.label == label and each.display).focus()
    await press(pilot, "enter")


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_the_printer_waits_for_is_told_with_what_to_do_and_for_how_long(
    real: RealStart, watch: StopWatch, trouble: Trouble
) -> None:
    printer = ScriptedPrinter(says=PrintJob(JobState.OPEN, trouble, TROUBLES[trouble]))
    async with real(devices={"printer": printer}) as pilot:
        await at_receipt(pilot)
        await says(pilot, f"! {TROUBLES[trouble]} Avise al personal. Copie este número. Esperando 0 s")
        watch.seconds = 7
        await says(pilot, "Esperando 7 s")
        assert offered(pilot) == ["No esperar más", "Terminar"]
        assert ASKED not in text(pilot)


async def test_paper_that_is_put_in_ends_the_waiting_with_the_question(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        await at_receipt(pilot)
        await says(pilot, "La impresora no tiene papel.")
        printer.says[Media.ROLL] = PRINTING
        await says(pilot, "→ Imprimiendo su comprobante…")
        assert offered(pilot) == ["Terminar"]
        printer.says[Media.ROLL] = DONE
        await says(pilot, f"La impresora dice que terminó. {ASKED}")
        assert offered(pilot) == ["No salió", "Sí, salió"]


async def test_who_gives_up_takes_the_sheet_out_of_the_printer_and_may_print_again(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        await at_receipt(pilot)
        await says(pilot, "La impresora no tiene papel.")
        await choose(pilot, "No esperar más")
        await says(pilot, "Ya no se imprime. Copie este número.")
        assert printer.waiting == []
        assert receipts.print_status(kiosk_of(pilot), NUMBER).state is MessageState.WITHDRAWN
        assert offered(pilot) == ["Imprimir otra vez", "Terminar"]
        printer.says[Media.ROLL] = DONE
        await choose(pilot, "Imprimir otra vez")
        await says(pilot, ASKED)
        assert receipts.print_status(kiosk_of(pilot), NUMBER).copies == 2


async def test_what_does_not_come_out_of_one_printer_is_printed_on_the_other(real: RealStart) -> None:
    printer = ScriptedPrinter(Media.ROLL, Media.A4, says=DONE)
    async with real(devices={"printer": printer}) as pilot:
        await at_receipt(pilot)
        await says(pilot, ASKED)
        await choose(pilot, "No salió")
        await says(pilot, "Copie este número y avise al personal.")
        assert offered(pilot) == ["Imprimir otra vez", "En hoja A4", "Terminar"]
        await choose(pilot, "En hoja A4")
        await says(pilot, ASKED)
        await choose(pilot, "No salió")
        assert offered(pilot) == ["Imprimir otra vez", "En el rollo", "Terminar"]
        await choose(pilot, "Imprimir otra vez")
        await says(pilot, ASKED)
        assert [media for _name, media in printer.jobs.values()] == [Media.ROLL, Media.A4, Media.A4], "again is on the same paper"
        await choose(pilot, "Sí, salió")
        await says(pilot, "Tiene su comprobante.")


async def test_a_printer_that_takes_nothing_is_waited_for_and_can_be_given_up(real: RealStart) -> None:
    printer = ScriptedPrinter()
    printer.refuses = PrinterFailed("El kiosco no encuentra la impresora.", Trouble.NO_PRINTER)
    async with real(devices={"printer": printer}) as pilot:
        await at_receipt(pilot)
        await says(pilot, "! El kiosco no encuentra la impresora. Avise al personal.")
        await choose(pilot, "No esperar más")
        await says(pilot, "Ya no se imprime.")


async def test_a_printer_that_forgot_the_sheet_is_no_proof_and_the_person_is_asked(real: RealStart) -> None:
    async with real(devices={"printer": ScriptedPrinter(says=PrintJob(JobState.GONE))}) as pilot:
        await at_receipt(pilot)
        await says(pilot, f"La impresora ya no sabe de esta hoja. {ASKED}")
        await choose(pilot, "No salió")
        await says(pilot, "Copie este número y avise al personal.")


async def test_a_silent_printer_can_be_given_up_after_a_while(real: RealStart, watch: StopWatch) -> None:
    async with real(devices={"printer": ScriptedPrinter()}) as pilot:
        await at_receipt(pilot)
        await says(pilot, "→ Imprimiendo su comprobante… 0 s")
        watch.seconds = PATIENCE
        await says(pilot, f"! La impresora tarda. Copie este número. Esperando {PATIENCE} s")
        assert offered(pilot) == ["No esperar más", "Terminar"]


async def test_who_ends_while_the_sheet_waits_is_told_that_it_does_not_come_out_any_more(real: RealStart) -> None:
    async with real(devices={"printer": ScriptedPrinter(says=PAPER_OUT)}) as pilot:
        await at_receipt(pilot)
        await says(pilot, "La impresora no tiene papel.")
        await press(pilot, "enter")
        assert "La hoja que espera en la impresora ya no sale." in text(pilot)


async def test_the_mail_is_a_reminder_only_once_the_server_has_it(real: RealStart) -> None:
    mailer = ScriptedMailer()
    mailer.open.clear()
    async with real(devices={"printer": ScriptedPrinter(says=PAPER_OUT), "mailer": mailer}) as pilot:
        await at_receipt(pilot, filing.EMAIL)
        await says(pilot, "→ El correo para m•••@e•••.test espera para salir.")
        assert "El correo para m•••@e•••.test ya salió." not in text(pilot)
        mailer.open.set()
        await says(pilot, "● El correo para m•••@e•••.test ya salió.")


@pytest.mark.parametrize("state", [None, *MessageState])
@pytest.mark.parametrize("seconds", [0, 60])
def test_nothing_that_is_said_of_a_print_calls_it_printed(state: MessageState | None, seconds: int) -> None:
    cause = TROUBLES[Trouble.PAPER_OUT]
    told = paper(PrintStatus(state, cause, 1, can_print=True, trouble=Trouble.PAPER_OUT), seconds=seconds, denied=False)
    assert not re.search(r"\bimpres[oa]\b", told.words, re.IGNORECASE)
    assert not told.in_hand
    assert told.asks == (state in {MessageState.ACCEPTED, MessageState.UNKNOWN})
    assert told.gives_up == (state in {MessageState.QUEUED, MessageState.SENDING, MessageState.DEFERRED})


@pytest.mark.parametrize("size", [*SIZES, (60, 18)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.usefixtures("watch")
async def test_pictures_of_waiting_for_paper(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    printer = ScriptedPrinter(Media.ROLL, Media.A4)
    async with real(size=size, devices={"printer": printer}) as pilot:
        await at_receipt(pilot, filing.EMAIL)
        await says(pilot, "Imprimiendo su comprobante")
        await until(pilot, lambda: printer.jobs)
        await says(pilot, "El correo para m•••@e•••.test ya salió.")
        await settled(pilot)
        await picture(pilot, f"receipt_printing-{name}")
        printer.says[Media.ROLL] = PAPER_OUT
        await says(pilot, "La impresora no tiene papel.")
        await picture(pilot, f"receipt_waits-{name}")
        await choose(pilot, "No esperar más")
        await says(pilot, "Ya no se imprime.")
        await picture(pilot, f"receipt_withdrawn-{name}")
        printer.says[Media.ROLL] = DONE
        await choose(pilot, "Imprimir otra vez")
        await says(pilot, ASKED)
        await picture(pilot, f"receipt_asked-{name}")
        await choose(pilot, "No salió")
        await says(pilot, "Copie este número y avise")
        await picture(pilot, f"receipt_denied_two_printers-{name}")
