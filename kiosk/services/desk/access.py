"""Looking at a case that was filed: whoever does is named in its log, with why; a look that cannot be written down is not given."""

import zlib
from typing import Any

from sqlmodel import Session, col, select

from kiosk.domain.cases.whole import CaseWhole
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import REASONS
from kiosk.domain.documents.document import IndexedPicture, Picture
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.cases import lookup, search, whole
from kiosk.services.cases import records as case_records
from kiosk.services.cases.lookup import Summary, case_of
from kiosk.services.cases.search import Findings
from kiosk.services.documents.viewing import Look
from kiosk.services.journal import events, permits, searches
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Document


def look(kiosk: Kiosk, number: CaseNumber, why: str) -> CaseWhole:
    """Return a case whole, and write down that it was looked at; raises BadInput, NotFound."""
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        note(kiosk, session, case, why)
        session.flush()
        return whole.read(kiosk, session, case)


def look_again(kiosk: Kiosk, number: CaseNumber) -> CaseWhole:
    """Return a case that this screen shows already as it is by now; raises NotFound."""
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        return whole.read(kiosk, session, case_of(session, number))


def record(kiosk: Kiosk, number: CaseNumber, why: str) -> dict[str, Any]:
    """Return a case's record under stable keys, and write down that it was looked at; raises BadInput, NotFound."""
    with kiosk.database.transaction() as session:
        note(kiosk, session, case_of(session, number), why)
    return case_records.one(kiosk, number)


def records(kiosk: Kiosk, identity: str | None, limit: int, before: CaseNumber | None = None) -> list[dict[str, Any]]:
    """Return the newest cases' records, or the next older than one, and write down how many were listed; raises NotFound."""
    found = case_records.newest(kiosk, identity=identity, limit=limit, before=before)
    _note_listed(kiosk, identity, len(found))
    return found


def summaries(kiosk: Kiosk, identity: str | None, limit: int, before: CaseNumber | None = None) -> list[Summary]:
    """Return the newest cases in one line each, or the next older than one, and write down how many; raises NotFound."""
    found = lookup.summaries(kiosk, identity=identity, limit=limit, before=before)
    _note_listed(kiosk, identity, len(found))
    return found


def find(kiosk: Kiosk, typed: str) -> Findings:
    """Return the cases that what was typed stands for, and write down that they were looked for; raises as `search.find`."""
    found = search.find(kiosk, typed)
    _note_listed(kiosk, typed, len(found.cases))
    return found


def picture(kiosk: Kiosk, number: CaseNumber, slot: str) -> Picture | None:
    """Return the small picture of a case's document, and write down that it was looked at; raises NotFound."""
    with kiosk.database.transaction() as session:
        row = _document(session, case_of(session, number), slot)
        events.record(kiosk, session, "document_looked_at", row.filing, slot)
        if not row.picture:
            return None
        return Picture(row.picture_width, row.picture_height, zlib.decompress(row.picture))


def part(kiosk: Kiosk, number: CaseNumber, slot: str, seen: Look) -> Picture | IndexedPicture:
    """Return a page or a part of a document whose picture is being looked at.

    Raises NotFound, also once its copy was deleted, and BadInput as `viewing.view`.
    """
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        row = _document(session, case_of(session, number), slot)
        name, key = row.id, row.key
    if not key:
        raise NotFound(_("Este kiosco ya borró su copia de ese documento: no se puede mirar más de cerca."))
    return seen.at(kiosk, kiosk.vault.get(name, key))


def note(kiosk: Kiosk, session: Session, case: Case, why: str) -> None:
    """Write down that a case is looked at, in the transaction in which it is."""
    assert why in REASONS, why  # noqa: S101 - a wrong code is a defect of ours
    events.record(kiosk, session, "case_looked_at", case.id, why=why)


def _note_listed(kiosk: Kiosk, typed: str | None, count: int) -> None:
    with kiosk.database.transaction() as session:
        if typed:
            searches.note(kiosk, session, typed, count)
        else:
            events.record(kiosk, session, "cases_listed", detail=str(count))


def _document(session: Session, case: Case, slot: str) -> Document:
    there = (col(Document.filing) == case.id, col(Document.slot) == slot, col(Document.replaced_at).is_(None))
    row = session.exec(select(Document).where(*there)).one_or_none()
    if row is None:
        raise NotFound(_("Ese documento ya no está en su lugar."))
    return row
