"""A case as the institute's own programs read it: plain values under the keys of the published schema (dossier.schema.json).

Each key is named here, not handed on from elsewhere, so that the schema is kept when the kiosk learns to know more of a case.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from kiosk.domain.cases.same_identity import DecidedSame
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.confirmation import confirmation_slot
from kiosk.domain.filing.procedure import slots
from kiosk.locale import _
from kiosk.services.cases import same_identity
from kiosk.services.cases.documents import names_beside
from kiosk.services.cases.lookup import as_filed_draft, record_of
from kiosk.services.filing.slots import procedure_of
from kiosk.services.handover import acts
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AttestationRow, Case, Document

SCHEMA_VERSION = "2"
ORIGINALS = "originales"
_SCHEMA = Path(__file__).with_name("dossier.schema.json")
_OF_THE_CASE = (
    *("number", "channel", "procedure", "procedure_version", "province", "sector", "category", "submitted_at", "clock_trusted"),
    *("applicant", "contact", "scope", "remaining", "leavers", "new_head", "observation", "acceptances", "lacking"),
)
_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Original:
    """A document of a case as it lies in the vault: its row, and the file in which the dossier has it."""

    row: Document
    file: str
    """Nothing where the kiosk's copy was deleted: what the row says of it is all that is left."""


def schema() -> str:
    """Return the published schema (JSON Schema, draft 2020-12)."""
    return _SCHEMA.read_text(encoding="utf-8")


def slot_names(kiosk: Kiosk, draft: Draft) -> dict[str, str]:
    """Return what each slot of a filed draft asks for, and of whom, in the procedure's order; then what stands beside those."""
    procedure, named = procedure_of(kiosk, draft, filed=True), _("{document} · {name}")
    asked = {
        slot.id: named.format(document=slot.requirement.name, name=slot.person_name) if slot.person else slot.requirement.name
        for slot in (*(slots(procedure, draft.answers) if procedure else ()), confirmation_slot())
    }
    return asked | names_beside()


def originals_of(session: Session, case_id: str, order: Sequence[str] = ()) -> tuple[Original, ...]:
    """Return a case's documents in the `order` of their slots, then those that were replaced.

    The file names hold their slot, and nothing of anybody.
    """
    rows = session.exec(select(Document).where(col(Document.filing) == case_id).order_by(col(Document.attached_at))).all()
    places = {slot: place for place, slot in enumerate(order)}
    standing = sorted((each for each in rows if each.replaced_at is None), key=lambda each: places.get(each.slot, len(places)))
    earlier = [each for each in rows if each.replaced_at is not None]
    return tuple(
        Original(each, _file(each, number) if each.key else "")
        for number, each in (
            *((f"{place:02}", each) for place, each in enumerate(standing, 1)),
            *((f"anterior-{place:02}", each) for place, each in enumerate(earlier, 1)),
        )
    )


def record(kiosk: Kiosk, session: Session, case: Case) -> dict[str, Any]:
    """Return a case under the schema's keys, without what belongs to one export alone."""
    known = record_of(kiosk, session, case)
    originals = originals_of(session, case.id, tuple(slot_names(kiosk, as_filed_draft(session, case))))
    attested = select(AttestationRow).where(col(AttestationRow.filing) == case.id).order_by(col(AttestationRow.id))
    return {
        "schema_version": SCHEMA_VERSION,
        "kiosk": _kiosk(kiosk),
        "state": case.state,
        "stage": known["stage"],
        "case": {
            **{key: known[key] for key in _OF_THE_CASE},
            "institution_reference": case.institution_reference,
            "entered_by": case.entered_by,
            "confirmed_how": case.confirmed_how,
            "documents": [_document(kiosk, each) for each in originals if each.row.replaced_at is None],
            "earlier_documents": [_document(kiosk, each) for each in originals if each.row.replaced_at is not None],
            "attestations": [
                {
                    "subject": each.subject,
                    "person": each.person,
                    "value": each.value,
                    "how": each.how,
                    "document_number": each.document_number,
                    "reason": each.reason,
                    "by": each.actor,
                    "at": kiosk.local(each.at).isoformat(),
                }
                for each in session.exec(attested).all()
            ],
        },
        "same_identity": [
            {
                "number": each.number,
                "submitted_at": each.submitted_at.isoformat(),
                "name": each.name,
                "open": each.is_open,
                "other_name": each.other_name,
                "decided": _decided(each.decided),
            }
            for each in same_identity.of_case(kiosk, session, case)
        ],
        **acts.of_case(kiosk, session, case.id),
        "timeline": [{key: each[key] for key in ("at", "name", "actor", "detail")} for each in known["events"]],
    }


def _decided(decided: DecidedSame | None) -> dict[str, str] | None:
    if decided is None:
        return None
    return {"decision": decided.decision, "note": decided.note, "by": decided.by, "at": decided.at.isoformat()}


def fingerprint_of(kiosk: Kiosk, session: Session, case: Case) -> str:
    """Return the fingerprint of a case as it is now."""
    return fingerprint(record(kiosk, session, case))


def fingerprint(record: dict[str, Any]) -> str:
    """Return the SHA-256 of what people put into a case: it is another one once anything came that the institute does not have.

    What the desk did for it (notes, what it asked for, the institute's own answers) is none of that; a withdrawal is, and so is
    that somebody decided about a doubtful document, or about the same identity in another case.
    """
    case = record["case"]
    contact = {key: value for key, value in case["contact"].items() if key != "email_verified_at"}  # nothing was put in by that
    documents = [(each["slot"], each["sha256"], *filter(None, [each["judged_at"]])) for each in case["documents"]]
    withdrawals = [(each["kind"], each["at"], *filter(None, [each["undone_at"]])) for each in record["withdrawals"]]
    case = {key: value for key, value in case.items() if key != "lacking"}  # what it is lacking by follows from the rest
    decided = [(each["number"], each["decided"]) for each in record["same_identity"] if each["decided"]]
    case |= {"same_identity": decided} if decided else {}
    held = {**case, "contact": contact, "documents": documents, "earlier_documents": [], "withdrawals": withdrawals}
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _kiosk(kiosk: Kiosk) -> dict[str, str]:
    where = kiosk.settings.kiosk
    return {
        "id": where.id,
        "dispensary": where.dispensary,
        "parish": where.parish,
        "canton": where.canton,
        "province": where.province,
    }


def _document(kiosk: Kiosk, original: Original) -> dict[str, Any]:
    row = original.row
    return {
        "slot": row.slot,
        "file": original.file or None,
        "media_type": row.media_type,
        "bytes": row.byte_count,
        "sha256": row.sha256,
        "pages": row.pages,
        "verdict": row.verdict,
        "findings": [each["code"] for each in json.loads(row.findings)],
        "rules_version": row.rules_version,
        "reading": row.reading,
        "judged_at": kiosk.local(row.judged_at).isoformat() if row.judged_at else None,
        "judged_by": row.judged_by,
        "attached_at": kiosk.local(row.attached_at).isoformat(),
        "replaced_at": kiosk.local(row.replaced_at).isoformat() if row.replaced_at else None,
    }


def _file(row: Document, number: str) -> str:
    """Return a name of plain letters, whatever an office calls its requirements."""
    bare = unicodedata.normalize("NFKD", row.slot).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].rstrip("-") or "documento"
    return f"{ORIGINALS}/{number}-{name}.{_SUFFIXES[row.media_type]}"
