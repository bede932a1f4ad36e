"""What must hold of a data folder whatever happened: cases whole, numbers without gaps, no orphan, nothing half there."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select

from kiosk.adapters.dossiers import folder as dossier_folder
from kiosk.domain.cases.state import CaseState
from kiosk.domain.errors import KioskError
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases.documents import slots_of_case
from kiosk.services.filing.drafts import as_draft
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.letters import message_id
from kiosk.storage import backup_making
from kiosk.storage.backups import found_in
from kiosk.storage.tables import (
    AcceptanceRow,
    AttestationRow,
    Case,
    CasePerson,
    CaseWord,
    Complaint,
    Correction,
    Decision,
    Document,
    DraftRow,
    Event,
    HandoverCase,
    Message,
    Numbering,
    PublishedMonth,
    RecoveryCode,
    RightsRequest,
    Staff,
    StaffNote,
    Verification,
    Withdrawal,
    table_of,
)

TOGETHER: tuple[tuple[Any, ...], ...] = (
    (("case_submitted",), Case),
    (("draft_begun",), DraftRow),
    (("code_requested",), Verification),
    (("email_verified",), Verification, col(Verification.used_at).is_not(None)),
    (("vouched",), AttestationRow),
    (("correction_asked",), Correction),
    (("correction_met",), Correction, col(Correction.met_at).is_not(None)),
    (("decision_recorded",), Decision),
    (("answer_handed_out",), Decision, col(Decision.handed_out_at).is_not(None)),
    (("consent_withdrawn", "request_withdrawn"), Withdrawal),
    (("case_handed_over",), HandoverCase),
    (("observation_added",), StaffNote),
    (("complaint_left",), Complaint),
    (("complaint_settled",), Complaint, col(Complaint.settled_at).is_not(None)),
    (("rights_asked", "rights_removed"), RightsRequest),
    (("staff_added",), Staff),
    (("confirmation_scanned",), Case, col(Case.confirmed_how) == "paper"),
    (("receipt_came_out",), Case, col(Case.receipt_seen_at).is_not(None)),
)
"""Events and the rows that are written in their transaction: as many of one as of the other."""
RECOVERY_CODES = 10


def half(kiosk: Kiosk) -> list[str]:
    """Return what is not whole, each in a few words."""
    _bring_into_one_file(kiosk)
    with kiosk.database.reading() as session:
        cases = session.exec(select(Case)).all()
        return [
            *_database(session),
            *_numbers(session),
            *(trouble for case in cases for trouble in (*_case(kiosk, session, case), *_state(session, case))),
            *_without_case(session),
            *_together(session),
            *_messages(kiosk, session),
            *_documents(kiosk, session),
            *_left_over(kiosk.settings.data_dir),
        ]


def unlike_the_data(kiosk: Kiosk, folder: Path) -> list[str]:
    """Return what is wrong with the backups in a folder: one that is there can be trusted, and one that was noted is there."""
    found = found_in(folder, kiosk.settings.kiosk.id)
    wrong = []
    for each in found:
        try:
            backup_making.verify(each, kiosk.keys.derive("database"))
        except KioskError as error:
            wrong.append(f"a backup is not whole: {error.message}")
    with kiosk.database.reading() as session:
        if _count(session, Event, col(Event.name) == "backup_made") > len(found):
            wrong.append("a backup was noted that is not there")
    return wrong


def _bring_into_one_file(kiosk: Kiosk) -> None:
    """Write what stands in the WAL into the database: SQLCipher's own check looks at that file alone."""
    connection = kiosk.database.engine.raw_connection()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _database(session: Session) -> Iterator[str]:
    connection = session.connection()
    for check, good in (("integrity_check", [("ok",)]), ("cipher_integrity_check", []), ("foreign_key_check", [])):
        if connection.exec_driver_sql(f"PRAGMA {check}").all() != good:
            yield f"the database fails its {check}"


def _numbers(session: Session) -> Iterator[str]:
    given: dict[tuple[str, str, int], list[int]] = {}
    for each in session.exec(select(col(Case.number))).all():
        given.setdefault((each.kiosk, each.series, each.year), []).append(each.sequence)
    for counts in given.values():
        if sorted(counts) != list(range(1, len(counts) + 1)):
            yield f"numbers missing or twice: {sorted(counts)}"
    for row in session.exec(select(Numbering)).all():
        if row.last != len(given.get((row.kiosk, row.series, row.year), [])):
            yield "a number was counted and not given"
    if given and not session.exec(select(Numbering)).all():
        yield "numbers were given and not counted"


def _case(kiosk: Kiosk, session: Session, case: Case) -> Iterator[str]:
    kinds = set(session.exec(select(AcceptanceRow.kind).where(AcceptanceRow.filing == case.id)).all())
    if kinds != {"notice", "consent"}:
        yield f"a case has {sorted(kinds)} for acceptances"
    live = _live(session, case)
    if missing := {each.id for each in slots_of_case(kiosk, session, case)} - {each.slot for each in live}:
        yield f"a case is without {sorted(missing)}"
    people = _count(session, CasePerson, col(CasePerson.case_id) == case.id)
    draft = session.get(DraftRow, case.id)
    leaving = as_draft(session, draft).answers.leaving if draft else None
    if leaving and people != len(leaving.people) + (leaving.new_head is not None):
        yield "a case has other people than its draft"
    if not _count(session, CaseWord, col(CaseWord.case_id) == case.id):
        yield "a case is not found by its names"
    waiting = set(session.exec(select(Message.kind).where(Message.reference == case.id)).all())
    wanted = {MessageKind.RECEIPT_PRINT} | ({MessageKind.FILING_EMAIL} if case.email else set())
    if wanted - waiting:
        yield f"a case is without {sorted(wanted - waiting)}"


def _state(session: Session, case: Case) -> Iterator[str]:
    live = _live(session, case)
    withdrawn = session.exec(select(Withdrawal.kind).where(Withdrawal.case_id == case.id)).all()
    if any(not each.key for each in live) and not withdrawn:
        yield "a case lost the keys of its documents"
    if (case.state == CaseState.WITHDRAWN) is not ("request" in withdrawn):
        yield "a withdrawn case without its withdrawal, or the other way round"
    answered = _count(session, Decision, col(Decision.case_id) == case.id) > 0
    if (case.state in {CaseState.ANSWERED, CaseState.DELIVERED}) is not answered:
        yield "an answered case without its answer, or the other way round"
    for met in session.exec(select(Correction).where(Correction.case_id == case.id, col(Correction.met_at).is_not(None))).all():
        if not any(each.slot == met.slot and each.attached_at >= met.asked_at for each in live):
            yield "a correction was met by nothing"


def _live(session: Session, case: Case) -> Sequence[Document]:
    return session.exec(select(Document).where(Document.filing == case.id, col(Document.replaced_at).is_(None))).all()


def _count(session: Session, model: type[SQLModel], *where: sa.ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(model).where(*where)).one()


def _without_case(session: Session) -> Iterator[str]:
    no_case, no_draft = sa.select(table_of(Case).c.id), sa.select(table_of(DraftRow).c.id)
    receipts = col(Message.kind).in_([MessageKind.RECEIPT_PRINT, MessageKind.FILING_EMAIL])
    for what, count in (
        ("people", _count(session, CasePerson, col(CasePerson.case_id).not_in(no_case))),
        ("words", _count(session, CaseWord, col(CaseWord.case_id).not_in(no_case))),
        (
            "consents",
            _count(session, AcceptanceRow, col(AcceptanceRow.kind) == "consent", col(AcceptanceRow.filing).not_in(no_case)),
        ),
        ("receipts", _count(session, Message, receipts, col(Message.reference).not_in(no_case))),
        *(
            (str(model.__tablename__), _count(session, model, col(filing).not_in(no_case), col(filing).not_in(no_draft)))
            for model, filing in (
                (Document, Document.filing),
                (AcceptanceRow, AcceptanceRow.filing),
                (Verification, Verification.filing),
            )
        ),
    ):
        if count:
            yield f"{count} {what} of no filing"


def _together(session: Session) -> Iterator[str]:
    filings = sa.union(sa.select(table_of(DraftRow).c.id), sa.select(table_of(Case).c.id))
    of_what_is_there = sa.or_(col(Event.filing).is_(None), col(Event.filing).in_(filings))  # a removed draft's events stay
    events = Counter(session.exec(select(Event.name).where(of_what_is_there)).all())
    for names, model, *where in TOGETHER:
        rows, told = _count(session, model, *where), sum(events[name] for name in names)
        if rows > told or (rows < told and model is not Verification):  # codes go before their draft or case does
            yield f"{rows} rows of {model.__tablename__}, but not as many of {' and '.join(names)}"
    codes = Counter(session.exec(select(col(RecoveryCode.staff))).all())
    if codes != dict.fromkeys(session.exec(select(Staff.name)).all(), RECOVERY_CODES):
        yield "staff without their ten codes"
    if _count(session, PublishedMonth) == 1:
        yield "half of an import"


def _messages(kiosk: Kiosk, session: Session) -> Iterator[str]:
    folder = kiosk.settings.data_dir
    mails = {BytesHeaderParser().parsebytes(path.read_bytes())["Message-ID"] for path in (folder / "mail" / "new").glob("*")}
    pages = [path.read_bytes().rstrip().endswith(b"%%EOF") for path in (folder / "printed").glob("*.pdf")]
    done = session.exec(select(Message).where(Message.state == MessageState.ACCEPTED)).all()
    if not all(pages) or len(pages) < sum(MessageKind(each.kind).is_print for each in done):
        yield "a print that was called done is not there, or not whole"
    if any(not MessageKind(each.kind).is_print and message_id(kiosk.settings, each.id) not in mails for each in done):
        yield "a mail that was called sent is not there"
    waiting = table_of(Message).c
    for model, kind in ((Verification, MessageKind.EMAIL_CODE), (Correction, MessageKind.CORRECTION_PRINT)):
        told = sa.select(waiting.reference).where(waiting.kind == kind)
        if count := _count(session, model, table_of(model).c.id.not_in(told)):
            yield f"{count} of {model.__tablename__} without {kind}"


def _documents(kiosk: Kiosk, session: Session) -> Iterator[str]:
    rows = session.exec(select(Document).where(Document.key != b"")).all()
    there = kiosk.vault.names(older_than=float("inf"))
    if orphans := there - {each.id for each in rows}:
        yield f"{len(orphans)} orphans in the vault"
    for each in rows:
        try:
            content = kiosk.vault.get(each.id, each.key)
        except KioskError:
            yield f"the document of {each.slot} cannot be opened"
            continue
        if hashlib.sha256(content).hexdigest() != each.sha256:
            yield f"the document of {each.slot} is another"


def _left_over(folder: Path) -> Iterator[str]:
    for path in folder.rglob(".*"):
        if path.parent.name != "printed":  # a printer's own; there only where nothing real is printed
            yield f"left over: {path.relative_to(folder).parent}/….{path.suffix}"
    handed = folder / "handover"
    for dossier in (each for each in handed.glob("*") if handed.is_dir() and not each.name.startswith(".")):
        sums = dossier / "SHA256SUMS"
        if not sums.is_file() or not dossier_folder._is_whole(dossier, sums):
            yield "a dossier is not whole"
