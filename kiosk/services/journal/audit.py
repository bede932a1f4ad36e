"""Looks through the chain of events: whether what is written of the past is what was written then (domain.machine.chain)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, true, update
from sqlmodel import Session

from kiosk.domain.actor import MACHINE
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.chain import BEGINNING, Broken, ChainCheck, ChainFault, link, parse_printed
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import Database
from kiosk.storage.tables import Case, ChainEnd, Event, table_of

MOST_TOLD: Final = 20
"""Cases without their event, and events without their case, that are told one by one."""
PURGED: Final = "events_purged"
"""The event by which a purge of events is known, and how many they were."""
_AT_ONCE = 1000
_event, _end, _case = table_of(Event), table_of(ChainEnd), table_of(Case)
_CHAIN = (
    select(_event, *(_end.c[each].label(f"end_{each}") for each in ("last", "sha256", "purged", "purged_sha256")))
    .select_from(_end.outerjoin(_event, true()))
    .order_by(_event.c.id)
    .execution_options(yield_per=_AT_ONCE)
)
"""One statement, for what others write meanwhile must not look like a fault."""
_IS_FILING = _event.c.name == "case_submitted"
_NOT_PURGED = _end.c.purged_at.is_(None) | (_case.c.submitted_at > _end.c.purged_at)
_WITHOUT_EVENT = (
    select(_case.c.number, _case.c.submitted_at)
    .where(_NOT_PURGED, ~select(_event.c.id).where(_event.c.filing == _case.c.id, _IS_FILING).exists())
    .order_by(_case.c.submitted_at)
    .limit(MOST_TOLD)
)
_WITHOUT_CASE = (
    select(_event)
    .where(_IS_FILING, ~select(_case.c.id).where(_case.c.id == _event.c.filing).exists())
    .order_by(_event.c.id)
    .limit(MOST_TOLD)
)


def verify(database: Database, receipts: Sequence[tuple[str, str]] = ()) -> ChainCheck:
    """Follow the whole chain, and look that each case has its event, and that what stands on receipts is in it.

    It takes 14 µs an event. `receipts` are the number and the seal of each, as they were typed; raises BadInput for what cannot
    be one.
    """
    asked = [(CaseNumber.parse(number), parse_printed(seal)) for number, seal in receipts]
    with database.reading() as session:
        check = _followed(session)
        purged_at, removed_at = _purged(session)
        unsaid = [Broken(ChainFault.PURGE, check.purged_through, purged_at)] if check.purged_through and not removed_at else []
        broken = (*check.broken, *unsaid, *_cases(session), *_receipts(session, asked))
    return replace(check, broken=broken, purged_at=purged_at, removed_at=removed_at)


def purge(kiosk: Kiosk, before: datetime) -> int:
    """Remove the oldest events, up to the first that did not happen before a time, and return how many.

    What is left begins where the last of them ended: nothing in the middle of the chain is ever removed.
    """
    with kiosk.database.transaction() as session:
        connection = session.connection()
        oldest = connection.execute(select(_event.c.at).order_by(_event.c.id).limit(1)).scalar()
        if oldest is None or oldest >= before:  # the hourly look: nothing else is read
            return 0
        last = connection.execute(select(_end.c.last).with_for_update()).scalar_one()
        kept = connection.execute(select(func.min(_event.c.id)).where(_event.c.at >= before)).scalar()
        old = _event.c.id < (kept or last + 1)
        newest = connection.execute(select(_event.c.id, _event.c.sha256).where(old).order_by(_event.c.id.desc()).limit(1)).one()
        at = connection.execute(select(func.max(_event.c.at)).where(old)).scalar_one()
        connection.execute(update(_end), {"purged": newest.id, "purged_sha256": newest.sha256, "purged_at": at})
        count = connection.execute(delete(_event).where(old)).rowcount
        events.record(kiosk.acting_as(MACHINE), session, PURGED, detail=str(count))
    return count


def _followed(session: Session) -> ChainCheck:
    """Follow the chain to its end, or to the first link that does not hold."""
    count, sha256, purged, row = 0, BEGINNING, 0, None
    for row in session.connection().execute(_CHAIN).mappings():
        if count == 0:
            sha256, purged = row["end_purged_sha256"], row["end_purged"]
        if row["id"] is None:
            break
        if row["sha256"] != link(sha256, row):
            return ChainCheck(count, sha256, purged, (Broken(ChainFault.LINK, row["id"], row["at"], row["name"]),))
        count, sha256 = count + 1, row["sha256"]
    if row is None:
        return ChainCheck(0, sha256, purged, (Broken(ChainFault.END),))
    if (row["end_last"], row["end_sha256"]) != (row["id"] or purged, sha256):
        return ChainCheck(count, sha256, purged, (Broken(ChainFault.END, row["id"], row["at"], row["name"] or ""),))
    return ChainCheck(count, sha256, purged, ())


def _purged(session: Session) -> tuple[datetime | None, datetime | None]:
    """Return when the newest of the purged events had happened, and when it was removed: the purge leaves an event of that."""
    connection = session.connection()
    marks = select(_event.c.at).where(_event.c.name == PURGED).order_by(_event.c.id.desc()).limit(1)
    return connection.execute(select(_end.c.purged_at)).scalar(), connection.execute(marks).scalar()


def _cases(session: Session) -> Iterator[Broken]:
    """Yield the cases of whose filing no event tells, and the filings whose case is gone; not those of before what is kept."""
    connection = session.connection()
    for case in connection.execute(_WITHOUT_EVENT):
        yield Broken(ChainFault.CASE, at=case.submitted_at, case=case.number)
    for event in connection.execute(_WITHOUT_CASE):
        yield Broken(ChainFault.CASE, event.id, event.at, event.name)


def _receipts(session: Session, asked: Sequence[tuple[str, str]]) -> Iterator[Broken]:
    """Yield the receipts of which nothing, or something else, stands in the chain."""
    for number, seal in asked:
        case_id = session.connection().execute(select(_case.c.id).where(_case.c.number == number)).scalar()
        if not (case_id and events.filed_link(session, case_id).startswith(seal)):
            yield Broken(ChainFault.RECEIPT, case=number)
