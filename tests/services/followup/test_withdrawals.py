"""Taking back a consent or a request: what it does, its proof, and that it is as easy as giving it."""

from datetime import date
from email.message import EmailMessage

import pytest
from sqlmodel import col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.papers.paper import PaperContent
from kiosk.services.cases import receipts
from kiosk.services.cases.lookup import case_of
from kiosk.services.delivery import mailing
from kiosk.services.followup import corrections, decisions, withdrawals
from kiosk.services.followup.papers import content_of
from kiosk.services.handover import handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Case, Document, Handover, HandoverCase
from tests.filing import MARIA, StoppedClock, file_alone
from tests.holding import shown
from tests.outboxes import rows
from tests.services.delivery.test_what_leaves_the_kiosk import mailed


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    receipts.open_keys(kiosk)
    return file_alone(kiosk)


def case(kiosk: Kiosk, number: CaseNumber) -> Case:
    with kiosk.database.reading() as session:
        return case_of(session, number)


def hand_over(kiosk: Kiosk, number: CaseNumber, name: str) -> None:
    with kiosk.database.transaction() as session:
        row, now = case_of(session, number), kiosk.clock.now().at
        row.handed_over_at = now
        row.state = CaseState.HANDED_OVER if row.state == CaseState.FILED else row.state
        session.add(Handover(id=name, at=now, actor="rosa", taken_by="IESS", how="stick", sealed=False))
        session.flush()
        session.add(HandoverCase(handover=name, case_id=row.id, sha256="0" * 64))


def copies(kiosk: Kiosk, number: CaseNumber) -> int:
    """Return how many of a case's documents the vault still holds."""
    with kiosk.database.reading() as session:
        documents = session.exec(select(Document).where(col(Document.filing) == case_of(session, number).id)).all()
        return sum(kiosk.vault.holds(each.id, each.byte_count) for each in documents)


def untold(kiosk: Kiosk) -> list[str]:
    return [each.number for each in handovers.waiting(kiosk).cases if each.tells_withdrawal]


def test_a_request_that_is_taken_back_ends_and_the_copies_go_once_it_cannot_be_undone_while_the_receipt_stays(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    before = receipts.content(kiosk, number)
    asked = corrections.ask(kiosk.acting_as("rosa"), number, "application-form", Wanted.MISSING, "")
    assert copies(kiosk, number) > 0
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    housekeeping.put_in_order(kiosk)
    assert (case(kiosk, number).state, copies(kiosk, number) > 0) == (CaseState.WITHDRAWN, True)
    clock.advance(days=7)
    housekeeping.put_in_order(kiosk)
    assert copies(kiosk, number) == 0
    assert receipts.content(kiosk, number).qr == before.qr
    assert not next(each for each in corrections.of_case(kiosk, number) if each.id == asked.id).is_open
    assert handovers.waiting_numbers(kiosk) == (), "the institute never had it"


def test_the_proof_says_what_happens_now_and_asked_twice_it_is_the_same(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    first = withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    clock.advance(days=1)
    assert withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number)) == first
    printed = rows(kiosk, MessageKind.WITHDRAWAL_PRINT)
    assert [each.reference for each in printed] == [first.id, first.id]
    with kiosk.database.reading() as session:
        content = content_of(kiosk, session, printed[0])
    assert content.number == number
    assert "nadie sale del Seguro Social Campesino" in str(content.sections)
    assert MARIA.number not in str(content)


def test_the_institute_that_has_it_is_told_with_the_next_handover(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    hand_over(kiosk, number, "one")
    clock.advance(days=1)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    assert untold(kiosk) == [number]
    assert case(kiosk, number).handed_over_at is None
    clock.advance(days=1)
    hand_over(kiosk, number, "two")
    assert untold(kiosk) == []


def test_a_consent_that_is_taken_back_lets_the_request_go_on_and_the_copies_go_once_the_institute_has_them(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    withdrawals.take_back(kiosk, number, TakenBack.CONSENT, shown(kiosk, number))
    housekeeping.put_in_order(kiosk)
    assert (case(kiosk, number).state, copies(kiosk, number) > 0) == (CaseState.FILED, True)
    clock.advance(days=1)
    hand_over(kiosk, number, "one")
    housekeeping.put_in_order(kiosk)
    assert copies(kiosk, number) > 0
    clock.advance(days=6)
    housekeeping.put_in_order(kiosk)
    assert copies(kiosk, number) == 0


def test_after_the_answer_a_consent_can_be_taken_back_and_a_request_is_told_that_it_was_decided(
    kiosk: Kiosk, number: CaseNumber
) -> None:
    hand_over(kiosk, number, "one")
    decisions.record(kiosk.acting_as("rosa"), number, TypedDecision(Outcome.GRANTED, "", date(2026, 11, 23)))
    assert "ya respondió" in withdrawals.may_be_taken_back(kiosk, number)[TakenBack.REQUEST]
    with pytest.raises(BadInput, match="ya respondió el 23/11/2026"):
        withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    withdrawals.take_back(kiosk, number, TakenBack.CONSENT, shown(kiosk, number))
    assert case(kiosk, number).state == CaseState.ANSWERED
    assert [each.what for each in withdrawals.of_case(kiosk, number)] == [TakenBack.CONSENT]


@pytest.mark.parametrize("what", list(TakenBack))
def test_it_is_told_by_mail_and_undone_at_the_desk_until_the_day_that_the_paper_names(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, what: TakenBack
) -> None:
    proof = withdrawals.take_back(kiosk, number, what, shown(kiosk, number))
    assert f"{proof.until:%d}" == "30"
    assert "hasta el 30 de noviembre de 2026" in str(withdrawals.effects_of(kiosk, number)[what])
    assert "hasta el 30 de noviembre de 2026" in str(paper(kiosk))
    mailing.deliver_mail(kiosk)
    subject = "Se canceló su solicitud" if what is TakenBack.REQUEST else "Se quitó su permiso"
    told = next(each for each in mailed(kiosk) if each["Subject"] == f"{subject}: trámite {number}")
    assert "Si usted no lo pidió" in text_of(told)
    with pytest.raises(KioskError):
        withdrawals.undo(kiosk, number, what)
    clock.advance(days=6)
    undone = withdrawals.undo(kiosk.acting_as("rosa"), number, what)
    assert undone.undone_at is not None
    assert case(kiosk, number).state == CaseState.FILED
    assert copies(kiosk, number) > 0
    assert withdrawals.of_case(kiosk, number) == []
    mailing.deliver_mail(kiosk)
    assert [each["Subject"] for each in mailed(kiosk)].count(f"Su trámite {number} sigue como antes") == 1
    clock.advance(days=30)
    housekeeping.put_in_order(kiosk)
    assert copies(kiosk, number) > 0, "it goes on like any other"
    again = withdrawals.take_back(kiosk, number, what, shown(kiosk, number))
    assert (again.id, again.at) == (proof.id, kiosk.local(clock.at))


def test_after_its_time_it_is_undone_no_more(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    rosa = kiosk.acting_as("rosa")
    with pytest.raises(BadInput, match="nada que deshacer"):
        withdrawals.undo(rosa, number, TakenBack.REQUEST)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    clock.advance(days=7, seconds=1)
    with pytest.raises(BadInput, match="hasta el 30 de noviembre"):
        withdrawals.undo(rosa, number, TakenBack.REQUEST)


def test_the_institute_that_heard_of_it_hears_that_it_was_undone(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    hand_over(kiosk, number, "one")
    clock.advance(days=1)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST, shown(kiosk, number))
    clock.advance(days=1)
    hand_over(kiosk, number, "two")
    clock.advance(days=1)
    withdrawals.undo(kiosk.acting_as("rosa"), number, TakenBack.REQUEST)
    assert untold(kiosk) == [number]
    assert number in handovers.waiting_numbers(kiosk)


def paper(kiosk: Kiosk) -> PaperContent:
    """Return what stands on the proof that is printed."""
    with kiosk.database.reading() as session:
        return content_of(kiosk, session, rows(kiosk, MessageKind.WITHDRAWAL_PRINT)[0])


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
