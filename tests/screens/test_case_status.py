"""Asking how a case stands, as a citizen does: what is told, what is not, and the way to take it back."""

from sqlmodel import col, select, update
from textual.pilot import Pilot

from kiosk.domain.cases.state import CaseState
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts
from kiosk.services.filing import verification
from kiosk.storage.tables import Case, Correction, Event, Verification
from tests.filing import MARIA, StoppedClock, answer_all, submit
from tests.holding import seal
from tests.screens.harness import Picture, RealStart, shown, type_in
from tests.screens.places import kiosk_of, press, screen_name
from tests.staff import enrolled


def file_one(pilot: Pilot[None]) -> CaseNumber:
    """Return the number of María's case."""
    kiosk = kiosk_of(pilot)
    number = submit(kiosk, answer_all(kiosk)).number
    assert number
    return number


def change(pilot: Pilot[None], **values: object) -> None:
    """Write values into her case's row."""
    with kiosk_of(pilot).database.transaction() as session:
        session.execute(update(Case).values(**values))


def want(pilot: Pilot[None], slot: str) -> None:
    """Ask for a paper of hers again."""
    kiosk = kiosk_of(pilot)
    with kiosk.database.transaction() as session:
        filing, now = session.exec(select(Case.id)).one(), kiosk.clock.now().at
        row = Correction(id="1", case_id=filing, slot=slot, wanted="better", code="K7P49WXM", asked_at=now, asked_by="rosa")
        session.add(row)


async def ask(pilot: Pilot[None], number: CaseNumber, last_four: str = "0010", typed: str | None = None) -> None:
    await press(pilot, "4")
    await type_in(pilot, number, last_four)
    await type_in(pilot, seal(kiosk_of(pilot), number)[:4] if typed is None else typed)


async def test_how_a_case_stands_is_told_as_of_now_and_what_is_to_be_done(
    real: RealStart, picture: Picture, clock: StoppedClock
) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        clock.trusted = False
        await ask(pilot, number)
        assert "Su solicitud quedó recibida en este dispensario el 23 de noviembre" in shown(pilot)
        assert "todavía no la entrega al IESS" in shown(pilot)
        assert "(hora no verificada)" in " ".join(shown(pilot).replace("│", " ").split())
        assert "no tiene que hacer nada" in shown(pilot)
        assert MARIA.number not in shown(pilot)
        assert "María" not in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        assert number not in shown(pilot)

        clock.trusted = True
        change(pilot, state=CaseState.HANDED_OVER, handed_over_at=clock.at)
        want(pilot, "application-form")
        await ask(pilot, number)
        assert "Hace falta otra vez: Solicitud de egreso" in shown(pilot)
        assert "no tiene que hacer nada" not in shown(pilot)
        assert "K7P4" not in shown(pilot)
        await picture(pilot, "case_status_wanted-80x24")
        await press(pilot, "escape")

        with kiosk_of(pilot).database.transaction() as session:
            session.execute(update(Correction).values(met_at=clock.at))
        change(pilot, state=CaseState.ANSWERED)
        await ask(pilot, number)
        assert "Ya hay una respuesta del IESS." in shown(pilot)
        assert "con su cédula" in shown(pilot)
        await picture(pilot, "case_status_answered-80x24")


async def test_a_made_up_number_wrong_digits_or_a_wrong_seal_tell_nothing(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        await press(pilot, "4")
        await type_in(pilot, "0417A-26-000123-X", "0010")
        assert "! Revise el número" in shown(pilot)
        await press(pilot, "escape")
        for four, typed in (("0011", None), ("0010", "zzzz")):
            await ask(pilot, number, four, typed)
            assert "no hay un trámite" in shown(pilot)
            await press(pilot, "enter")
            assert screen_name(pilot) == "AskForCase"
            assert number in shown(pilot), "what was typed is still there to be compared"
            await press(pilot, "escape")


async def test_the_receipts_qr_read_by_a_reader_tells_the_state_and_leads_to_cancelling(real: RealStart) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        await press(pilot, "4")
        await type_in(pilot, receipts.content(kiosk_of(pilot), number).qr, "0010")
        assert screen_name(pilot) == "HowItStands"
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "WithdrawHere"


async def test_whoever_has_no_paper_in_hand_is_asked_to_show_that_it_is_theirs(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        await press(pilot, "4")
        await type_in(pilot, number, "0010")
        await picture(pilot, "case_status_seal-80x24")
        await type_in(pilot, seal(kiosk_of(pilot), number)[:4])
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "ShowReceipt"
        await picture(pilot, "case_status_show_receipt-80x24")
        await type_in(pilot, "0" * 16)
        assert "! Ese no es el sello" in shown(pilot)
        await press(pilot, *["backspace"] * 16)
        await type_in(pilot, seal(kiosk_of(pilot), number))
        assert screen_name(pilot) == "WithdrawHere"
        await press(pilot, "1", "enter", "left", "enter")
        assert screen_name(pilot) == "TakenBackProof"
        assert "el personal lo deshace" in shown(pilot)


async def test_the_digits_of_a_mail_show_it_too(real: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        clock.advance(minutes=1)
        await ask(pilot, number)
        await press(pilot, "shift+tab", "enter", "tab", "enter")
        assert screen_name(pilot) == "TypeDigits"
        await picture(pilot, "case_status_mail-80x24")
        with kiosk_of(pilot).database.reading() as session:
            row = session.exec(select(Verification).order_by(col(Verification.issued_at).desc()).limit(1)).one()
        await type_in(pilot, verification.code_of(kiosk_of(pilot), row))
        assert screen_name(pilot) == "WithdrawHere"


async def test_staff_see_who_it_is_and_what_is_done_bears_their_name(real: RealStart) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        rosa = enrolled(kiosk_of(pilot))
        await ask(pilot, number)
        await press(pilot, "shift+tab", "enter", "tab", "tab", "enter")
        await type_in(pilot, "rosa", rosa.shows())
        assert screen_name(pilot) == "WithdrawHere"
        await press(pilot, "2", "enter", "left", "enter")
        with kiosk_of(pilot).database.reading() as session:
            assert session.exec(select(Event.actor).where(col(Event.name) == "consent_withdrawn")).one() == "rosa"


async def test_after_many_wrong_tries_staff_help_at_once(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        rosa = enrolled(kiosk_of(pilot))
        for _time in range(5):
            await ask(pilot, number, "0011")
            await press(pilot, "enter", "escape")
        await ask(pilot, number)
        assert "Hubo varios intentos" in shown(pilot)
        await picture(pilot, "case_status_wait-80x24")
        await press(pilot, "left", "enter")
        await type_in(pilot, "rosa", rosa.shows())
        assert screen_name(pilot) == "HowItStands"


async def test_what_was_cancelled_is_told_and_not_offered_again(real: RealStart) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        change(pilot, state=CaseState.WITHDRAWN)
        await ask(pilot, number)
        assert "ya no sigue" in shown(pilot)
        assert "se puede deshacer" in shown(pilot)
        assert "Cancelar mi solicitud" not in shown(pilot)
