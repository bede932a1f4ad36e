"""Filings that were begun and not sent, for staff, who take one up without its code: each time by name, and with the reason.

They are few, of seven days at most, and what they are found by stands within their answers: they are read through, not indexed.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.errors import NotFound
from kiosk.domain.filing import journey
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.journey import Step
from kiosk.domain.text import clean, without_separators
from kiosk.services.filing import drafts, leases
from kiosk.services.filing.slots import procedure_of
from kiosk.services.journal import events, permits, searches
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, DraftRow, Event

MOST_SHOWN: Final = 30
"""More than anybody reads through; the rest is found by its name."""
_READ_THROUGH: Final = 2000


class WhyTaken(StrEnum):
    """For what a draft is taken up."""

    OWN = "own"
    """Whoever takes it up was the last who wrote in it."""
    PRESENT = "present"
    """Its person is there."""
    ASKED = "asked"
    """Its person asked for it, by telephone or through another."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft in one line. `writer` is who has it open elsewhere now; `own` whether whoever looks wrote in it last."""

    id: str
    code: str
    name: str
    step: Step
    touched_at: datetime
    writer: str
    own: bool


@dataclass(frozen=True, slots=True)
class FoundDrafts:
    """The drafts that were looked for, one's own first, then the newest; `more` are as many again that are not shown."""

    drafts: tuple[OpenDraft, ...]
    more: int


def find(kiosk: Kiosk, typed: str = "") -> FoundDrafts:
    """Return the drafts whose person's name, or whose code, has in it what was typed; all of them where nothing was."""
    wanted = _folded(clean(typed)).split()
    code = without_separators(clean(typed)).upper()
    now = kiosk.clock.seen()
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        query = select(DraftRow).where(
            col(DraftRow.expires_at) > now, col(DraftRow.id).not_in(select(Case.id).where(col(Case.id) == col(DraftRow.id)))
        )
        rows = session.exec(query.order_by(col(DraftRow.updated_at).desc()).limit(_READ_THROUGH)).all()
        names = {each.id: name for each in rows if (name := _name(each)) is not None}  # else of another version
        found = [
            each
            for each in rows
            if each.id in names and (all(word in _folded(names[each.id]) for word in wanted) or (code and code in each.code))
        ]
        own = {each.id for each in found if _is_own(kiosk, session, each.id)}
        found.sort(key=lambda each: each.id not in own)
        shown = [_line(kiosk, session, each, names[each.id], own=each.id in own) for each in found[:MOST_SHOWN]]
    if typed.strip():
        with kiosk.database.transaction() as session:
            searches.note(kiosk, session, typed, len(found), drafts=True)
    return FoundDrafts(tuple(shown), max(0, len(found) - MOST_SHOWN))


def take_up(kiosk: Kiosk, draft_id: str, why: WhyTaken) -> Draft:
    """Open a draft in the name of whoever acts; raises NotFound, BadInput once it was sent, DraftBusy (services.filing.leases)."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = drafts.to_write(kiosk, session, draft_id)
        draft = drafts.as_draft(session, row)
        drafts.keep_alive(kiosk, row, now)
        events.record(kiosk, session, "draft_taken_up", draft_id, why=why)
        return replace(draft, expires_at=row.expires_at)


def _line(kiosk: Kiosk, session: Session, row: DraftRow, name: str, *, own: bool) -> OpenDraft:
    draft = drafts.as_draft(session, row)
    step = journey.next_step(draft, procedure_of(kiosk, draft))
    return OpenDraft(row.id, row.code, name, step, row.updated_at, leases.writer_of(kiosk, row), own)


def _name(row: DraftRow) -> str | None:
    try:
        applicant = drafts.answers_of(row).applicant
    except NotFound:
        return None
    return applicant.full_name if applicant else ""


def _is_own(kiosk: Kiosk, session: Session, filing: str) -> bool:
    last = select(Event.actor).where(col(Event.filing) == filing).order_by(col(Event.id).desc()).limit(1)
    return session.exec(last).one_or_none() == kiosk.actor


def _folded(text: str) -> str:
    """Return a text without its marks and capitals: `Ñusta` is found by `nusta`."""
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", text.casefold()))
