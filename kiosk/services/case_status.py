"""How a case stands (¿En qué va mi trámite?), told to whoever knows its number and the last four of its identity."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from kiosk.domain.case_number import CaseNumber
from kiosk.domain.case_state import CaseState
from kiosk.domain.case_status import CaseStatus
from kiosk.domain.procedure import slots
from kiosk.services import events, tries
from kiosk.services.cases import as_filed_draft
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, table_of

_case = table_of(Case).c
_PAIR = sa.select(_case.id, _case.identity_number).where(_case.number == sa.bindparam("number"))


def status_of(kiosk: Kiosk, number: str, last_four: str) -> CaseStatus | None:
    """Tell how a case stands, None where the pair is wrong, which counts as a try; raises BadInput, TryLater."""
    parsed, now = str(CaseNumber.parse(number)), kiosk.clock.now()
    subjects = {tries.subject(kiosk, "number", parsed): tries.MOST_AT_FOUR}
    with kiosk.database.transaction() as session:
        tries.ensure_may_try(session, subjects, now.at, free=kiosk.settings.limits.resume_tries)
        found = session.connection().execute(_PAIR, {"number": parsed}).one_or_none()
        if found is None or found.identity_number[-4:] != last_four.strip().upper():
            tries.note_wrong(session, subjects, now.at)
            return None
        case = session.get_one(Case, found.id)
        events.record(kiosk, session, "case_status_told", case.id)
        return CaseStatus(
            number=case.number,
            state=CaseState(case.state),
            submitted_at=kiosk.local(case.submitted_at),
            handed_over_at=kiosk.local(case.handed_over_at) if case.handed_over_at else None,
            wanted=_wanted(kiosk, session, case),
            as_of=now,
        )


def _wanted(kiosk: Kiosk, session: Session, case: Case) -> tuple[str, ...]:
    """Return the names of the papers that are asked for and have not come; whose paper it is, the slip says."""
    same = col(Correction.case_id) == case.id
    still_open = (same, col(Correction.met_at).is_(None), col(Correction.dropped_at).is_(None))
    asked = session.exec(select(Correction.slot).where(*still_open).order_by(col(Correction.asked_at))).all()
    procedure = kiosk.catalogue.procedure(case.procedure, case.procedure_version) if asked else None
    if procedure is None:
        return ()
    names = {each.id: each.requirement.name for each in slots(procedure, as_filed_draft(session, case).answers)}
    return tuple(dict.fromkeys(names[slot] for slot in asked if slot in names))
