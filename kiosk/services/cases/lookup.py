"""Cases that were submitted: found by number or identity, and told whole, with DESIGN's keys for the command line."""

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
    Scope,
)
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.identity import Identity, IdentityKind, spellings
from kiosk.locale import _
from kiosk.services.cases import lacking
from kiosk.services.cases.acts import attestation_records, entered_by
from kiosk.services.filing.from_rows import attestations_of, papers_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, CasePerson, Correction, Event, Message, Verification, Withdrawal, table_of
from kiosk.words.stages import OF_STAGE, stage_of_case

MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Summary:
    """A case in one line; the time is local."""

    number: str
    stage: Stage
    procedure: str
    submitted_at: datetime
    lacking: tuple[Lacking, ...] = ()


# Built once: building a statement takes longer than running it.
_case = table_of(Case).c
_SPELLINGS = ("compact", "spaced")
_SUMMARIES = (
    sa.select(_case.id, _case.number, _case.procedure, _case.submitted_at, *(_case[each] for each in OF_STAGE))
    .order_by(_case.submitted_at.desc())
    .limit(sa.bindparam("limit"))
)
_BY_IDENTITY = _SUMMARIES.where(_case.identity_number.in_([sa.bindparam(each) for each in _SPELLINGS]))


def case_of(session: Session, number: str) -> Case:
    """Return a case by its number as a person types it; raises BadInput when it cannot be one, NotFound."""
    case = session.exec(select(Case).where(col(Case.number) == str(CaseNumber.parse(number)))).one_or_none()
    if case is None:
        raise NotFound(_("No hay un trámite con ese número en este kiosco. Revise el número."), field="number")
    return case


def summaries(kiosk: Kiosk, *, identity: str | None = None, limit: int = MOST_LISTED) -> list[Summary]:
    """Return cases in one line each, newest first, of one identity number if one is given, however it is spaced."""
    asked = {"limit": limit}
    with kiosk.database.reading() as session:
        connection = session.connection()
        if identity is None:
            rows = connection.execute(_SUMMARIES, asked).all()
        else:
            rows = connection.execute(_BY_IDENTITY, asked | dict(zip(_SPELLINGS, spellings(identity), strict=True))).all()
        lack = lacking.of_cases(session, [each.id for each in rows])
    return [
        Summary(each.number, stage_of_case(each), each.procedure, kiosk.local(each.submitted_at), lack[each.id]) for each in rows
    ]


def record(kiosk: Kiosk, number: str) -> dict[str, Any]:
    """Return a case whole, as plain values under stable keys; raises NotFound."""
    with kiosk.database.reading() as session:
        return record_of(kiosk, session, case_of(session, number))


def records(kiosk: Kiosk, *, identity: str | None = None, limit: int = MOST_LISTED) -> list[dict[str, Any]]:
    """Return cases, newest first, of one identity number if one is given, however it is spaced."""
    with kiosk.database.reading() as session:
        query = select(Case).order_by(col(Case.submitted_at).desc()).limit(limit)
        if identity is not None:
            query = query.where(col(Case.identity_number).in_(spellings(identity)))
        return [record_of(kiosk, session, each) for each in session.exec(query).all()]


def as_filed_draft(session: Session, case: Case) -> Draft:
    """Return a case as the value that it was when it was sent, from its own rows (the draft may be purged by now)."""
    people = session.exec(select(CasePerson).where(col(CasePerson.case_id) == case.id).order_by(col(CasePerson.position))).all()
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


def messages_about(session: Session, filing: str) -> Sequence[Message]:
    """Return the mails and prints about a filing, and about what was asked of its person, oldest first."""
    about = [
        col(Message.reference) == filing,
        *(
            col(Message.reference).in_(select(col(table.id)).where(col(of) == filing))
            for table, of in (
                (Verification, Verification.filing),
                (Correction, Correction.case_id),
                (Withdrawal, Withdrawal.case_id),
            )
        ),
    ]
    return session.exec(select(Message).where(sa.or_(*about)).order_by(col(Message.created_at))).all()


def _answers(case: Case, people: Sequence[CasePerson]) -> Answers:
    leavers = tuple(_person(each) for each in people if each.role == "leaver")
    new_head = next((_person(each) for each in people if each.role == "new_head"), None)
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


def _person(row: CasePerson) -> Person:
    identity = Identity(IdentityKind(row.identity_kind), row.identity_number) if row.identity_kind and row.identity_number else None
    capacity = Capacity(row.capacity) if row.capacity else None
    return Person(row.key, row.given_names, row.surnames, identity, row.birth_date, row.kinship, capacity)


def record_of(kiosk: Kiosk, session: Session, case: Case) -> dict[str, Any]:
    """Return a case whole, as plain values under stable keys, as this session sees it."""
    draft = as_filed_draft(session, case)
    events = session.exec(select(Event).where(col(Event.filing) == case.id).order_by(col(Event.id))).all()
    deliveries = messages_about(session, case.id)
    return {
        "number": case.number,
        "state": case.state,
        "stage": stage_of_case(case),
        "channel": case.channel,
        "assisted_by": case.entered_by,
        "confirmed_how": case.confirmed_how,
        "lacking": lacking.of_case(session, case.id),
        "entered_by": entered_by(events),
        "attestations": attestation_records(kiosk, draft),
        "procedure": case.procedure,
        "procedure_version": case.procedure_version,
        "province": case.province,
        "sector": case.sector,
        "category": case.category,
        "submitted_at": kiosk.local(case.submitted_at).isoformat(),
        "clock_trusted": case.clock_trusted,
        "applicant": {
            "identity_kind": case.identity_kind,
            "identity": case.identity_number,
            "given_names": case.given_names,
            "surnames": case.surnames,
            "capacity": case.capacity,
            "doubts": case.identity_doubts.splitlines(),
        },
        "contact": {
            "telephone": case.telephone,
            "email": case.email,
            "email_verified_at": _time(kiosk, case.email_verified_at),
        },
        "scope": case.scope,
        "remaining": case.remaining,
        "leavers": [_leaver(each) for each in draft.answers.leavers],
        "new_head": _leaver(draft.answers.leaving.new_head) if draft.answers.leaving and draft.answers.leaving.new_head else None,
        "observation": case.observation,
        "documents": [
            {
                "slot": each.slot,
                "media_type": each.media_type,
                "bytes": each.byte_count,
                "sha256": each.sha256,
                "pages": each.pages,
                "verdict": each.verdict,
            }
            for each in draft.attachments
        ],
        "acceptances": [
            {
                "kind": each.kind,
                "version": each.version,
                "sha256": each.sha256,
                "given_at": _time(kiosk, each.given_at),
                "how": each.how,
                "read_by": each.read_by,
            }
            for each in draft.acceptances
        ],
        "events": [
            {"at": _time(kiosk, each.at), "name": each.name, "actor": each.actor, "detail": each.detail, "why": each.why}
            for each in events
        ],
        "deliveries": [
            {
                "kind": each.kind,
                "state": each.state,
                "tries": each.tries,
                "copy": each.copy_number,
                "created_at": _time(kiosk, each.created_at),
                "settled_at": _time(kiosk, each.settled_at),
                "at": _time(kiosk, each.settled_at or each.created_at),
                "next_try_at": _time(kiosk, each.next_try_at),
                "trouble": each.trouble,
                "cause": each.cause,
            }
            for each in deliveries
        ],
    }


def _leaver(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "given_names": person.given_names,
        "surnames": person.surnames,
        "identity_kind": person.identity.kind if person.identity else None,
        "identity": person.identity.number if person.identity else None,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "kinship": person.kinship,
        "capacity": person.capacity,
    }


def _time(kiosk: Kiosk, at: datetime | None) -> str | None:
    return kiosk.local(at).isoformat() if at else None
