"""Searches leave who searched, by what kind of word, and a keyed hash of it: who asks for somebody sees who looked for them.

The words themselves are nowhere in the record, and without the kiosk's keys no hash tells whose it was.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, or_, select

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.folding import words_of
from kiosk.domain.people.identity import spellings
from kiosk.domain.text import clean, without_separators
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, CasePerson, Event

SEARCHED: Final = ("cases_searched", "drafts_searched")
_LOOKED: Final = ("case_looked_at", "document_looked_at")
MOST_TOLD: Final = 1000
_HASH: Final = 16
"""Hexadecimal digits that are kept: to compare them is enough, and nobody finds another word with the same."""


class Kind(StrEnum):
    """By what was searched."""

    NUMBER = "number"
    """A case's number."""
    SIGNS = "signs"
    """Anything else with a digit in it: an identity, a telephone, a code from a slip."""
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Looked:
    """One search, or one look at a case; the time is local. `number` is the case's, `kind` and `found` are a search's."""

    at: datetime
    actor: str
    name: str
    kind: str = ""
    found: int | None = None
    number: str = ""
    why: str = ""


def note(kiosk: Kiosk, session: Session, typed: str, found: int, *, drafts: bool = False) -> None:
    """Write down that somebody searched, and how many were found; nothing that was typed."""
    kind, words = _meant(typed)
    events.record(kiosk, session, "drafts_searched" if drafts else "cases_searched", detail=f"{kind} {_hash(kiosk, words)} {found}")


def who_looked_for(kiosk: Kiosk, typed: str) -> list[Looked]:
    """Return who searched for a number, an identity or a name, and, of the first two, who looked at its cases; oldest first.

    To ask is written down, too.
    """
    _kind, words = _meant(typed)
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "searches_listed", detail=_hash(kiosk, words))
        numbers = _cases_of(session, typed)
        searched = (col(Event.name).in_(SEARCHED), col(Event.detail).contains(f" {_hash(kiosk, words)} "))
        looked = (col(Event.name).in_(_LOOKED), col(Event.filing).in_(numbers))
        asked = select(Event).where(or_(searched[0] & searched[1], looked[0] & looked[1]))
        rows = session.exec(asked.order_by(col(Event.id)).limit(MOST_TOLD)).all()
        return [_told(kiosk, each, numbers) for each in rows]


def _told(kiosk: Kiosk, row: Event, numbers: dict[str, str]) -> Looked:
    at = kiosk.local(row.at)
    if row.name in SEARCHED:
        kind, _hashed, found = row.detail.split(" ")
        return Looked(at, row.actor, row.name, kind=kind, found=int(found))
    return Looked(at, row.actor, row.name, number=numbers.get(row.filing or "", ""), why=row.why)


def _cases_of(session: Session, typed: str) -> dict[str, str]:
    """Return the ids and numbers of the cases with this number, or of this identity, as applicant or another person."""
    if not re.search(r"\d", typed):
        return {}
    try:
        known = col(Case.number) == CaseNumber.parse(typed)
    except BadInput:
        of_others = select(CasePerson.case_id).where(col(CasePerson.identity_number).in_(spellings(typed)))
        known = or_(col(Case.identity_number).in_(spellings(typed)), col(Case.id).in_(of_others))
    return dict(session.exec(select(Case.id, Case.number).where(known)).all())


def _meant(typed: str) -> tuple[Kind, str]:
    """Return what kind of word was typed, and the word as it is compared, however it was spaced, accented or ordered."""
    text = clean(typed)
    try:
        return Kind.NUMBER, CaseNumber.parse(text)
    except BadInput:
        pass
    if re.search(r"\d", text):
        return Kind.SIGNS, without_separators(text).upper()
    return Kind.NAME, " ".join(sorted(words_of(text)))


def _hash(kiosk: Kiosk, words: str) -> str:
    return hmac.new(kiosk.keys.derive("searches"), words.encode(), hashlib.sha256).hexdigest()[:_HASH]
