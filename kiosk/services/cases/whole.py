"""Reads a case whole, from its own rows and those that were written about it: the one value of which all its readers are made.

They are the desk's screens, the command line's record, the institute's dossier, and what a person is told of their own data.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.whole import (
    AskedAgain,
    CaseEvent,
    CaseMessage,
    CaseWhole,
    HandoverTold,
    History,
    InstituteAnswer,
    Note,
    Part,
    WithdrawalTold,
)
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Confirmation
from kiosk.domain.filing.confirmation import CONFIRMATION, confirmation_slot
from kiosk.domain.filing.procedure import Slot
from kiosk.services.cases import lacking, same_identity
from kiosk.services.cases.lookup import as_filed_draft, messages_about
from kiosk.services.filing import slots
from kiosk.services.filing.from_rows import replaced_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, Decision, Event, Handover, HandoverCase, StaffNote, Withdrawal, table_of
from kiosk.words.stages import stage_of_case

AnyPart = TypeVar("AnyPart", bound=Part)
AnyValue = TypeVar("AnyValue")
_FILING: Final[sa.BindParameter[str]] = sa.bindparam("filing")
_handed = table_of(HandoverCase)


def _of_case(row: type[SQLModel], order: str) -> sa.Select[Any]:
    table = table_of(row)
    return sa.select(table).where(table.c.case_id == _FILING).order_by(table.c[order])


# Built once: building a statement takes longer than running it.
_FOUND: Final[dict[type[Part], sa.Select[Any]]] = {
    CaseEvent: sa.select(table_of(Event)).where(table_of(Event).c.filing == _FILING).order_by(table_of(Event).c.id),
    HandoverTold: sa.select(table_of(Handover)).join(_handed).where(_handed.c.case_id == _FILING).order_by(table_of(Handover).c.at),
    AskedAgain: _of_case(Correction, "asked_at"),
    InstituteAnswer: _of_case(Decision, "position"),
    WithdrawalTold: _of_case(Withdrawal, "at"),
    Note: _of_case(StaffNote, "at"),
}


def read(kiosk: Kiosk, session: Session, case: Case) -> CaseWhole:
    """Return a case's row with all that is known of it."""
    draft = draft_here(kiosk, as_filed_draft(session, case))
    return CaseWhole(
        number=case.number,
        state=CaseState(case.state),
        stage=stage_of_case(case),
        channel=case.channel,
        entered_by=case.entered_by,
        confirmed_how=Confirmation(case.confirmed_how),
        submitted_at=kiosk.local(case.submitted_at),
        clock_trusted=case.clock_trusted,
        handed_over_at=kiosk.local(case.handed_over_at) if case.handed_over_at else None,
        receipt_seen_at=kiosk.local(case.receipt_seen_at) if case.receipt_seen_at else None,
        institution_reference=case.institution_reference,
        draft=draft,
        slots=_slots(kiosk, draft),
        replaced=_here(kiosk, replaced_of(session, case.id)),
        history=history(kiosk, session, case.id),
        lacking=lacking.of_case(session, case.id),
        same_identity=same_identity.of_case(kiosk, session, case),
    )


def history(kiosk: Kiosk, session: Session, filing: str) -> History:
    """Return what happened to a filing, also to one that was not sent yet."""

    def told(kind: type[AnyPart], rows: Iterable[object]) -> tuple[AnyPart, ...]:
        return tuple(kind.model_validate(each, context=kiosk.local) for each in rows)

    def found(kind: type[AnyPart]) -> tuple[AnyPart, ...]:
        return told(kind, session.connection().execute(_FOUND[kind], {"filing": filing}))

    return History(
        messages=told(CaseMessage, messages_about(session, filing)),
        events=found(CaseEvent),
        handovers=found(HandoverTold),
        corrections=found(AskedAgain),
        decisions=found(InstituteAnswer),
        withdrawals=found(WithdrawalTold),
        notes=found(Note),
    )


def _here(kiosk: Kiosk, values: tuple[AnyValue, ...]) -> tuple[AnyValue, ...]:
    """Return values with their times local."""

    def local(value: Any) -> Any:  # noqa: ANN401 - a dataclass of any kind
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{name: kiosk.local(at) for name, at in held.items() if isinstance(at, datetime)})

    return tuple(map(local, values))


def draft_here(kiosk: Kiosk, draft: Draft) -> Draft:
    """Return a filing with its times local."""
    check = draft.answers.email_check
    answers = replace(draft.answers, email_check=_here(kiosk, (check,))[0]) if check else draft.answers
    return replace(
        draft,
        answers=answers,
        attachments=_here(kiosk, draft.attachments),
        acceptances=_here(kiosk, draft.acceptances),
        attestations=_here(kiosk, draft.attestations),
    )


def _slots(kiosk: Kiosk, draft: Draft) -> tuple[Slot, ...]:
    scanned = any(each.slot == CONFIRMATION for each in draft.attachments)
    return (*slots.slots_of(kiosk, draft), *([confirmation_slot()] if scanned else []))
