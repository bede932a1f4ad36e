"""What goes because its time is over, and is asked for nowhere else: copies, codes, words of complaints, papers in clear, the log.

Each function removes one kind and returns how many; `upkeep.purge` calls them all. Times are settings ([limits]), and count as
time that was seen to pass (adapters.clock): no clock that leaps makes anything old.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select

from kiosk.adapters import log
from kiosk.adapters.dossiers import folder
from kiosk.adapters.printing.folder import remove_older
from kiosk.domain.actor import MACHINE
from kiosk.domain.cases.state import CaseState
from kiosk.domain.machine.message import MessageKind
from kiosk.services.cases.documents import ACKNOWLEDGEMENT, ANSWER, forget_keys
from kiosk.services.filing.from_rows import MARK
from kiosk.services.journal import audit, events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Complaint, Decision, Document, DraftRow, Message, RightsRequest, StepFigure, Verification

NOBODYS = timedelta(days=30)
"""How long it is known of a print or mail that is about nobody that it went."""
_OF_DRAFTS: Final = (MessageKind.SLIP_PRINT, MessageKind.FORM_PRINT, MessageKind.CONFIRMATION_PRINT)
_OF_NOBODY: Final = (MessageKind.BLANK_FORM_PRINT, MessageKind.TROUBLE_EMAIL)


def copies(kiosk: Kiosk) -> int:
    """Drop the kiosk's copies of documents that the institute has had for their time; the answer's, once its person has had it."""
    before = _before(kiosk, days=kiosk.settings.limits.copies_days)
    had = select(Case.id).where(col(Case.handed_over_at) <= before)
    since = select(Decision.case_id).where(col(Decision.handed_out_at) > before)
    ended = (col(Case.state).in_((CaseState.DELIVERED, CaseState.WITHDRAWN)), col(Case.id).not_in(since))
    answer = or_(*(_in_slot(each) for each in (ANSWER, ACKNOWLEDGEMENT)))
    is_over = (~answer & col(Document.filing).in_(had)) | (answer & col(Document.filing).in_(select(Case.id).where(*ended)))
    with kiosk.database.transaction() as session:
        old = (col(Document.key) != b"", col(Document.attached_at) <= before)
        rows = session.exec(select(Document).where(*old, is_over)).all()
        names = forget_keys(rows)
        for filing in sorted({each.filing for each in rows}):
            count = sum(each.filing == filing for each in rows)
            events.record(kiosk.acting_as(MACHINE), session, "copies_purged", filing, str(count))
    for name in names:
        kiosk.vault.remove(name)
    return len(names)


def codes(kiosk: Kiosk) -> int:
    """Remove the codes of filings that are closed, with the address that each went to, once they are good for nothing."""
    gone = (col(Verification.expires_at) <= kiosk.clock.seen(), col(Verification.filing).not_in(select(DraftRow.id)))
    with kiosk.database.transaction() as session:
        ids = session.exec(select(Verification.id).where(*gone)).all()
        if ids:
            outbox.forget(session, col(Message.reference).in_(select(Verification.id).where(*gone)), kiosk.clock.now().at)
            session.execute(delete(Verification).where(*gone))
            _note(kiosk, session, "codes", len(ids))
    return len(ids)


def messages(kiosk: Kiosk) -> int:
    """Remove what is left of messages of drafts that went, once the printer has nothing of them, and of those about nobody."""
    filed = select(Case.id).where(col(Case.id) == col(Message.reference)).exists()
    begun = select(DraftRow.id).where(col(DraftRow.id) == col(Message.reference)).exists()
    of_gone = col(Message.kind).in_(_OF_DRAFTS) & ~filed & ~begun
    of_nobody = col(Message.kind).in_(_OF_NOBODY) & (col(Message.settled_at) <= kiosk.clock.seen() - NOBODYS)
    with kiosk.database.transaction() as session:
        done = (col(Message.state).not_in(outbox.OPEN), col(Message.job) == "")
        count = session.connection().execute(delete(Message).where(*done, of_gone | of_nobody)).rowcount
        _note(kiosk, session, "messages", count)
    return count


def complaints(kiosk: Kiosk) -> int:
    """Blank the words of complaints that were attended to; that there was one stays, for it is counted."""
    before = _before(kiosk, days=kiosk.settings.limits.complaints_days)
    with kiosk.database.transaction() as session:
        rows = session.exec(select(Complaint).where(col(Complaint.settled_at) <= before, col(Complaint.text) != "")).all()
        for row in rows:
            row.text = row.reply_to = row.settled_note = ""
        _note(kiosk, session, "complaints", len(rows))
    return len(rows)


def years_old(kiosk: Kiosk) -> int:
    """Remove what is kept for years: answered requests about data, counts of steps, and the oldest events."""
    years = kiosk.settings.limits.events_years
    before = _before(kiosk, days=years * 365.25)
    with kiosk.database.transaction() as session:
        connection = session.connection()
        count = connection.execute(delete(RightsRequest).where(col(RightsRequest.answered_at) <= before)).rowcount
        count += connection.execute(delete(StepFigure).where(col(StepFigure.year) < before.year)).rowcount
    return count + audit.purge(kiosk, before)


def dossiers(kiosk: Kiosk) -> int:
    """Remove dossiers that were written in clear, of cases that the institute has had for as long as the kiosk keeps its copies."""
    found = folder.in_clear(kiosk.settings.desk.handover_folder)
    if not found:
        return 0
    before = _before(kiosk, days=kiosk.settings.limits.copies_days)
    with kiosk.database.reading() as session:
        had = (col(Case.number).in_(found), col(Case.handed_over_at) <= before)
        numbers = session.exec(select(Case.number).where(*had)).all()
    return folder.remove(path for number in numbers for path in found[number])


def printed(kiosk: Kiosk) -> int:
    """Remove the papers of a printer that is a folder, as old as a draft may become: for the demonstration and the tests."""
    if kiosk.settings.printer.kind != "folder":
        return 0
    return remove_older(kiosk.settings.printer.folder, _before(kiosk, days=kiosk.settings.limits.draft_days))


def log_lines(kiosk: Kiosk) -> int:
    """Remove the log's older file, and begin a new one where the first line is old: none is kept for more than twice its time."""
    return log.purge(kiosk.settings.data_dir / "log", _before(kiosk, days=kiosk.settings.limits.log_days))


def _in_slot(slot: str) -> ColumnElement[bool]:
    """Return whether a document is in a slot, or was before a better one came."""
    return (col(Document.slot) == slot) | col(Document.slot).startswith(f"{slot}{MARK}", autoescape=True)


def _before(kiosk: Kiosk, *, days: float) -> datetime:
    return kiosk.clock.seen() - timedelta(days=days)


def _note(kiosk: Kiosk, session: Session, what: str, count: int) -> None:
    if count:
        events.record(kiosk.acting_as(MACHINE), session, "purged", detail=f"{what} {count}")
