"""A person's rights over their data: everything that is held is told, to them alone, and what the law lets go goes."""

import inspect
from dataclasses import fields
from datetime import date

import pytest
from sqlmodel import SQLModel, col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.rights import Held, Right
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.whole import History
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.machine.message import MessageKind
from kiosk.services.cases import lookup, whole
from kiosk.services.cases.lookup import case_of
from kiosk.services.filing import drafts, from_rows
from kiosk.services.followup import changes, corrections, decisions, withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.services.rights import held as held_module
from kiosk.services.rights import requests
from kiosk.services.rights.paper import content_of
from kiosk.storage.tables import AttestationRow, Complaint, Document, DraftRow, Event, Handover, HandoverCase
from tests.filing import EMAIL, JUAN, MARIA, answer_all, begin, file_alone, submit
from tests.outboxes import rows


@pytest.fixture
def desk(kiosk: Kiosk) -> Kiosk:
    return kiosk.acting_as("rosa")


def held(desk: Kiosk, identity: str) -> Held:
    return requests.look(desk, requests.ask(desk, Right.ACCESS, identity, seen=True).id)


def test_everything_held_about_a_person_is_told_and_printed(kiosk: Kiosk, desk: Kiosk) -> None:
    number = file_alone(kiosk)
    now = desk.clock.now().at
    with desk.database.transaction() as session:
        filing = case_of(session, number).id
        session.add(
            AttestationRow(filing=filing, subject=Subject.IDENTITY, how=Seen.CARD, value=MARIA.number, actor="rosa", at=now)
        )
        for name, reply_to in (("own", EMAIL), ("others", "otra@ejemplo.test")):
            session.add(Complaint(id=name, at=now, channel="kiosk", actor="citizen", text=f"Queja {name}", reply_to=reply_to))
    corrections.ask(desk, number, "application-form", Wanted.BAD, "Falta la firma.")
    changes.add_observation(desk, number, "Llamó el hijo.")
    with desk.database.transaction() as session:
        session.add(Handover(id="one", at=now, actor="rosa", taken_by="Ana Pérez", how="stick", sealed=False))
        session.flush()
        session.add(HandoverCase(handover="one", case_id=filing, sha256="0" * 64))
    decisions.record(desk, number, TypedDecision(Outcome.REFUSED, "IESS-SSC-2026-0123-O", date(2026, 11, 23), "Fuera de plazo."))
    withdrawals.take_back(desk, number, TakenBack.CONSENT)
    begin(desk)
    asked = requests.ask(desk, Right.ACCESS, MARIA.number, seen=True)
    prints.ask(desk, MessageKind.RIGHTS_PRINT, asked.id)
    with desk.database.reading() as session:
        content = content_of(desk, session, rows(desk, MessageKind.RIGHTS_PRINT)[0].reference)
    said = str(content.sections)
    for words in (
        *(number, "Demostración Ñusta María José", MARIA.number, "+593991234567", EMAIL, "vio la cédula original"),
        *("rosa, del personal, anotó: Llamó el hijo.", "lo recibió Ana Pérez"),
        *("Autorizó el uso de sus datos", "Falta la firma.", "Fuera de plazo.", "su permiso", "Correo: respuesta"),
        *("la persona: envió el trámite", "rosa: anotó un pedido sobre los datos", "Trámite sin enviar", "Queja own"),
    ):
        assert words in said, words
    assert "Queja others" not in said
    assert requests.look(desk, asked.id).cases == (number,)


def test_no_table_with_something_of_a_person_is_left_out_of_the_answer() -> None:
    of_a_person = {"filing", "case_id", "identity_number", "handover", "reference", "reply_to"}
    derived = {"CaseWord"}  # the case's own names, folded
    readers = (held_module, whole, lookup, from_rows)  # the answer is made of the whole case
    found = {
        mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers if of_a_person & {each.name for each in mapper.columns}
    }
    assert {"Case", "StaffNote", "Withdrawal", "Complaint"} < found, "they are found by their columns"
    assert {each for each in found - derived if not any(hasattr(reader, each) for reader in readers)} == set()
    source = inspect.getsource(held_module)
    told = [*(f"told.{each.name}" for each in fields(History)), "draft.acceptances", "draft.attestations", "case.documents"]
    assert [each for each in told if each not in source] == [], "the whole case holds it, and the answer does not tell it"


def test_a_draft_of_the_person_is_told_with_what_they_answered(desk: Kiosk) -> None:
    answer_all(desk)
    said = str(held(desk, MARIA.number).sections)
    for words in (
        "Demostración Ñusta María José",
        "+593991234567",
        EMAIL,
        "Demostración Juan",
        JUAN.number,
        "rosa: puso un documento",
    ):
        assert words in said, words
    assert EMAIL not in str(held(desk, JUAN.number).sections)


def test_somebody_else_in_a_case_is_told_of_themselves_and_nothing_of_who_filed(desk: Kiosk) -> None:
    submit(desk, answer_all(desk))
    said = str(held(desk, JUAN.number).sections)
    assert "Demostración Juan" in said
    assert MARIA.number not in said
    assert "María" not in said
    assert held(desk, "2400000010").cases == ()


def test_nothing_is_told_before_the_identity_document_was_seen_and_who_asked_stands_in_the_log(desk: Kiosk) -> None:
    number = file_alone(desk)
    with pytest.raises(BadInput, match="cédula original"):
        requests.ask(desk, Right.ACCESS, MARIA.number, seen=False)
    with pytest.raises(BadInput, match="cédula original"):
        requests.remove(desk, MARIA.number, seen=False)
    held(desk, MARIA.number)
    with desk.database.reading() as session:
        seen = session.exec(
            select(Event).where(col(Event.name) == "rights_asked", col(Event.filing) == case_of(session, number).id)
        )
        (event,) = seen.all()
    assert (event.actor, event.why) == ("rosa", "rights")
    assert MARIA.number not in event.detail


def test_what_the_law_lets_go_is_removed_and_the_answer_says_what_stays_and_why(desk: Kiosk) -> None:
    number, kept = file_alone(desk), file_alone(desk)
    with desk.database.transaction() as session:
        row = case_of(session, number)
        row.state, row.handed_over_at = CaseState.HANDED_OVER, desk.clock.now().at
        filings = {name: case_of(session, name).id for name in (number, kept)}
    draft = begin(desk)
    answer = requests.remove(desk, MARIA.number, seen=True).answer
    assert "Se borró 1 trámite sin enviar." in answer
    assert "Se borraron las copias de 3 documentos." in answer
    assert "todavía no recibe" in answer
    assert "documento público" in answer
    with desk.database.reading() as session:
        assert session.get(DraftRow, draft.id) is None
        left = {
            name: sum(bool(each.key) for each in session.exec(select(Document).where(col(Document.filing) == filing)))
            for name, filing in filings.items()
        }
    assert left == {number: 0, kept: 3}
    assert "No había nada" in requests.remove(desk, "2400000010", seen=True).answer


def test_a_draft_that_another_began_with_the_person_in_it_is_told_and_not_removed(desk: Kiosk) -> None:
    draft = answer_all(desk)
    assert "En un trámite sin enviar de otra persona" in str(held(desk, JUAN.number).sections)
    requests.remove(desk, JUAN.number, seen=True)
    assert drafts.read(desk, draft.id)


def test_what_is_to_be_mended_waits_until_somebody_says_what_was_done(desk: Kiosk) -> None:
    with pytest.raises(BadInput, match="qué está mal"):
        requests.ask(desk, Right.CORRECTION, MARIA.number, seen=True)
    asked = requests.ask(desk, Right.CORRECTION, MARIA.number, seen=True, explanation="Mi nombre es María Josefa")
    assert (asked.due_at - asked.asked_at).days == 15
    ((waits, words),) = requests.open_requests(desk, MARIA.number)
    assert (waits.id, words) == (asked.id, "Mi nombre es María Josefa")
    requests.settle(desk, asked.id, "Se anotó en el trámite.")
    assert requests.open_requests(desk, MARIA.number) == []
    with pytest.raises(BadInput, match="ya fue respondido"):
        requests.settle(desk, asked.id, "Otra vez.")
