"""Cases that were submitted: found by number or identity, and read from their rows as what they were when they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.status import Stage
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.answers import (
    Answers,
    Applicant,
    Capacity,
    Choice,
    Contact,
    Draft,
    EmailCheck,
    Leaving,
    Observation,
    Person,
    Remaining,
    Role,
    Scope,
)
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.identity import Identity, IdentityKind, spellings
from kiosk.locale import _
from kiosk.services.cases import lacking
from kiosk.services.filing.from_rows import attestations_of, papers_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, CasePerson, Correction, Message, Verification, Withdrawal, table_of
from kiosk.words.stages import OF_STAGE, stage_of_case

MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in one line; the time is local."""

    number: CaseNumber
    stage: Stage
    procedure: str
    submitted_at: datetime
    lacking: tuple[Lacking, ...] = ()


# Built once: building a statement takes longer than running it.
_case = table_of(Case).c
_SPELLINGS = ("compact", "spaced")
_SUMMARIES = (
    sa.select(_case.id, _case.number, _case.procedure, _case.submitted_at, *(_case[each] for each in OF_STAGE))
    .order_by(_case.submitted_at.desc(), _case.id.desc())
    .limit(sa.bindparam("limit"))
)
_message = table_of(Message).c
_FILING: sa.BindParameter[str] = sa.bindparam("filing")
_MESSAGES = (
    sa.select(table_of(Message))
    .where(
        sa.or_(
            _message.reference == _FILING,
            *(
                _message.reference.in_(sa.select(table_of(row).c.id).where(table_of(row).c[of] == _FILING))
                for row, of in ((Verification, "filing"), (Correction, "case_id"), (Withdrawal, "case_id"))
            ),
        )
    )
    .order_by(_message.created_at)
)
_PEOPLE = sa.select(table_of(CasePerson)).where(table_of(CasePerson).c.case_id == _FILING).order_by(table_of(CasePerson).c.position)
_BY_IDENTITY = _SUMMARIES.where(_case.identity_number.in_([sa.bindparam(each) for each in _SPELLINGS]))


def case_of(session: Session, number: CaseNumber) -> Case:
    """Return a case by its number; raises NotFound."""
    case = session.exec(select(Case).where(col(Case.number) == number)).one_or_none()
    if case is None:
        raise NotFound(_("No hay un trámite con ese número en este kiosco. Revise el número."), field="number")
    return case


def older_than(case: Case) -> sa.ColumnElement[bool]:
    """Return that a case was sent before another, as lists go on behind it."""
    return sa.tuple_(_case.submitted_at, _case.id) < sa.tuple_(sa.literal(case.submitted_at), sa.literal(case.id))


def summaries(
    kiosk: Kiosk, *, identity: str | None = None, limit: int = MOST_LISTED, before: CaseNumber | None = None
) -> list[Summary]:
    """Return cases in one line each, newest first, of one identity number if one is given, however it is spaced.

    `before` is the case behind which they go on. Raises NotFound where it is none.
    """
    asked = {"limit": limit} | (dict(zip(_SPELLINGS, spellings(identity), strict=True)) if identity is not None else {})
    with kiosk.database.reading() as session:
        query = _SUMMARIES if identity is None else _BY_IDENTITY
        if before is not None:
            query = query.where(older_than(case_of(session, before)))
        rows = session.connection().execute(query, asked).all()
        lack = lacking.of_cases(session, [each.id for each in rows])
    return [
        Summary(each.number, stage_of_case(each), each.procedure, kiosk.local(each.submitted_at), lack[each.id]) for each in rows
    ]


def as_filed_draft(session: Session, case: Case) -> Draft:
    """Return a case as the value that it was when it was sent, from its own rows (the draft may be purged by now)."""
    people = session.connection().execute(_PEOPLE, {"filing": case.id}).all()
    attachments, acceptances = papers_of(session, case.id)
    return Draft(
        id=case.id,
        code="",
        answers=_answers(case, people),
        created_at=case.submitted_at,
        expires_at=case.submitted_at,
        attachments=attachments,
        acceptances=acceptances,
        number=case.number,
        attestations=attestations_of(session, case.id),
        entered_by=case.entered_by,
    )


def messages_about(session: Session, filing: str) -> Sequence[sa.Row[Any]]:
    """Return the mails and prints about a filing, and about what was asked of its person, oldest first."""
    return session.connection().execute(_MESSAGES, {"filing": filing}).all()


def _answers(case: Case, people: Sequence[sa.Row[Any]]) -> Answers:
    leavers = tuple(_person(each) for each in people if each.role == Role.LEAVER)
    new_head = next((_person(each) for each in people if each.role == Role.NEW_HEAD), None)
    return Answers(
        applicant=Applicant(
            Identity(IdentityKind(case.identity_kind), case.identity_number),
            case.given_names,
            case.surnames,
            Capacity(case.capacity),
            tuple(case.identity_doubts.splitlines()),
        ),
        contact=Contact(case.telephone, case.email),
        email_check=EmailCheck(case.email, verified_at=case.email_verified_at) if case.email else None,
        choice=Choice(case.province, case.sector, case.category, case.procedure, case.procedure_version),
        leaving=Leaving(
            Scope(case.scope), case.applicant_leaves, leavers, Remaining(case.remaining) if case.remaining else None, new_head
        ),
        observation=Observation(case.observation) if case.observation else None,
    )


def _person(row: sa.Row[Any]) -> Person:
    identity = Identity(IdentityKind(row.identity_kind), row.identity_number) if row.identity_kind and row.identity_number else None
    capacity = Capacity(row.capacity) if row.capacity else None
    return Person(row.key, row.given_names, row.surnames, identity, row.birth_date, row.kinship, capacity)
