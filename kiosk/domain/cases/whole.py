"""A filed case as every reader of it sees it: what was said, what came of it since, and who did what; every time is local.

The parts are pydantic models, for the dossier's record is made of them, and its published schema is generated from the same.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, AliasPath, AwareDatetime, BaseModel, ConfigDict, Field, ValidationInfo, computed_field

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.same_identity import SameIdentity
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Attachment
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Confirmation
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble

_TYPED: Final = {
    "Applicant": "applicant",
    "Contact": "contact",
    "Choice": "choice",
    "Leaving": "leaving",
    "Observation": "observation",
}
"""The answers that events name, by their keys in a record."""


def _here(at: datetime, info: ValidationInfo) -> datetime:
    local: datetime = info.context(at) if info.context else at
    return local


Local = Annotated[AwareDatetime, AfterValidator(_here)]
"""A time, made local by the context with which its model is validated (`Kiosk.local`)."""


class Part(BaseModel):
    """A part of a case: taken from whatever has attributes of these names, and published under them."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        extra="forbid",
        serialize_by_alias=True,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
        defer_build=True,  # whoever never opens a case does not pay for them
    )


def of(path: str, default: Any = ...) -> Any:  # noqa: ANN401 - stands for a field of any type
    """Return the declaration of a field that is taken from attributes of attributes: `draft.answers.contact`."""
    return Field(default, validation_alias=AliasPath(*path.split(".")))


class CaseMessage(Part):
    """A mail or print about the case."""

    kind: MessageKind
    state: MessageState
    tries: int
    copy_number: int = Field(serialization_alias="copy")
    created_at: Local
    settled_at: Local | None
    next_try_at: Local | None
    trouble: Trouble
    cause: str

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorator on a property
    @property
    def at(self) -> datetime:
        """When it came into its state."""
        return self.settled_at or self.created_at


class Happened(Part):
    """What happened, and who did it; codes and counts."""

    at: Local
    name: str
    """A constant name."""
    actor: str
    """A member of staff, "citizen" or "kiosk"."""
    detail: str
    """Codes and counts."""


class CaseEvent(Happened):
    """What happened, and for a look why."""

    why: str


class HandoverTold(Part):
    """That the dossier was taken by somebody of the institute."""

    at: Local
    by: str = Field(validation_alias="actor")
    taken_by: str
    how: HandoverHow


class AskedAgain(Part):
    """A document that was asked for again."""

    slot: str
    wanted: Wanted
    explanation: str
    asked_at: Local
    by: str = Field(validation_alias="asked_by")
    met_at: Local | None
    """When it came."""
    dropped_at: Local | None
    """When it was no longer wanted."""


class InstituteAnswer(Part):
    """What the institute answered, and when its person got it."""

    outcome: Outcome
    reference: str
    decided_on: date
    note: str
    recorded_at: Local
    by: str = Field(validation_alias="actor")
    handed_out_at: Local | None
    handed_out_by: str


class WithdrawalTold(Part):
    """That the consent or the request was taken back, and, where it was, that this was undone."""

    kind: TakenBack
    at: Local
    by: str = Field(validation_alias="actor")
    undone_at: Local | None
    undone_by: str


class Note(Part):
    """What staff observed."""

    text: str
    at: Local
    by: str = Field(validation_alias="actor")


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a filing, sent or not, each kind oldest first."""

    messages: tuple[CaseMessage, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    handovers: tuple[HandoverTold, ...] = ()
    corrections: tuple[AskedAgain, ...] = ()
    decisions: tuple[InstituteAnswer, ...] = ()
    withdrawals: tuple[WithdrawalTold, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseWhole:
    """A case, whole. `draft` holds the answers, documents, acceptances and attestations as they stand in it."""

    number: CaseNumber
    state: CaseState
    stage: Stage
    channel: str
    entered_by: str
    confirmed_how: Confirmation
    submitted_at: datetime
    clock_trusted: bool
    handed_over_at: datetime | None
    receipt_seen_at: datetime | None
    institution_reference: str
    draft: Draft
    slots: tuple[Slot, ...]
    replaced: tuple[Attachment, ...]
    """Documents in whose place a better one came."""
    history: History
    lacking: tuple[Lacking, ...] = ()
    same_identity: tuple[SameIdentity, ...] = ()

    @property
    def documents(self) -> tuple[Attachment, ...]:
        """All that were brought: those that stand in their slots, then those that were replaced."""
        return self.draft.attachments + self.replaced

    @property
    def typed_by(self) -> dict[str, str]:
        """Who typed each answer as it stands; of a document, under `document:SLOT`, who put it in its place."""
        typed: dict[str, str] = {}
        for each in self.history.events:
            if each.name == "draft_begun":
                typed["applicant"] = each.actor
            elif each.name == "answer_saved" and each.detail in _TYPED:
                typed[_TYPED[each.detail]] = each.actor
            elif each.name == "document_attached":
                typed[f"document:{each.detail}"] = each.actor
        return typed
