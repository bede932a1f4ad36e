"""A case as a record for programs: plain values under stable keys, each named where it is taken from the whole case.

The command line prints one, and the dossier for the institute holds another; what was filed is said in both alike.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, Field
from sqlmodel import col, select

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.cases.whole import CaseEvent, CaseMessage, CaseWhole, Part, of
from kiosk.domain.documents.document import MediaType, Verdict
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Capacity, Draft, Remaining, Scope
from kiosk.domain.filing.attestation import Confirmation, Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.people.identity import IdentityKind, spellings
from kiosk.services.cases import whole
from kiosk.services.cases.lookup import MOST_LISTED, case_of, older_than
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Applicant(Part):
    """Who asks."""

    identity_kind: IdentityKind = of("identity.kind")
    identity: str = of("identity.number")
    given_names: str
    surnames: str
    capacity: Capacity
    doubts: list[str]
    """Warnings about the identity number, in words."""


class Contact(Part):
    """How the answer reaches the person."""

    telephone: str | None = of("contact.telephone")
    """E.164."""
    email: str | None = of("contact.email")
    email_verified_at: AwareDatetime | None = of("email_check.verified_at", None)


class Person(Part):
    """Somebody who leaves, or the new head of the family."""

    key: str
    """By which slots and attestations name this person."""
    given_names: str
    surnames: str
    identity_kind: IdentityKind | None = of("identity.kind", None)
    identity: str | None = of("identity.number", None)
    """Null for a minor who has none."""
    birth_date: date | None
    kinship: str
    """An id of the procedure's list; empty for the applicant."""
    capacity: Literal[Capacity.HEAD, Capacity.DEPENDANT] | None
    """Of who is represented; null where it follows from the applicant's."""


class Acceptance(Part):
    """A text that was accepted."""

    kind: AcceptanceKind
    version: str
    sha256: Sha256
    """Of the text as it was shown, in UTF-8."""
    given_at: AwareDatetime
    how: GivenHow
    """On paper: signed, or with a thumb print, and scanned. Awaited: nobody has signed the sheet yet, as far as the kiosk knows,
    and nothing was given."""
    read_by: str


class Filed(Part):
    """What was filed."""

    number: CaseNumber
    channel: str
    """By which way it was filed: "kiosk" where the person did it alone."""
    procedure: str = of("draft.answers.choice.procedure")
    procedure_version: str = of("draft.answers.choice.version")
    province: Annotated[str, Field(pattern=r"^[0-9]{2}$")] = of("draft.answers.choice.province")
    """Two digits, 01 to 24."""
    sector: str = of("draft.answers.choice.sector")
    category: str = of("draft.answers.choice.category")
    submitted_at: AwareDatetime
    clock_trusted: bool
    """Whether the kiosk's clock was known to be right."""
    applicant: Applicant = of("draft.answers.applicant")
    contact: Contact = of("draft.answers")
    scope: Scope = of("draft.answers.leaving.scope")
    remaining: Remaining | None = of("draft.answers.leaving.remaining")
    leavers: list[Person] = of("draft.answers.leavers")
    new_head: Person | None = of("draft.answers.leaving.new_head")
    observation: str = of("draft.answers.observation.text", "")
    acceptances: list[Acceptance] = of("draft.acceptances")
    lacking: list[Lacking]
    """What the case lacked when this was written: an identity that nobody vouched for, the sheet that the person signs, a
    decision about a doubtful document, a document that was asked for again."""


class DocumentRecord(Part):
    """A document that was brought."""

    slot: str
    """The requirement, and after a colon the person, that it is for."""
    media_type: MediaType
    bytes: Annotated[int, Field(ge=1, validation_alias="byte_count")]
    sha256: Sha256
    pages: Annotated[int, Field(ge=1)]
    verdict: Verdict
    """What the kiosk measured: legible, or with a doubt."""


class _Statement(Part):
    subject: Subject
    person: str
    how: Seen
    value: str
    document_number: str
    reason: str
    actor: str
    at: AwareDatetime
    counts: bool
    """Whether it is still about what stands in the filing."""


def _statements(draft: Draft) -> list[dict[str, Any]]:
    return [
        {name: getattr(each, name) for name in _Statement.model_fields if name != "counts"}
        | {"counts": vouched(draft, each.subject, each.person) == each}
        for each in draft.attestations
    ]


class CaseRecord(Filed):
    """A case as the command line prints it."""

    state: CaseState
    stage: Stage
    assisted_by: str = Field(validation_alias="entered_by")
    confirmed_how: Confirmation
    entered_by: dict[str, str] = Field(validation_alias="typed_by")
    attestations: Annotated[list[_Statement], BeforeValidator(_statements)] = of("draft")
    documents: list[DocumentRecord] = of("draft.attachments")
    events: list[CaseEvent] = of("history.events")
    deliveries: list[CaseMessage] = of("history.messages")


def one(kiosk: Kiosk, number: CaseNumber) -> dict[str, Any]:
    """Return a case's record; raises NotFound."""
    with kiosk.database.reading() as session:
        return _record(whole.read(kiosk, session, case_of(session, number)))


def newest(
    kiosk: Kiosk, *, identity: str | None = None, limit: int = MOST_LISTED, before: CaseNumber | None = None
) -> list[dict[str, Any]]:
    """Return the records of cases, newest first, of one identity number if one is given, however it is spaced.

    `before` is the case behind which they go on. Raises NotFound where it is none.
    """
    with kiosk.database.reading() as session:
        query = select(Case).order_by(col(Case.submitted_at).desc(), col(Case.id).desc()).limit(limit)
        if before is not None:
            query = query.where(older_than(case_of(session, before)))
        if identity is not None:
            query = query.where(col(Case.identity_number).in_(spellings(identity)))
        return [_record(whole.read(kiosk, session, each)) for each in session.exec(query).all()]


def _record(case: CaseWhole) -> dict[str, Any]:
    return CaseRecord.model_validate(case).model_dump(mode="json")
