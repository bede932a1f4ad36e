"""Handing cases over to the institute: what waits, and who took what when. Only then does the time of the kiosk's copies begin.

A case that was withdrawn waits as well where the institute has it: its dossier tells so. One that never left stays here.
Writing a dossier (services.handover.export) is no handover: a stick may stay on the table. Both are events; the later one tells.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, func, select

from kiosk.domain.cases.handover import HandedOver, HandoverHow, WaitingCase, WaitingCases
from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.state import CaseState
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases import lacking, same_identity
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import move, was_handed_over
from kiosk.services.handover.export import EXPORTED, Export, newest_export
from kiosk.services.journal import events, permits
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Document, Event, Handover, HandoverCase, Withdrawal
from kiosk.words.dates import spoken_date

HANDED_OVER = "case_handed_over"
MOST_SHOWN = 100
_LONGEST_NAME = 80
_AT_INSTITUTE = select(HandoverCase.case_id).where(col(HandoverCase.case_id) == col(Case.id)).exists()
_WAITS = (col(Case.handed_over_at).is_(None), (col(Case.state) != CaseState.WITHDRAWN) | _AT_INSTITUTE)


def waiting(kiosk: Kiosk) -> WaitingCases:
    """Return the cases of which the institute does not have all, oldest first."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        count = session.exec(select(func.count()).select_from(Case).where(*_WAITS)).one()
        oldest = session.exec(select(Case).where(*_WAITS).order_by(col(Case.submitted_at)).limit(MOST_SHOWN)).all()
        lack = lacking.of_cases(session, [each.id for each in oldest])
        return WaitingCases(tuple(_waiting(kiosk, session, each, lack[each.id]) for each in oldest), count)


def waiting_numbers(kiosk: Kiosk) -> tuple[CaseNumber, ...]:
    """Return the numbers of all the cases that wait, oldest first."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        return tuple(session.exec(select(col(Case.number)).where(*_WAITS).order_by(col(Case.submitted_at))).all())


def standing(kiosk: Kiosk, number: CaseNumber) -> tuple[WaitingCase | None, HandedOver | None]:
    """Return how a case waits, if it does, and when it was last handed over, if it was; raises NotFound."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        case = case_of(session, number)
        last = _last_handover(session, case)
        waits = case.handed_over_at is None and (case.state != CaseState.WITHDRAWN or last is not None)
        shown = _waiting(kiosk, session, case, lacking.of_case(session, case.id)) if waits else None
        return shown, _told(kiosk, session, last) if last else None


def record_handover(kiosk: Kiosk, numbers: Sequence[CaseNumber], taken_by: str, how: str) -> HandedOver:
    """Record that the dossiers of these cases were taken, of all or of none; a second press changes nothing.

    Raises BadInput on `taken_by` or `how`, KioskError for a case that was withdrawn before it left, was handed over already, or
    has no dossier.
    """
    name = clean(taken_by, limit=_LONGEST_NAME)
    if not any(each.isalpha() for each in name):
        raise BadInput(_("Escriba el nombre de quien los recibió."), field="taken_by")
    if how not in set(HandoverHow):
        raise BadInput(_("Diga cómo se los llevó."), field="how")
    if not numbers:
        raise BadInput(_("Elija al menos un trámite."))
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        cases = [case_of(session, each) for each in dict.fromkeys(numbers)]
        if (same := _pressed_before(kiosk, session, cases, name, how)) is not None:
            return _told(kiosk, session, same)
        exports = [_ensure_may_go(kiosk, session, each) for each in cases]
        row = Handover(
            id=secrets.token_hex(16),
            at=now,
            actor=kiosk.actor,
            taken_by=name,
            how=how,
            sealed=all(each.sealed for each in exports),
        )
        session.add(row)
        session.flush()
        for case, export in zip(cases, exports, strict=True):
            session.add(HandoverCase(handover=row.id, case_id=case.id, sha256=export.sha256))
            if export.is_still_true(kiosk, session, case):
                case.handed_over_at = now
            if case.state == CaseState.FILED:  # also where something came since that the dossier does not hold
                move(case, CaseState.HANDED_OVER)
            events.record(kiosk, session, HANDED_OVER, case.id, row.id)
        session.flush()
        return _told(kiosk, session, row)


def _waiting(kiosk: Kiosk, session: Session, case: Case, lack: tuple[Lacking, ...]) -> WaitingCase:
    of_case = (col(Document.filing) == case.id, col(Document.replaced_at).is_(None))
    documents = session.exec(select(func.count()).select_from(Document).where(*of_case)).one()
    newest = _newest(session, case)
    export = newest_export(session, case.id) if newest is not None and newest.name == EXPORTED else None
    written_at = kiosk.local(export.at) if export and export.is_still_true(kiosk, session, case) else None
    return WaitingCase(
        case.number,
        kiosk.local(case.submitted_at),
        documents,
        written_at,
        _to_be_told(session, case),
        was_handed_over(session, case.id),
        lack,
        same_identity.of_case(kiosk, session, case),
    )


def _to_be_told(session: Session, case: Case) -> bool:
    """Tell whether something of a case that waits was taken back since the institute got it."""
    last = _last_handover(session, case)
    if last is not None and case.state == CaseState.WITHDRAWN:
        return True  # also where a dossier from before it was taken after it
    later = (col(Withdrawal.at) > last.at) | (col(Withdrawal.undone_at) > last.at) if last else None
    since = select(Withdrawal.id).where(col(Withdrawal.case_id) == case.id, later) if later is not None else None
    return since is not None and session.exec(since).first() is not None


def _ensure_may_go(kiosk: Kiosk, session: Session, case: Case) -> Export:
    """Return what was written of a case for this handover; raises KioskError."""
    last = _last_handover(session, case)
    if case.state == CaseState.WITHDRAWN and last is None:
        raise KioskError(_("La persona canceló la solicitud {number}: ya no se entrega.").format(number=case.number))
    if case.handed_over_at is not None and last is not None:
        sentence = _("El trámite {number} ya se entregó el {date} a {name}, y no ha cambiado desde entonces.")
        raise KioskError(sentence.format(number=case.number, date=spoken_date(kiosk.local(last.at)), name=last.taken_by))
    newest, export = _newest(session, case), newest_export(session, case.id)
    if newest is None or newest.name != EXPORTED or export is None:
        raise KioskError(_("Falta escribir el expediente del trámite {number}: escríbalo primero.").format(number=case.number))
    return export


def _pressed_before(kiosk: Kiosk, session: Session, cases: Sequence[Case], taken_by: str, how: str) -> Handover | None:
    """Return the handover that says just this, where it is the last that happened to each of the cases."""
    newest = [_newest(session, each) for each in cases]
    told = {each.detail for each in newest if each is not None and each.name == HANDED_OVER}
    if None in newest or len(told) != 1:
        return None
    row = session.get(Handover, told.pop())
    if row is None or (row.actor, row.taken_by, row.how) != (kiosk.actor, taken_by, how):
        return None
    held = session.exec(select(HandoverCase.case_id).where(col(HandoverCase.handover) == row.id)).all()
    same = all(each is not None and each.detail == row.id for each in newest)
    return row if same and set(held) == {each.id for each in cases} else None


def _newest(session: Session, case: Case) -> Event | None:
    """Return which happened last to a case, an export or a handover."""
    either = (col(Event.filing) == case.id, col(Event.name).in_([EXPORTED, HANDED_OVER]))
    return session.exec(select(Event).where(*either).order_by(col(Event.id).desc()).limit(1)).first()


def _last_handover(session: Session, case: Case) -> Handover | None:
    query = select(Handover).join(HandoverCase).where(col(HandoverCase.case_id) == case.id)
    return session.exec(query.order_by(col(Handover.at).desc()).limit(1)).first()


def _told(kiosk: Kiosk, session: Session, row: Handover) -> HandedOver:
    """Return a handover as the desk tells it."""
    query = select(col(Case.number), Case.handed_over_at, Case.id).join(HandoverCase).where(col(HandoverCase.handover) == row.id)
    held = session.exec(query.order_by(col(Case.submitted_at), col(Case.number))).all()
    at = kiosk.local(row.at)
    return HandedOver(
        numbers=tuple(number for number, _at, _id in held),
        at=at,
        taken_by=row.taken_by,
        how=HandoverHow(row.how),
        actor=row.actor,
        copies_until=at + timedelta(days=kiosk.settings.limits.copies_days),
        changed=tuple(number for number, handed_over_at, _id in held if handed_over_at is None),
        incomplete=sum(bool(each) for each in lacking.of_cases(session, [case_id for _number, _at, case_id in held]).values()),
    )
