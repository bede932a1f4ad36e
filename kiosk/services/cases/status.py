"""How a case stands (¿En qué va mi trámite?), told to whoever holds its receipt and knows the last four of its identity.

From the receipt come its QR, or its number and the first signs of its seal; number and digits are no secrets (journal.tries).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import CaseStatus
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import slots
from kiosk.services.cases import holder
from kiosk.services.cases.holder import How, Proof
from kiosk.services.cases.lookup import as_filed_draft
from kiosk.services.journal import events, tries
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, table_of
from kiosk.words.stages import stage_of_case

_case = table_of(Case).c
_PAIR = sa.select(_case.id, _case.identity_number).where(_case.number == sa.bindparam("number"))


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """What was typed: `number` may be what a reader found in the QR, and then no seal is needed."""

    number: str
    last_four: str
    seal: str = ""

    @property
    def parsed(self) -> CaseNumber:
        """The number that was typed; raises BadInput where it was mistyped."""
        return CaseNumber.parse(self.number)

    @property
    def is_read(self) -> bool:
        """Whether the receipt's QR was read."""
        return holder.is_receipt_code(self.number)


@dataclass(frozen=True, slots=True)
class StatusTold:
    """How a case stands, and that its receipt is in hand where its QR was read."""

    status: CaseStatus
    proof: Proof | None = None


def status_of(kiosk: Kiosk, asked: StatusQuestion) -> StatusTold | None:
    """Tell how a case stands, None where what was typed does not go together, which counts as a try; raises BadInput, TryLater.

    A member of staff (`kiosk.acting_as`) waits for nobody's wrong tries.
    """
    number = holder.number_of_receipt(kiosk, asked.number) if asked.is_read else asked.parsed
    now = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        counted = _counted(kiosk, session, asked, number, now.at)
        found = session.connection().execute(_PAIR, {"number": number}).one_or_none()
        if found is None or not _fits(session, asked, found.id, found.identity_number):
            tries.note_wrong(session, counted, now.at)
            return None
        case = session.get_one(Case, found.id)
        events.record(kiosk, session, "case_status_told", case.id)
        status = CaseStatus(
            number=case.number,
            state=CaseState(case.state),
            stage=stage_of_case(case),
            submitted_at=kiosk.local(case.submitted_at),
            handed_over_at=kiosk.local(case.handed_over_at) if case.handed_over_at else None,
            wanted=_wanted(kiosk, session, case),
            as_of=now,
            can_mail=kiosk.mailer is not None and case.email is not None,
        )
        return StatusTold(status, Proof(case.number, How.RECEIPT) if asked.is_read else None)


def _fits(session: Session, asked: StatusQuestion, case_id: str, identity: str) -> bool:
    shown = asked.is_read or holder.is_seal(holder.seal_of(session, case_id), asked.seal, holder.SEAL_SHOWN)
    return shown and identity[-4:] == asked.last_four.strip().upper()


def _counted(kiosk: Kiosk, session: Session, asked: StatusQuestion, number: CaseNumber, now: datetime) -> dict[str, int]:
    """Return under what a wrong try is counted; raises TryLater where one more may not be made now.

    Who reads the paper's own QR waits only for wrong digits at that paper.
    """
    free = kiosk.settings.limits.resume_tries
    own = tries.subject(kiosk, "number", number)
    if asked.is_read:
        at_kiosk, counted = tries.of_kiosk(kiosk, "fours"), {own: tries.MOST_AT_FOUR}
        most, free_here = tries.MOST_AT_FOUR, free
    else:
        four = tries.subject(kiosk, "four", asked.last_four.strip().upper())
        at_kiosk, counted = tries.of_kiosk(kiosk, "status"), {own: tries.MOST_AT_CASE, four: tries.MOST_OF_FOUR}
        most, free_here = tries.MOST_AT_KIOSK, tries.FREE_AT_KIOSK
    if not kiosk.by_staff:
        tries.ensure_may_try(session, counted, now, free=free)
        if not asked.is_read:  # the numbers can be gone through one by one: the day's most holds for each
            tries.ensure_may_try(session, {at_kiosk: most}, now, free=most)
        tries.ensure_kiosk_may_try(session, at_kiosk, own, now, free=free_here, most=most)
    return counted | {at_kiosk: most}


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
