"""A filed case as the desk sees it: what was said, what came of it since, and who did what; every time is local."""

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.same_identity import SameIdentity
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Attestation, Confirmation
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """A mail or print about the case; `at` is when it came into its state."""

    kind: MessageKind
    state: MessageState
    trouble: Trouble
    cause: str
    at: datetime
    next_try_at: datetime | None
    copy_number: int


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """What happened, who did it, and for a look why; codes and counts."""

    at: datetime
    name: str
    actor: str
    detail: str
    why: str


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A document that was asked for again; `met_at` when it came, `dropped_at` when it was no longer wanted."""

    slot: str
    wanted: str
    explanation: str
    asked_at: datetime
    asked_by: str
    met_at: datetime | None
    dropped_at: datetime | None


@dataclass(frozen=True, slots=True)
class InstituteAnswer:
    """What the institute answered, and when its person got it."""

    outcome: str
    reference: str
    decided_on: date
    note: str
    recorded_at: datetime
    actor: str
    handed_out_at: datetime | None
    handed_out_by: str


@dataclass(frozen=True, slots=True)
class WithdrawalTold:
    """That the consent or the request was taken back, and, where it was, that this was undone."""

    kind: str
    at: datetime
    actor: str
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What staff observed."""

    text: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseWhole:
    """A case, whole. `draft` holds the answers, documents and acceptances as they stand in it."""

    number: str
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
    attestations: tuple[Attestation, ...]
    messages: tuple[CaseMessage, ...]
    events: tuple[CaseEvent, ...]
    corrections: tuple[AskedAgain, ...]
    decisions: tuple[InstituteAnswer, ...]
    withdrawals: tuple[WithdrawalTold, ...]
    notes: tuple[Note, ...]
    lacking: tuple[Lacking, ...] = ()
    same_identity: tuple[SameIdentity, ...] = ()
