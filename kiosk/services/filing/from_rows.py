"""From rows to values and back, for what several use cases read; screens see the values only."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from kiosk.domain.documents.document import Attachment, Finding, MediaType, PageFacts, Reading, Verdict
from kiosk.domain.filing.acceptance import Acceptance, AcceptanceKind, GivenHow
from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.storage.tables import AcceptanceRow, AttestationRow, Case, Document, table_of

_document, _acceptance = table_of(Document).c, table_of(AcceptanceRow).c
MARK = "@"
"""Stands in the slot of a document that was replaced, before its count; no live slot has it."""
_FACTS = [
    *(column for column in _document if column.name not in {"key", "picture", "picture_width", "picture_height"}),
    (_document.key != b"").label("has_copy"),
]
_DOCUMENTS = (
    select(*_FACTS)
    .where(_document.filing == bindparam("filing"), _document.replaced_at.is_(None))
    .order_by(_document.attached_at, _document.slot)
)
_REPLACED = (
    select(*_FACTS)
    .where(_document.filing == bindparam("filing"), _document.replaced_at.is_not(None))
    .order_by(_document.attached_at, _document.slot)
)
_AS_FILED = (
    select(*_FACTS)
    .where(_document.filing == bindparam("filing"), _document.attached_at <= bindparam("submitted_at"))
    .order_by(_document.attached_at, _document.slot)
)
_ACCEPTANCES = select(table_of(AcceptanceRow)).where(_acceptance.filing == bindparam("filing")).order_by(_acceptance.given_at)
_attestation = table_of(AttestationRow).c
_ATTESTATIONS = select(table_of(AttestationRow)).where(_attestation.filing == bindparam("filing")).order_by(_attestation.id)


def as_attachment(row: Row[Any]) -> Attachment:
    """Return a document's facts."""
    return Attachment(
        id=row.id,
        slot=row.slot,
        media_type=MediaType(row.media_type),
        byte_count=row.byte_count,
        sha256=row.sha256,
        pages=row.pages,
        verdict=Verdict(row.verdict),
        attached_at=row.attached_at,
        findings=tuple(Finding(each["code"], each["message"]) for each in json.loads(row.findings)),
        width=row.width,
        height=row.height,
        original_bytes=row.original_bytes,
        facts=tuple(PageFacts(**each) for each in json.loads(row.facts)),
        reading=Reading(row.reading) if row.reading else None,
        judged_at=row.judged_at,
        judged_by=row.judged_by,
        rules_version=row.rules_version,
        replaced_at=row.replaced_at,
        has_copy=row.has_copy,
    )


def as_acceptance(row: Row[Any]) -> Acceptance:
    """Return what was accepted."""
    return Acceptance(AcceptanceKind(row.kind), row.version, row.sha256, row.given_at, GivenHow(row.how), row.read_by)


def papers_of(session: Session, filing: str) -> tuple[tuple[Attachment, ...], tuple[Acceptance, ...]]:
    """Return a filing's documents (their facts, not their pictures) and acceptances."""
    connection = session.connection()
    documents = connection.execute(_DOCUMENTS, {"filing": filing}).all()
    acceptances = connection.execute(_ACCEPTANCES, {"filing": filing}).all()
    return tuple(as_attachment(each) for each in documents), tuple(as_acceptance(each) for each in acceptances)


def replaced_of(session: Session, filing: str) -> tuple[Attachment, ...]:
    """Return the documents of a filing in whose place a better one came."""
    return tuple(map(as_attachment, session.connection().execute(_REPLACED, {"filing": filing}).all()))


def attestations_of(session: Session, filing: str) -> tuple[Attestation, ...]:
    """Return what staff vouched for in a filing, in the order in which they did."""
    rows = session.connection().execute(_ATTESTATIONS, {"filing": filing}).all()
    return tuple(
        Attestation(
            subject=Subject(each.subject),
            how=Seen(each.how),
            actor=each.actor,
            at=each.at,
            person=each.person,
            value=each.value,
            document_number=each.document_number,
            reason=each.reason,
        )
        for each in rows
    )


def as_filed(session: Session, case: Case) -> tuple[Attachment, ...]:
    """Return a case's documents as they were when it was filed, though better ones stand in their slots by now.

    What comes later is attached later than that, and what it replaces keeps its row under a marked slot.
    """
    rows = session.connection().execute(_AS_FILED, {"filing": case.id, "submitted_at": case.submitted_at}).all()
    return tuple(replace(each, slot=each.slot.partition(MARK)[0]) for each in map(as_attachment, rows))


def new_acceptance(filing: str, acceptance: Acceptance) -> AcceptanceRow:
    """Return the row of an acceptance."""
    return AcceptanceRow(
        filing=filing,
        kind=acceptance.kind,
        version=acceptance.version,
        sha256=acceptance.sha256,
        given_at=acceptance.given_at,
        how=acceptance.how,
        read_by=acceptance.read_by,
    )
