"""Other cases with the same identity number: one under another name, or a second one while the first is open, is never passed over.

Neither is refused: the first may be a mistake, the second what the person wants. It is noted as the later one is filed, told to
staff and to the institute on both, and waits until a member of staff decides; the public screen says nothing about anybody.
"""

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from kiosk.domain.cases.same_identity import DecidedSame, SameDecision, SameIdentity
from kiosk.domain.cases.state import CaseState
from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.identity import Identity
from kiosk.domain.people.names import full_name
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import reopen
from kiosk.services.filing.other_cases import MOST, OPEN
from kiosk.services.journal import events, searches
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, CasePerson, SameIdentityRow, table_of
from kiosk.words.dates import spoken_date

LONGEST_NOTE: Final = 400
_CASE: Final[sa.BindParameter[str]] = sa.bindparam("case")
_same = table_of(SameIdentityRow)
_OF_CASE: Final = sa.select(_same).where(sa.or_(_same.c.case_id == _CASE, _same.c.earlier_id == _CASE))
"""Built once: building a statement takes longer than running it."""


def of_case(kiosk: Kiosk, session: Session, case: Case) -> tuple[SameIdentity, ...]:
    """Return the other cases with an identity of this one, newest first: all of which nobody decided, and what matters still."""
    rows = session.connection().execute(_OF_CASE, {"case": case.id}).all()
    told = (_told(kiosk, session, case, row) for row in rows)
    matter = (each for each in told if each.decided is None or _matters(each))
    return tuple(sorted(matter, key=lambda each: each.submitted_at, reverse=True)[:MOST])


def undecided(kiosk: Kiosk, number: CaseNumber) -> tuple[SameIdentity, ...]:
    """Return those of a case about which somebody must decide; raises NotFound."""
    with kiosk.database.reading() as session:
        return tuple(each for each in of_case(kiosk, session, case_of(session, number)) if each.decided is None)


def decide(kiosk: Kiosk, number: CaseNumber, other: CaseNumber, decision: SameDecision, typed: str = "") -> None:
    """Keep what a member of staff decided about two cases with one identity; the same once more changes nothing.

    A mistake in what the institute has already is brought to it. Raises BadInput for a mistake without words, and where another
    desk decided otherwise; KioskError, NotFound.
    """
    if not kiosk.by_staff:
        raise KioskError(_("Solo el personal decide si es la misma persona."))
    said = clean(typed, limit=LONGEST_NOTE) if decision is SameDecision.MISTAKE else ""
    if decision is SameDecision.MISTAKE and not said:
        raise BadInput(_("Escriba cuál es el error, y qué se hace con él."), field="note")
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        pair = {case_of(session, each).id for each in (number, other)}
        both = (col(SameIdentityRow.case_id).in_(pair), col(SameIdentityRow.earlier_id).in_(pair))
        row = session.exec(select(SameIdentityRow).where(*both)).first()
        if row is None:
            raise NotFound(_("Esos dos trámites no tienen la misma identidad."))
        if row.decided_at is not None:
            if (row.decision, row.note) == (decision, said):
                return
            raise BadInput(
                _("Ya lo decidió {name}. Si no está bien, añada una observación al trámite.").format(name=row.decided_by)
            )
        row.decision, row.note, row.decided_at, row.decided_by = decision, said, now, kiosk.actor
        for filing in (row.case_id, row.earlier_id):
            events.record(kiosk, session, "same_identity_decided", filing, decision)
            case = session.get_one(Case, filing)
            if decision is SameDecision.MISTAKE and case.state != CaseState.WITHDRAWN:
                reopen(case)


def open_now(kiosk: Kiosk, identity: Identity) -> tuple[SameIdentity, ...]:
    """Return the open cases of an identity, for a member of staff who types it; that it was looked for is written down."""
    with kiosk.database.transaction() as session:
        found = {each.number: each for each in _with(kiosk, session, identity.number)}
        searches.note(kiosk, session, identity.number, len(found))
        return tuple(found.values())


def in_words(each: SameIdentity) -> str:
    """Return one of them in a sentence, and what was decided about it."""
    sentence = {
        (True, True): _("La misma identidad está con otro nombre ({name}) en {number}, del {day}, que sigue abierto."),
        (True, False): _("Hay otra solicitud abierta de la misma persona: {number}, del {day}."),
        (False, True): _("La misma identidad está con otro nombre ({name}) en {number}, del {day}, ya cerrado."),
        (False, False): _("La misma persona está en {number}, del {day}, ya cerrado."),
    }[each.is_open, each.other_name]
    told = sentence.format(name=each.name, number=each.number, day=spoken_date(each.submitted_at))
    return _("{told} {decided}").format(told=told, decided=decided_in_words(each.decided)) if each.decided else told


def decided_in_words(decided: DecidedSame) -> str:
    """Return what was decided, by whom and when."""
    sentence = {
        SameDecision.SAME_PERSON: _("Es la misma persona, está bien: lo decidió {name}, {day}."),
        SameDecision.MISTAKE: _("Es un error, lo anotó {name}, {day}: {note}"),
    }[decided.decision]
    return sentence.format(name=decided.by, day=spoken_date(decided.at), note=decided.note)


def _matters(each: SameIdentity) -> bool:
    mistake = each.decided is not None and each.decided.decision is SameDecision.MISTAKE
    return each.is_open or each.other_name or mistake


def _told(kiosk: Kiosk, session: Session, case: Case, row: sa.Row[Any]) -> SameIdentity:
    other = session.get_one(Case, row.earlier_id if row.case_id == case.id else row.case_id)
    own = {identity for identity, _name in _people(session, case)}
    there = next((name for identity, name in _people(session, other) if identity in own), "")
    decided = None
    if row.decided_at is not None:
        decided = DecidedSame(SameDecision(row.decision), row.decided_by, kiosk.local(row.decided_at), row.note)
    at, is_open = kiosk.local(other.submitted_at), other.state in OPEN
    return SameIdentity(other.number, there, at, is_open, row.other_name, decided)


def _people(session: Session, case: Case) -> Iterator[tuple[str, str]]:
    yield case.identity_number, full_name(case.surnames, case.given_names)
    for each in session.exec(select(CasePerson).where(col(CasePerson.case_id) == case.id)).all():
        if each.identity_number:
            yield each.identity_number, full_name(each.surnames, each.given_names)


def _with(kiosk: Kiosk, session: Session, identity: str) -> Iterator[SameIdentity]:
    newest, is_open = col(Case.submitted_at).desc(), col(Case.state).in_(OPEN)
    as_applicant: Any = select(Case, Case).where(col(Case.identity_number) == identity, is_open)
    beside: Any = select(Case, CasePerson).join(CasePerson, col(CasePerson.case_id) == col(Case.id))
    beside = beside.where(is_open, col(CasePerson.identity_number) == identity)
    for query in (as_applicant, beside):
        for case, person in session.exec(query.order_by(newest).limit(MOST)).all():
            name, at = full_name(person.surnames, person.given_names), kiosk.local(case.submitted_at)
            yield SameIdentity(case.number, name, at, is_open=True, other_name=False)
