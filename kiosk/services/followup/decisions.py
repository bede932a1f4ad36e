"""Answers: what the institute decided is recorded once, and told to the person; a wrong record is annulled, and stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from kiosk.domain.cases.decision import Decided, Outcome, TypedDecision, ensure_possible, reference_as_typed
from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Brought
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases.documents import ANSWER, land, retire
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import move, unanswered
from kiosk.services.documents.additions import with_paper
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Decision, Document, Message
from kiosk.words.cases import outcome_in_words
from kiosk.words.dates import shown_date, shown_time

LONGEST_NOTE = 400


def of_case(kiosk: Kiosk, number: CaseNumber) -> list[Decided]:
    """Return a case's answers that stand, oldest first."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        return [as_decided(kiosk, session, each) for each in _standing(session, case)]


def filed_on(kiosk: Kiosk, number: CaseNumber) -> date:
    """Return the local day on which a case was filed: no answer is older."""
    with kiosk.database.reading() as session:
        return kiosk.local(case_of(session, number).submitted_at).date()


def record(
    kiosk: Kiosk,
    number: CaseNumber,
    answered: TypedDecision,
    brought: Brought | None = None,
    given_up: Callable[[], bool] = lambda: False,
) -> Decided:
    """Record what the institute decided, with the scan of its paper where there is one, and have the person told.

    Raises BadInput on an impossible day, on a case that was withdrawn, and when it was recorded already.
    """
    moment, reference = kiosk.clock.now(), reference_as_typed(answered.reference)
    answer = replace(answered, reference=reference, note=clean(answered.note, limit=LONGEST_NOTE))
    with with_paper(kiosk, number, ANSWER, brought, given_up) as (session, case, scan):
        _ensure_new(kiosk, session, case, answer)
        ensure_possible(answer.decided_on, kiosk.local(case.submitted_at).date(), kiosk.local(moment.at).date())
        row = Decision(
            case_id=case.id,
            position=len(_all(session, case)) + 1,
            outcome=answer.outcome,
            reference=answer.reference,
            decided_on=answer.decided_on,
            note=answer.note,
            recorded_at=moment.at,
            actor=kiosk.actor,
        )
        session.add(row)
        retire(kiosk, session, case.id, ANSWER)  # the paper of an earlier answer is not this one's
        if scan is not None:
            land(kiosk, session, case, scan)
        case.institution_reference = answer.reference or case.institution_reference
        if answer.outcome.is_final:
            move(case, CaseState.ANSWERED)
        if case.email and kiosk.mailer:
            outbox.enqueue(kiosk, session, MessageKind.ANSWER_EMAIL, case.id, moment)
        events.record(kiosk, session, "decision_recorded", case.id, answer.outcome)
        session.flush()
        return as_decided(kiosk, session, row)


def annul(kiosk: Kiosk, number: CaseNumber, reason: str = "") -> bool:
    """Take back the newest answer that was recorded wrongly; return whether the person may have been told of it already.

    Whoever recorded it may within the day; everybody else, and later, says why. Raises BadInput, NotFound.
    """
    moment, said = kiosk.clock.now(), clean(reason, limit=LONGEST_NOTE)
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        row = newest(session, case)
        if row is None:
            raise NotFound(_("Este trámite no tiene una respuesta registrada."))
        own = row.actor == kiosk.actor and kiosk.local(row.recorded_at).date() == kiosk.local(moment.at).date()
        if not own and not said:
            raise BadInput(_("Escriba por qué se anula: la registró otra persona, o no fue hoy."), field="reason")
        events.record(kiosk, session, "decision_annulled", case.id, row.outcome)
        told = row.handed_out_at is not None or _withdraw_mail(session, case, row, kiosk)
        row.outcome, row.note = Outcome.ANNULLED, said or row.note
        retire(kiosk, session, case.id, ANSWER)
        session.flush()
        before = newest(session, case)
        case.institution_reference = before.reference if before else ""
        if case.state in {CaseState.ANSWERED, CaseState.DELIVERED}:
            move(case, unanswered(session, case))
        return told


def newest(session: Session, case: Case) -> Decision | None:
    """Return a case's newest answer that stands."""
    standing = _standing(session, case)
    return standing[-1] if standing else None


def as_decided(kiosk: Kiosk, session: Session, row: Decision) -> Decided:
    """Return an answer's value."""
    scanned = select(Document.id).where(col(Document.filing) == row.case_id, col(Document.slot) == ANSWER)
    return Decided(
        answered=TypedDecision(Outcome(row.outcome), row.reference, row.decided_on, row.note),
        position=row.position,
        recorded_at=kiosk.local(row.recorded_at),
        actor=row.actor,
        handed_out_at=kiosk.local(row.handed_out_at) if row.handed_out_at else None,
        handed_out_by=row.handed_out_by,
        has_scan=session.exec(scanned).first() is not None,
    )


def _ensure_new(kiosk: Kiosk, session: Session, case: Case, answer: TypedDecision) -> None:
    """Raise BadInput when an answer was recorded already, here or at another desk; after one that wanted more, another is right."""
    if case.state == CaseState.WITHDRAWN:
        raise BadInput(_("La persona canceló esta solicitud. Si el IESS respondió igual, anótelo como observación."))
    before = newest(session, case)
    if before is None:
        return
    same = (before.reference, before.decided_on) == (answer.reference, answer.decided_on)
    if before.outcome == Outcome.MORE_WANTED and not (answer.outcome is Outcome.MORE_WANTED and same):
        return
    at = kiosk.local(before.recorded_at)
    sentence = _("Ya la registró {name} el {day} a las {time}: «{outcome}». Si está mal, anúlela primero.")
    words = outcome_in_words(Outcome(before.outcome))
    raise BadInput(sentence.format(name=before.actor, day=shown_date(at), time=shown_time(at), outcome=words))


def _withdraw_mail(session: Session, case: Case, row: Decision, kiosk: Kiosk) -> bool:
    """Take back the mail of an answer that did not go yet; tell whether one went, or may have."""
    about = (col(Message.reference) == case.id, col(Message.kind) == MessageKind.ANSWER_EMAIL)
    mails = session.exec(select(Message).where(*about, col(Message.created_at) >= row.recorded_at)).all()
    waiting = [each for each in mails if each.state in {MessageState.QUEUED, MessageState.DEFERRED}]
    for each in waiting:
        each.state, each.settled_at, each.next_try_at = MessageState.WITHDRAWN, kiosk.clock.now().at, None
    return len(waiting) < len(mails)


def _all(session: Session, case: Case) -> list[Decision]:
    query = select(Decision).where(col(Decision.case_id) == case.id).order_by(col(Decision.position))
    return list(session.exec(query).all())


def _standing(session: Session, case: Case) -> list[Decision]:
    return [each for each in _all(session, case) if each.outcome != Outcome.ANNULLED]
