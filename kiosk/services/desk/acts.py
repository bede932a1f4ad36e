"""Who did what: the events themselves, of a member of staff, a day or a case, for whoever answers for the desk."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import col, select

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.moment import local_zone
from kiosk.services.cases.lookup import case_of
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event

MOST_TOLD: Final = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happened; the time is local, `number` the case's, `detail` codes and counts. `id` counts up."""

    id: int
    at: datetime
    actor: str
    name: str
    number: CaseNumber | None
    detail: str
    why: str


def acts(  # noqa: PLR0913 - what is asked for, each named
    kiosk: Kiosk,
    *,
    who: str = "",
    day: date | None = None,
    number: CaseNumber | None = None,
    after: int = 0,
    limit: int = MOST_TOLD,
) -> list[Act]:
    """Return what was done, oldest first, beginning behind the act `after`; that it was asked for is written down, too.

    `who` is a member of staff (what they did on the command line counts as well), "citizen" or "kiosk"; `day` is the
    dispensary's. Raises NotFound for a case that there is not.
    """
    asked = (
        select(Event, Case.number)
        .join(Case, col(Case.id) == col(Event.filing), isouter=True)
        .where(col(Event.id) > after)
        .order_by(col(Event.id))
        .limit(limit)
    )
    if who:
        asked = asked.where(col(Event.actor).in_([who, f"cli:{who}"]))
    if day is not None:
        begins = datetime.combine(day, time(), local_zone(kiosk.settings.kiosk.province))
        asked = asked.where(col(Event.at) >= begins, col(Event.at) < begins + timedelta(days=1))
    with kiosk.database.transaction() as session:
        case = None
        if number is not None:
            case = case_of(session, number).id
            asked = asked.where(col(Event.filing) == case)
        rows = session.exec(asked).all()
        events.record(kiosk, session, "acts_listed", case, detail=f"count={len(rows)}")
        return [
            Act(
                each.id or 0,
                kiosk.local(each.at),
                each.actor,
                each.name,
                CaseNumber.kept(of) if of else None,
                each.detail,
                each.why,
            )
            for each, of in rows
        ]
