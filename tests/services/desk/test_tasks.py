"""What waits for staff: it appears when there is a reason, goes when it is done, and is found without reading every case."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.state import CaseState
from kiosk.domain.desk.task import TaskKind, Why
from kiosk.domain.documents.brought import Documents
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.services.cases import documents, receipts
from kiosk.services.desk import access, tasks
from kiosk.services.documents import additions
from kiosk.services.followup import changes, corrections, decisions, vouching
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Complaint, Correction, Decision, Document, Fact, Message, RightsRequest
from screens.desk.task_words import to_do
from tests import filing
from tests.filing import StoppedClock, number_of


@pytest.fixture
def draft(kiosk: Kiosk) -> Draft:
    """File a case of which nothing waits but the handing over."""
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    receipts.confirm_printed(kiosk, number_of(draft), came_out=True)
    change(kiosk, Message, Message.reference, draft.id, state=MessageState.ACCEPTED, next_try_at=None)
    change(kiosk, Document, Document.filing, draft.id, verdict="fine", reading="")
    return draft


def waiting(kiosk: Kiosk) -> dict[TaskKind, list[tuple[str, str]]]:
    """Return number and detail of what waits, by kind, without the handing over."""
    found: dict[TaskKind, list[tuple[str, str]]] = {}
    for each in tasks.today(kiosk).tasks:
        found.setdefault(each.kind, []).append((each.number or "", each.detail))
    found.pop(TaskKind.HAND_OVER, None)
    return found


def duties(kiosk: Kiosk) -> dict[TaskKind, list[tuple[str, str]]]:
    """Return, as `waiting` does, what is to be done before a case is complete."""
    kinds = {TaskKind.IDENTITY, TaskKind.CONFIRMATION, TaskKind.DOCUMENT, TaskKind.CORRECTION}
    return {kind: found for kind, found in waiting(kiosk).items() if kind in kinds}


def retention_took(kiosk: Kiosk, slot: str) -> None:
    """Delete the copy of a document."""
    with kiosk.database.transaction() as session:
        documents.forget_keys(session.exec(select(Document).where(col(Document.slot) == slot)).all())


def change(kiosk: Kiosk, table: type[SQLModel], key: Any, value: str, **columns: object) -> None:  # noqa: ANN401 - a column
    """Change rows as another part of the kiosk does."""
    with kiosk.database.transaction() as session:
        for row in session.exec(select(table).where(col(key) == value)).all():
            for name, each in columns.items():
                setattr(row, name, each)


def add(kiosk: Kiosk, *rows: SQLModel) -> None:
    """Add rows as another part of the kiosk does."""
    with kiosk.database.transaction() as session:
        session.add_all(rows)


def mail(kiosk: Kiosk, draft: Draft, **columns: object) -> None:
    """Add a filing mail in a state."""
    with kiosk.database.transaction() as session:
        name = outbox.enqueue(kiosk, session, MessageKind.FILING_EMAIL, draft.id, kiosk.clock.now())
    change(kiosk, Message, Message.id, name, **columns)


def test_a_case_waits_to_be_handed_over_until_it_is(kiosk: Kiosk, draft: Draft) -> None:
    (only,) = tasks.today(kiosk).tasks
    assert (only.kind, only.number, only.since.utcoffset()) == (TaskKind.HAND_OVER, draft.number, timedelta(hours=-5))
    change(kiosk, Case, Case.id, draft.id, state="handed_over")
    assert tasks.today(kiosk).tasks == ()


@pytest.mark.parametrize("state", ["filed", "handed_over", "answered", "delivered"])
def test_an_identity_and_a_signed_sheet_wait_until_they_are_there_however_far_the_case_got(
    kiosk: Kiosk, draft: Draft, state: str
) -> None:
    rosa, number = kiosk.acting_as("rosa"), number_of(draft)
    change(kiosk, Case, Case.id, draft.id, entered_by="rosa", channel="assisted", state=state, handed_over_at=kiosk.clock.now().at)
    open_ones = {TaskKind.IDENTITY: [(draft.number, "")], TaskKind.CONFIRMATION: [(draft.number, "")]}
    assert duties(kiosk) == open_ones
    vouching.vouch_filed(rosa, number, Subject.IDENTITY, Seen.CARD, person="p1", reason="La vi.")
    assert duties(kiosk) == open_ones, "of the applicant nobody knows more"
    vouching.vouch_filed(rosa, number, Subject.IDENTITY, Seen.CARD, reason="La vi.")
    assert duties(kiosk) == {TaskKind.CONFIRMATION: [(draft.number, "")]}
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    assert TaskKind.CONFIRMATION not in duties(kiosk)


def test_of_a_case_that_was_withdrawn_nothing_is_lacking(kiosk: Kiosk, draft: Draft) -> None:
    change(kiosk, Case, Case.id, draft.id, entered_by="rosa", channel="assisted")
    change(kiosk, Document, Document.filing, draft.id, verdict="doubtful")
    assert set(access.look(kiosk, number_of(draft), Why.OTHER).lacking) == {Lacking.IDENTITY, Lacking.SHEET, Lacking.DOCUMENT}
    change(kiosk, Case, Case.id, draft.id, state="withdrawn")
    assert duties(kiosk) == {}
    assert access.look(kiosk, number_of(draft), Why.OTHER).lacking == ()
    with pytest.raises(BadInput, match="se canceló"):
        additions.keep_scan(kiosk.acting_as("rosa"), number_of(draft), Documents([filing.paper("FIRMADO")]), by_eye=True)


def test_doubts_about_a_number_wait_too_where_nobody_typed_it_for_its_person(kiosk: Kiosk, draft: Draft) -> None:
    change(kiosk, Case, Case.id, draft.id, identity_doubts="El tercer número (9) no es usual.")
    assert set(waiting(kiosk)) == {TaskKind.IDENTITY}


@pytest.mark.parametrize("answered", [False, True])
def test_a_sheet_that_comes_after_the_hand_over_is_brought_to_the_institute_and_the_case_stays_handed_over(
    kiosk: Kiosk,
    draft: Draft,
    clock: StoppedClock,
    tmp_path: Path,
    answered: bool,  # noqa: FBT001 - drawn by pytest
) -> None:
    rosa, number = kiosk.acting_as("rosa"), number_of(draft)
    change(kiosk, Case, Case.id, draft.id, entered_by="rosa", channel="assisted", identity_seen_at=clock.at)
    clock.advance(days=1)
    hand_over(rosa, number, tmp_path)
    if answered:
        day = kiosk.local(clock.at).date()
        decisions.record(rosa, number, TypedDecision(Outcome.GRANTED, "IESS-SSC-2026-0001-O", day))
    assert TaskKind.FOLLOW_UP not in waiting(kiosk)
    clock.advance(hours=1)
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    (task,) = [each for each in tasks.today(kiosk).tasks if each.kind is TaskKind.FOLLOW_UP]
    assert (task.number, task.detail, task.since) == (number, "sheet", kiosk.local(clock.at))
    assert to_do(task) == "Llevar al IESS la hoja firmada"
    assert TaskKind.HAND_OVER not in {each.kind for each in tasks.today(kiosk).tasks}
    case = access.look(rosa, number, Why.OTHER)
    assert case.state is (CaseState.ANSWERED if answered else CaseState.HANDED_OVER)
    (waits,) = handovers.waiting(kiosk).cases
    assert (waits.number, waits.is_there) == (number, True)
    hand_over(rosa, number, tmp_path)
    assert TaskKind.FOLLOW_UP not in waiting(kiosk)


def test_another_document_that_comes_after_the_hand_over_is_brought_too(
    kiosk: Kiosk, draft: Draft, clock: StoppedClock, tmp_path: Path
) -> None:
    rosa, number = kiosk.acting_as("rosa"), number_of(draft)
    clock.advance(days=1)
    hand_over(rosa, number, tmp_path)
    asked = corrections.ask(rosa, number, "application-form", Wanted.BAD, "Está movida.")
    corrections.receive(kiosk, asked.id, Documents([filing.paper("SOLICITUD OTRA VEZ")]))
    (task,) = [each for each in tasks.today(kiosk).tasks if each.kind is TaskKind.FOLLOW_UP]
    assert to_do(task) == "Llevar al IESS lo que llegó después"


def hand_over(kiosk: Kiosk, number: CaseNumber, folder: Path) -> None:
    """Write a case's dossier, and let it be taken."""
    export.export(kiosk, [number], folder / "out")
    handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.WITHDRAWN])
def test_a_receipt_waits_until_it_is_printed_again_or_somebody_saw_it(kiosk: Kiosk, draft: Draft, state: str) -> None:
    change(kiosk, Case, Case.id, draft.id, receipt_seen_at=None)
    assert waiting(kiosk) == {}
    change(kiosk, Message, Message.kind, MessageKind.RECEIPT_PRINT, state=state)
    assert waiting(kiosk) == {TaskKind.PRINT: [(draft.number, "")]}
    filing_clock = kiosk.clock
    assert isinstance(filing_clock, StoppedClock)
    filing_clock.advance(minutes=1)
    receipts.print_again(kiosk, number_of(draft))
    assert waiting(kiosk) == {}


def test_a_mail_waits_with_what_is_wrong_until_a_later_one_goes(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    change(kiosk, Message, Message.kind, MessageKind.FILING_EMAIL, state=MessageState.FAILED, trouble=Trouble.ADDRESS)
    assert waiting(kiosk) == {TaskKind.MAIL: [(draft.number, "address")]}
    clock.advance(minutes=1)
    mail(kiosk, draft)
    assert waiting(kiosk) == {}
    clock.advance(days=1, minutes=1)
    assert waiting(kiosk) == {TaskKind.MAIL: [(draft.number, "waiting")]}


def test_what_was_asked_for_waits_until_it_comes(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    asked: dict[str, Any] = {"case_id": draft.id, "slot": "form", "wanted": "missing", "asked_at": clock.at, "asked_by": "rosa"}
    add(
        kiosk,
        Correction(id="1" * 32, code="ACDEFGHJ", **asked),
        Correction(id="2" * 32, code="ACDEFGHK", met_at=clock.at, **asked),
        Correction(id="3" * 32, code="ACDEFGHM", dropped_at=clock.at, **asked),
    )
    assert waiting(kiosk) == {TaskKind.CORRECTION: [(draft.number, "missing")]}


@pytest.mark.parametrize("state", ["filed", "handed_over"])
def test_a_doubtful_document_waits_until_a_person_decides_and_looking_at_it_decides_nothing(
    kiosk: Kiosk, draft: Draft, state: str
) -> None:
    rosa, number = kiosk.acting_as("rosa"), number_of(draft)
    change(kiosk, Case, Case.id, draft.id, state=state)
    first, second = (each.slot for each in draft.attachments[:2])
    change(kiosk, Document, Document.slot, first, verdict="doubtful")
    change(kiosk, Document, Document.slot, second, reading="other_person")
    assert waiting(kiosk) == {TaskKind.DOCUMENT: [(draft.number, "")]}
    access.look(kiosk, number, Why.DOCUMENTS)
    access.picture(kiosk, number, first)
    access.picture(kiosk, number, second)
    assert duties(kiosk) == {TaskKind.DOCUMENT: [(draft.number, "")]}
    with pytest.raises(KioskError, match="Solo el personal"):
        changes.approve_document(kiosk, number, first)
    case = changes.approve_document(rosa, number, first)
    assert [each.judged_by for each in case.draft.attachments if each.slot == first] == ["rosa"]
    assert [(each.name, each.actor, each.detail) for each in case.history.events][-1] == ("document_approved", "rosa", first)
    assert duties(kiosk) == {TaskKind.DOCUMENT: [(draft.number, "")]}
    asked = corrections.ask(rosa, number, second, Wanted.BAD, "Está movida.")
    assert set(duties(kiosk)) == {TaskKind.CORRECTION}
    corrections.drop(rosa, asked.id)
    assert set(duties(kiosk)) == {TaskKind.DOCUMENT}, "what is asked for no longer was never found good"
    changes.approve_document(rosa, number, second)
    assert duties(kiosk) == {}


def test_of_a_document_whose_copy_was_deleted_nobody_can_decide_any_more(kiosk: Kiosk, draft: Draft) -> None:
    change(kiosk, Document, Document.slot, draft.attachments[0].slot, verdict="doubtful")
    assert set(duties(kiosk)) == {TaskKind.DOCUMENT}
    retention_took(kiosk, draft.attachments[0].slot)
    assert duties(kiosk) == {}


def test_an_answer_waits_from_when_it_came(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    clock.advance(days=30)
    change(kiosk, Case, Case.id, draft.id, state="answered")
    told: dict[str, Any] = {"outcome": "granted", "decided_on": clock.at.date(), "recorded_at": clock.at, "actor": "rosa"}
    add(kiosk, Decision(case_id=draft.id, position=1, **told))
    (only,) = tasks.today(kiosk).tasks
    assert (only.kind, only.since) == (TaskKind.ANSWER, kiosk.local(clock.at))


def test_rights_complaints_and_troubles_of_a_day_wait_without_a_case(kiosk: Kiosk, clock: StoppedClock) -> None:
    add(
        kiosk,
        RightsRequest(id="r" * 32, identity_number="9900000010", kind="access", asked_at=clock.at, actor="rosa"),
        Complaint(id="c" * 32, at=clock.at, channel="kiosk", actor="citizen", text="La fila es larga."),
        Fact(name=kiosk.database.own("trouble:printer"), value=(clock.at - timedelta(days=2)).isoformat()),
        Fact(name=kiosk.database.own("trouble:mail"), value=(clock.at - timedelta(hours=2)).isoformat()),
        Fact(name="troubled", value="not one of them"),
    )
    assert waiting(kiosk) == {
        TaskKind.TROUBLE: [("", "printer")],
        TaskKind.RIGHTS: [("", "access")],
        TaskKind.COMPLAINT: [("", "")],
    }
    today = tasks.today(kiosk)
    assert today.tasks[0].kind is TaskKind.TROUBLE, "the oldest first"
    assert (today.counts[TaskKind.TROUBLE], today.counts[TaskKind.HAND_OVER]) == (1, 0)
