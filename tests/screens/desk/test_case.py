"""A case at the desk: whole on one page, its documents as pictures, and what can be done with it in its state."""

from datetime import date
from typing import cast

import pytest
from textual.pilot import Pilot

from kiosk.domain.cases.state import CaseState
from kiosk.domain.desk.permits import Role
from kiosk.domain.documents.brought import Documents
from kiosk.domain.filing.answers import Contact, Draft
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts
from kiosk.services.delivery import printing
from kiosk.services.desk import access, tasks
from kiosk.services.documents import additions
from kiosk.services.filing import attestations
from kiosk.services.followup import changes
from kiosk.services.journal import events
from kiosk.storage.tables import Case, Decision, Document, StaffNote, Withdrawal
from screens.desk.case.actions import actions, waits
from screens.desk.case.document import FiledDocument
from screens.desk.case.receipt import PrintReceipt
from screens.desk.case.whole import CaseView
from tests import filing
from tests.filing import StoppedClock
from tests.screens.desk.scene import FIRST, Day
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name


async def open_case(pilot: Pilot[None], number: CaseNumber = FIRST) -> None:
    """Open a case as a task of Hoy does."""
    app_of(pilot).push_screen(CaseView(number, "person_here"))
    await settled(pilot)


def full(day: Day) -> Draft:
    """Let much have happened to a case."""
    draft = day.filed(says="El menor todavía no tiene cédula.")
    day.typed_by(draft, "luis")
    day.change(Case, Case.id, draft.id, confirmed_how="paper", identity_doubts="El tercer número (9) no es usual.")
    day.vouched(draft)
    day.change(Document, Document.slot, draft.attachments[0].slot, verdict="doubtful")
    day.mail_came_back(draft)
    day.clock.advance(days=1)
    day.asked_again(draft)
    day.clock.advance(days=2)
    day.change(Case, Case.id, draft.id, state="answered", handed_over_at=day.clock.at)
    with day.kiosk.database.transaction() as session:
        events.record(day.kiosk.acting_as("luis"), session, "something_new", draft.id)
    day.add(
        StaffNote(id="n" * 32, case_id=draft.id, text="Llamó el hijo: viene el lunes.", actor="luis", at=day.clock.at),
        Withdrawal(id="w" * 32, case_id=draft.id, kind="consent", at=day.clock.at, actor="luis"),
        Decision(
            case_id=draft.id,
            position=1,
            outcome="granted",
            reference="IESS-SSC-2026-0123-O",
            decided_on=date(2026, 12, 1),
            recorded_at=day.clock.at,
            actor="luis",
        ),
    )
    return draft


async def test_it_is_read_page_by_page(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        full(Day(kiosk_of(pilot), clock))
        await open_case(pilot)
        await picture(pilot, "case-80x24")
        for page in ("documents", "messages", "history"):
            await press(pilot, "pagedown", "pagedown")
            await picture(pilot, f"case_{page}-80x24")


@pytest.mark.parametrize("read", [Seen.READ_ALOUD, Seen.READ_BY_THEMSELVES])
async def test_a_case_that_was_filed_with_staff_says_how_the_consent_was_read_and_given(desk: RealStart, read: Seen) -> None:
    async with desk(size=(80, 100)) as pilot:
        kiosk = kiosk_of(pilot)
        draft = filing.answer_all(kiosk)
        reader = "Luis Vecino" if read is Seen.READ_ALOUD else ""
        attestations.vouch(kiosk, draft.id, Subject.READING, read, reader=reader)
        filing.submit(kiosk, draft)
        await open_case(pilot)
        assert "la dio en papel, con firma o huella" not in shown(pilot)
        assert "todavía no la da: falta la hoja firmada" in shown(pilot)
        assert "! Falta la hoja firmada" in shown(pilot)
        additions.keep_scan(kiosk, FIRST, Documents([filing.paper("FIRMADA")]), by_eye=True)
        await open_case(pilot)
        assert "la dio en papel, con firma o huella" in shown(pilot)
        assert "alta la hoja firmada" not in shown(pilot)
        assert ("vio que la persona lo leyó" in shown(pilot)) == (read is Seen.READ_BY_THEMSELVES)


async def test_all_of_it_is_on_one_page(desk: RealStart, clock: StoppedClock) -> None:
    async with desk(size=(80, 150)) as pilot:
        full(Day(kiosk_of(pilot), clock))
        await open_case(pilot)
        text = " ".join(shown(pilot).split())
        for words in (
            FIRST,
            "respondida",
            "con luis",
            "confirmó en papel",
            "Demostración Ñusta María José",
            "9900000010",
            "Demostración Juan",
            "El tercer número",
            "099 123 4567",
            "maria@ejemplo.test",
            "falta decidir si vale",
            "luis vio la cédula original",
            "Versión",
            "Falta la firma.",
            "El IESS aceptó la solicitud",
            "IESS-SSC-2026-0123-O",
            "por entregar a la persona",
            "El menor todavía no tiene cédula.",
            "Llamó el hijo",
            "la dirección no recibe",
            "rosa: envió el trámite",
            "something_new",
            "rosa: miró el trámite (la persona estaba aquí)",
        ):
            assert words in text, words


async def test_a_document_is_seen_as_a_picture_and_the_look_is_written_down(
    desk: RealStart, clock: StoppedClock, picture: Picture
) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        day.change(Document, Document.slot, access.look_again(day.kiosk, FIRST).slots[0].id, verdict="doubtful")
        assert [each for each in tasks.today(day.kiosk).tasks if each.kind == "document"]
        await open_case(pilot)
        await press(pilot, "up", "enter")
        assert screen_name(pilot) == "FiledDocument"
        await picture(pilot, "case_document-80x24")
        await press(pilot, "plus")
        await until(pilot, lambda: "Se ve una parte" in shown(pilot))
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "CaseView"
        looks = [each for each in access.look_again(day.kiosk, FIRST).history.events if each.name.endswith("looked_at")]
        assert [(each.name, each.actor) for each in looks] == [("case_looked_at", "rosa"), ("document_looked_at", "rosa")]
        assert [each for each in tasks.today(day.kiosk).tasks if each.kind == "document"], "a look decides nothing"


async def test_a_doubtful_document_is_settled_by_whoever_says_so_or_asked_for_again(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        first, second = (each.id for each in access.look_again(day.kiosk, FIRST).slots[:2])
        for slot in (first, second):
            day.change(Document, Document.slot, slot, verdict="doubtful")
        await open_case(pilot)
        await press(pilot, "up", "enter")
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseView", "Enter upon Enter decides nothing"
        assert len(access.look_again(day.kiosk, FIRST).lacking) == 1
        await press(pilot, "enter")
        app_of(pilot).screen.query_one("#approve").focus()
        await press(pilot, "enter")
        assert screen_name(pilot) == "FiledDocument"
        assert "● Vale: lo decidió" in shown(pilot)
        assert "Pedir otra vez" not in shown(pilot)
        await press(pilot, "enter")
        assert "● Vale: lo decidió rosa, 23/11/2026" in shown(pilot)
        await press(pilot, "down", "enter")
        app_of(pilot).screen.query_one("#again").focus()
        await press(pilot, "enter")
        assert screen_name(pilot) == "AskFor"
        await press(pilot, "escape")
        events = [(each.name, each.actor, each.detail) for each in access.look_again(day.kiosk, FIRST).history.events]
        assert ("document_approved", "rosa", first) in events
        assert not [each for each in events if each[0] == "document_approved" and each[2] == second]


async def test_whoever_comes_to_decide_about_a_document_begins_with_it(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        third = access.look_again(day.kiosk, FIRST).slots[2].id
        day.change(Document, Document.slot, third, verdict="doubtful")
        app_of(pilot).push_screen(CaseView(FIRST, "document"))
        await settled(pilot)
        assert "! Con duda: falta decidir si vale" in shown(pilot)
        await press(pilot, "enter")
        screen = app_of(pilot).screen
        assert isinstance(screen, FiledDocument)
        assert screen.attachment.slot == third


async def test_only_what_makes_sense_in_its_state_is_offered(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        draft = day.filed()
        await open_case(pilot)
        await press(pilot, "enter")
        assert "Entregarlo al IESS" in shown(pilot)
        await picture(pilot, "case_actions-80x24")
        offered = {}
        for state in CaseState:
            day.change(Case, Case.id, draft.id, state=state)
            offered[state] = {
                cast("type", screen).__name__ for _label, screen in actions(access.look_again(day.kiosk, FIRST), Role.SUPERVISOR)
            }
        assert not waits(access.look_again(day.kiosk, FIRST)), "it was withdrawn before the institute had it"
        always, while_it_lasts = {"Observe"}, {"AskAgain", "Withdraw"}
        here = {"Observe", "PrintReceipt", "CorrectContact"}
        assert offered == {
            CaseState.FILED: here | while_it_lasts | {"Vouch", "HandOverOne"},
            CaseState.HANDED_OVER: here | while_it_lasts | {"Vouch", "RecordAnswer"},
            CaseState.ANSWERED: here | while_it_lasts | {"Vouch", "RecordAnswer"},
            CaseState.DELIVERED: here | {"Vouch"},
            CaseState.WITHDRAWN: always,
        }
        day.typed_by(draft, "luis")
        for state in CaseState:
            day.change(Case, Case.id, draft.id, state=state)
            names = {
                cast("type", screen).__name__ for _label, screen in actions(access.look_again(day.kiosk, FIRST), Role.SUPERVISOR)
            }
            assert ("ScanConfirmation" in names) == (state is not CaseState.WITHDRAWN), state


async def test_a_contact_is_corrected_and_the_case_shows_it(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.mail_came_back(day.filed())
        await open_case(pilot)
        await press(pilot, "enter", "3")
        assert "maria@ejemplo.test" in shown(pilot)
        await picture(pilot, "case_contact-80x24")
        changes.correct_contact(day.kiosk, FIRST, Contact("+593991234567", "maria@ejemplo.test"), "", "maria@ejemplo.test")
        await press(pilot, "tab", *["backspace"] * 4)
        await type_in(pilot, "com")
        assert "Otra persona lo cambió mientras tanto: ahora dice sin teléfono" in " ".join(shown(pilot).split())
        assert "maria@ejemplo.com" in shown(pilot), "nothing typed is lost"
        await picture(pilot, "case_contact_changed-80x24")
        await type_in(pilot, "")
        assert screen_name(pilot) == "CaseView"
        contact = access.look_again(day.kiosk, FIRST).draft.answers.contact
        assert contact == Contact("+593991234567", "maria@ejemplo.com")
        await press(pilot, "pagedown")
        assert "maria@ejemplo.com" in shown(pilot)


async def test_an_observation_is_kept_with_who_wrote_it(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        await open_case(pilot)
        await press(pilot, "enter", "4")
        await type_in(pilot, "")
        assert "Escriba la observación" in shown(pilot)
        await type_in(pilot, "Viene el lunes con la cédula del menor.")
        assert screen_name(pilot) == "CaseView"
        assert [(each.by, each.text) for each in access.look_again(day.kiosk, FIRST).history.notes] == [
            ("rosa", "Viene el lunes con la cédula del menor.")
        ]


async def test_an_identity_is_vouched_for_by_name(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.typed_by(day.filed(), "luis")
        await open_case(pilot)
        await press(pilot, "enter", "1")
        await press(pilot, "3", "tab", "enter", "enter")
        assert "Escriba qué documento vio" in shown(pilot)
        await picture(pilot, "case_vouch-80x24")
        await type_in(pilot, "Pasaporte A123")
        await type_in(pilot, "Es extranjera: la cédula llega en enero.")
        assert screen_name(pilot) == "CaseView"
        (only,) = access.look_again(day.kiosk, FIRST).draft.attestations
        assert (only.actor, only.value, only.how, only.document_number) == ("rosa", "9900000010", "other_paper", "Pasaporte A123")
        await press(pilot, "enter")
        assert "Dar fe" not in shown(pilot)


async def test_a_receipt_is_printed_again_until_somebody_saw_it(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.change(Case, Case.id, day.filed().id, receipt_seen_at=None)
        await open_case(pilot)
        await press(pilot, "enter", "2")
        await press(pilot, "enter")
        await until(pilot, lambda: "Imprimiendo la copia 2" in shown(pilot))
        printing.deliver_prints(day.kiosk)  # as the kiosk beside the desk does
        await until(pilot, lambda: "¿Salió el comprobante?" in shown(pilot))
        await picture(pilot, "case_print-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseView"
        assert receipts.print_status(day.kiosk, FIRST).came_out


async def test_while_a_copy_is_on_its_way_to_the_printer_enter_goes_nowhere(
    desk: RealStart, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.widgets.print_news.PrintNews.follow", lambda _news, _app: None)  # the moment before its first word
    async with desk() as pilot:
        Day(kiosk_of(pilot), clock).filed()
        pilot.app.push_screen(PrintReceipt(FIRST))
        await until(pilot, lambda: "Enter imprimir" in shown(pilot))
        await press(pilot, "enter")
        assert "Enter atrás" not in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "PrintReceipt"
