"""A case as the institute's own programs read it (expediente.json), and the schema that tells them what may stand in it.

Both come from the models here. What they hold is published: a key that comes, goes or means something else takes a new version.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BeforeValidator, Field, ValidationInfo
from pydantic.json_schema import GenerateJsonSchema
from sqlmodel import Session
from typing_extensions import override

from kiosk.domain.cases.same_identity import SameDecision
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.cases.whole import (
    AskedAgain,
    CaseWhole,
    HandoverTold,
    Happened,
    InstituteAnswer,
    Note,
    Part,
    WithdrawalTold,
    of,
)
from kiosk.domain.documents.document import Attachment, MediaType, Reading
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Confirmation, Seen, Subject
from kiosk.domain.filing.confirmation import confirmation_slot
from kiosk.locale import _
from kiosk.services.cases import whole
from kiosk.services.cases.documents import names_beside
from kiosk.services.cases.records import DocumentRecord, Filed
from kiosk.services.filing.slots import slots_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case

SCHEMA_VERSION: Final = "2"
ORIGINALS = "originales"
_SUFFIXES = {MediaType.PDF: "pdf", MediaType.JPEG: "jpg"}


def _file_of(document_id: str, info: ValidationInfo) -> str | None:
    file: str | None = (info.context or {}).get(document_id)
    return file


class Original(DocumentRecord):
    """A document as it lies among the originals."""

    file: Annotated[Annotated[str, Field(pattern=r"^originales/[a-z0-9-]+\.(pdf|jpg)$")] | None, BeforeValidator(_file_of)] = Field(
        validation_alias="id"
    )
    """Its name in this dossier; null where the kiosk has deleted its copy."""
    findings: Annotated[list[str], BeforeValidator(lambda found: [each.code for each in found])]
    """Codes of what was doubtful."""
    rules_version: str
    reading: Annotated[Reading | Literal[""], BeforeValidator(lambda reading: reading or "")]
    """Whether the identity number was read on it; empty where it was not looked for."""
    judged_at: AwareDatetime | None
    """When a member of staff decided that it will do although it is doubtful."""
    judged_by: str
    attached_at: AwareDatetime
    replaced_at: AwareDatetime | None
    """When a better one came."""


class Vouched(Part):
    """What a member of staff saw and answers for."""

    subject: Subject
    person: str
    value: str
    """The number or address that was vouched for."""
    how: Seen
    document_number: str
    reason: str
    by: str = Field(validation_alias="actor")
    at: AwareDatetime


class HeldCase(Filed):
    """What was filed, and what the case holds by now."""

    institution_reference: str
    entered_by: str
    """The member of staff with whom it was filed; empty where the person filed it alone."""
    confirmed_how: Confirmation
    """How the person confirmed what staff had typed."""
    documents: list[Original] = of("draft.attachments")
    earlier_documents: list[Original] = of("replaced")
    """Older versions that were replaced."""
    attestations: list[Vouched] = of("draft.attestations")


class DecidedSame(Part):
    """What a member of staff decided about one identity in two cases."""

    decision: SameDecision
    note: str
    by: str
    at: AwareDatetime


class SameIdentity(Part):
    """Another case with an identity of this one that is open, or bears it beside another name."""

    number: str
    submitted_at: AwareDatetime
    name: str
    open: bool = Field(validation_alias="is_open")
    other_name: bool
    decided: DecidedSame | None
    """What a member of staff decided about it; null while nobody did."""


class Dispensary(Part):
    """Where it was filed."""

    id: Annotated[str, Field(pattern=r"^[0-9A-Z]{4}$")]
    dispensary: str
    parish: str
    canton: str
    province: Annotated[str, Field(pattern=r"^([0-9]{2})?$")]
    """Empty where the office did not set it."""


class HeldRecord(Part):
    """A case as it is, without what belongs to one export alone."""

    schema_version: Literal["2"] = SCHEMA_VERSION
    kiosk: Dispensary
    state: CaseState
    """How far the case got; filed until it was handed over."""
    stage: Stage
    """How far the case got, as the kiosk tells it to whoever asks."""
    case: HeldCase
    same_identity: list[SameIdentity]
    """Other cases with an identity of this one that are open, or bear it beside another name."""
    handovers: list[HandoverTold]
    """Earlier handovers of this case."""
    corrections: list[AskedAgain]
    """Documents that the dispensary asked for again."""
    decisions: list[InstituteAnswer]
    """The institute's answers, as the dispensary recorded them."""
    withdrawals: list[WithdrawalTold]
    """What the person took back: the consent, or the whole request."""
    notes: list[Note]
    """What staff observed; apart from the person's own observation."""
    timeline: list[Happened]


class DossierRecord(HeldRecord):
    """expediente.json: a case as a kiosk hands it over to the institute.

    Times are local, with their offset from UTC. What is empty ("" or null) was not said.
    """

    exported_at: AwareDatetime
    """When this dossier was written."""
    exported_by: str
    """The member of staff by the name they sign in with, or "kiosk" from its command line."""
    receipt_code: str
    """The signed code of the case's receipt: `kiosk verify` tells whether it is genuine."""


class _Schema(GenerateJsonSchema):
    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False  # it would be the key once more


def schema() -> str:
    """Return the published schema (JSON Schema, draft 2020-12)."""
    about = {"$schema": _Schema.schema_dialect, "$id": f"urn:kiosk:dossier:{SCHEMA_VERSION}"}
    described = DossierRecord.model_json_schema(mode="serialization", schema_generator=_Schema)
    return json.dumps(about | described | {"title": "Expediente de un trámite"}, ensure_ascii=False, indent=2) + "\n"


def slot_names(kiosk: Kiosk, draft: Draft) -> dict[str, str]:
    """Return what each slot of a filed draft asks for, and of whom, in the procedure's order; then what stands beside those."""
    named = _("{document} · {name}")
    asked = {
        slot.id: named.format(document=slot.requirement.name, name=slot.person_name) if slot.person else slot.requirement.name
        for slot in (*slots_of(kiosk, draft, filed=True), confirmation_slot())
    }
    return asked | names_beside()


def arranged(kiosk: Kiosk, case: CaseWhole) -> CaseWhole:
    """Return a case with its documents in the order of their slots."""
    places = {slot: place for place, slot in enumerate(slot_names(kiosk, case.draft))}
    documents = sorted(case.draft.attachments, key=lambda each: places.get(each.slot, len(places)))
    return replace(case, draft=replace(case.draft, attachments=tuple(documents)))


def files(case: CaseWhole) -> dict[str, str]:
    """Return the file of each document of an arranged case by its id; none of those of which the kiosk's copy was deleted.

    The names hold their slot, and nothing of anybody.
    """
    numbered = [
        *((f"{place:02}", each) for place, each in enumerate(case.draft.attachments, 1)),
        *((f"anterior-{place:02}", each) for place, each in enumerate(case.replaced, 1)),
    ]
    return {each.id: _file(each, number) for number, each in numbered if each.has_copy}


def record(kiosk: Kiosk, case: CaseWhole, **export: object) -> dict[str, Any]:
    """Return an arranged case under the schema's keys; without an `export`'s own, what it holds by now."""
    kind, told = DossierRecord if export else HeldRecord, case.history
    parts = {
        "kiosk": kiosk.settings.kiosk,
        "state": case.state,
        "stage": case.stage,
        "case": case,
        "same_identity": case.same_identity,
        "handovers": told.handovers,
        "corrections": told.corrections,
        "decisions": told.decisions,
        "withdrawals": told.withdrawals,
        "notes": told.notes,
        "timeline": told.events,
    }
    return kind.model_validate(parts | export, context=files(case)).model_dump(mode="json")


def fingerprint_of(kiosk: Kiosk, session: Session, case: Case) -> str:
    """Return the fingerprint of a case as it is now."""
    return fingerprint(record(kiosk, arranged(kiosk, whole.read(kiosk, session, case))))


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


def _file(document: Attachment, number: str) -> str:
    """Return a name of plain letters, whatever an office calls its requirements."""
    bare = unicodedata.normalize("NFKD", document.slot).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].rstrip("-") or "documento"
    return f"{ORIGINALS}/{number}-{name}.{_SUFFIXES[document.media_type]}"
