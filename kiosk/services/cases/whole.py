"""A case read whole for the desk, from its own rows and those that staff wrote about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.whole import AskedAgain, CaseEvent, CaseMessage, CaseWhole, InstituteAnswer, Note, WithdrawalTold
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Attestation, Confirmation, Seen, Subject
from kiosk.domain.filing.confirmation import CONFIRMATION, confirmation_slot
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.services.cases import lacking, same_identity
from kiosk.services.cases.lookup import as_filed_draft, messages_about
from kiosk.services.filing import slots
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AttestationRow, Case, Correction, Decision, Event, Message, StaffNote, Withdrawal
from kiosk.words.stages import stage_of_case

AnyRow = TypeVar("AnyRow", bound=SQLModel)


def read(kiosk: Kiosk, session: Session, case: Case) -> CaseWhole:
    """Return a case's row with all that is known of it."""
    draft = as_filed_draft(session, case)
    return CaseWhole(
        number=case.number,
        state=CaseState(case.state),
        stage=stage_of_case(case),
        channel=case.channel,
        entered_by=case.entered_by,
        confirmed_how=Confirmation(case.confirmed_how),
        submitted_at=kiosk.local(case.submitted_at),
        clock_trusted=case.clock_trusted,
        handed_over_at=_local(kiosk, case.handed_over_at),
        receipt_seen_at=_local(kiosk, case.receipt_seen_at),
        institution_reference=case.institution_reference,
        draft=draft,
        slots=tuple(_slots(kiosk, draft)),
        attestations=_attestations(kiosk, session, case.id),
        messages=tuple(_message(kiosk, each) for each in messages_about(session, case.id)),
        events=_events(kiosk, session, case.id),
        corrections=_corrections(kiosk, session, case.id),
        decisions=_decisions(kiosk, session, case.id),
        withdrawals=tuple(
            WithdrawalTold(
                each.kind,
                kiosk.local(each.at),
                each.actor,
                undone_at=kiosk.local(each.undone_at) if each.undone_at else None,
                undone_by=each.undone_by,
            )
            for each in _of(session, Withdrawal, case.id, key="case_id", order="at")
        ),
        notes=tuple(
            Note(each.text, each.actor, kiosk.local(each.at))
            for each in _of(session, StaffNote, case.id, key="case_id", order="at")
        ),
        lacking=lacking.of_case(session, case.id),
        same_identity=same_identity.of_case(kiosk, session, case),
    )


def _slots(kiosk: Kiosk, draft: Draft) -> Iterator[Slot]:
    yield from slots.slots_of(kiosk, draft)
    if any(each.slot == CONFIRMATION for each in draft.attachments):
        yield confirmation_slot()


def _of(session: Session, table: type[AnyRow], case_id: str, *, key: str, order: str) -> Sequence[AnyRow]:
    query = select(table).where(col(getattr(table, key)) == case_id).order_by(col(getattr(table, order)))
    return session.exec(query).all()


def _attestations(kiosk: Kiosk, session: Session, case_id: str) -> tuple[Attestation, ...]:
    return tuple(
        Attestation(
            subject=Subject(each.subject),
            how=Seen(each.how),
            actor=each.actor,
            at=kiosk.local(each.at),
            person=each.person,
            value=each.value,
            document_number=each.document_number,
            reason=each.reason,
        )
        for each in _of(session, AttestationRow, case_id, key="filing", order="id")
    )


def _message(kiosk: Kiosk, row: Message) -> CaseMessage:
    return CaseMessage(
        kind=MessageKind(row.kind),
        state=MessageState(row.state),
        trouble=Trouble(row.trouble),
        cause=row.cause,
        at=kiosk.local(row.settled_at or row.created_at),
        next_try_at=_local(kiosk, row.next_try_at),
        copy_number=row.copy_number,
    )


def _events(kiosk: Kiosk, session: Session, case_id: str) -> tuple[CaseEvent, ...]:
    found = _of(session, Event, case_id, key="filing", order="id")
    return tuple(CaseEvent(kiosk.local(each.at), each.name, each.actor, each.detail, each.why) for each in found)


def _corrections(kiosk: Kiosk, session: Session, case_id: str) -> tuple[AskedAgain, ...]:
    return tuple(
        AskedAgain(
            slot=each.slot,
            wanted=each.wanted,
            explanation=each.explanation,
            asked_at=kiosk.local(each.asked_at),
            asked_by=each.asked_by,
            met_at=_local(kiosk, each.met_at),
            dropped_at=_local(kiosk, each.dropped_at),
        )
        for each in _of(session, Correction, case_id, key="case_id", order="asked_at")
    )


def _decisions(kiosk: Kiosk, session: Session, case_id: str) -> tuple[InstituteAnswer, ...]:
    return tuple(
        InstituteAnswer(
            outcome=each.outcome,
            reference=each.reference,
            decided_on=each.decided_on,
            note=each.note,
            recorded_at=kiosk.local(each.recorded_at),
            actor=each.actor,
            handed_out_at=_local(kiosk, each.handed_out_at),
            handed_out_by=each.handed_out_by,
        )
        for each in _of(session, Decision, case_id, key="case_id", order="position")
    )


def _local(kiosk: Kiosk, at: datetime | None) -> datetime | None:
    return kiosk.local(at) if at else None
