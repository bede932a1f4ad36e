"""What staff did for a case: what they vouched for, handed over, asked for again, were answered, and took back."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

UNDECIDED_SAME = "(decided_at IS NULL)"
"""Of a same identity nobody decided yet whether it is right: found by an index of their own."""


class AttestationRow(SQLModel, table=True):
    """What a member of staff saw and answers for (domain.filing.attestation); rows are added, never changed."""

    __tablename__ = "attestation"

    id: int | None = Field(default=None, primary_key=True)
    filing: str = Field(index=True, max_length=32)
    subject: str = Field(max_length=20)
    person: str = Field(default="applicant", max_length=20)
    """The key of the person in the filing whom it is about."""
    value: str = Field(default="", max_length=254)
    """The number or address that was vouched for: another one is not."""
    how: str = Field(max_length=30)
    document_number: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=400)
    actor: str = Field(max_length=32)
    at: datetime


class Handover(SQLModel, table=True):
    """Cases that were handed to the institute together."""

    __tablename__ = "handover"

    id: str = Field(primary_key=True, max_length=32)
    at: datetime = Field(index=True)
    actor: str = Field(max_length=32)
    taken_by: str = Field(max_length=200)
    how: str = Field(max_length=20)
    sealed: bool


class HandoverCase(SQLModel, table=True):
    """A case of a handover; one that went on after a correction is handed over once more."""

    __tablename__ = "handover_case"

    handover: str = Field(primary_key=True, foreign_key="handover.id", max_length=32)
    case_id: str = Field(primary_key=True, index=True, foreign_key="case_file.id", max_length=32)
    sha256: str = Field(max_length=64)
    """Of the dossier that was written for it."""


class Correction(SQLModel, table=True):
    """A document of a case that is asked for again; `code` stands as QR on its slip."""

    __tablename__ = "correction"

    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(index=True, foreign_key="case_file.id", max_length=32)
    slot: str = Field(max_length=120)
    wanted: str = Field(max_length=20)
    explanation: str = Field(default="", max_length=400)
    code: str = Field(unique=True, max_length=8)
    asked_at: datetime
    asked_by: str = Field(max_length=32)
    met_at: datetime | None = Field(default=None, index=True)
    dropped_at: datetime | None = None


class Decision(SQLModel, table=True):
    """What the institute answered; `position` counts a case's answers, for one that wants more is followed by another."""

    __tablename__ = "decision"

    case_id: str = Field(primary_key=True, foreign_key="case_file.id", max_length=32)
    position: int = Field(primary_key=True)
    outcome: str = Field(max_length=20)
    reference: str = Field(default="", max_length=60)
    decided_on: date
    note: str = Field(default="", max_length=400)
    recorded_at: datetime
    actor: str = Field(max_length=32)
    handed_out_at: datetime | None = Field(default=None, index=True)
    handed_out_by: str = Field(default="", max_length=32)


class Withdrawal(SQLModel, table=True):
    """That a person took back their consent, or their request; no reason is asked for (LOPDP art. 8)."""

    __tablename__ = "withdrawal"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(index=True, foreign_key="case_file.id", max_length=32)
    kind: str = Field(max_length=20)
    at: datetime
    actor: str = Field(max_length=32)
    undone_at: datetime | None = None
    """When it was undone at the desk, by `undone_by`; taken back once more, the row is of that time."""
    undone_by: str = Field(default="", max_length=32)


class StaffNote(SQLModel, table=True):
    """What staff observed about a case: kept apart from what its person wrote, and never changed."""

    __tablename__ = "staff_note"

    id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(index=True, foreign_key="case_file.id", max_length=32)
    text: str = Field(max_length=500)
    actor: str = Field(max_length=32)
    at: datetime


class RightsRequest(SQLModel, table=True):
    """That a person used a right over their data; answered free within 15 days (LOPDP)."""

    __tablename__ = "rights_request"

    id: str = Field(primary_key=True, max_length=32)
    identity_number: str = Field(index=True, max_length=20)
    kind: str = Field(max_length=20)
    asked_at: datetime
    actor: str = Field(max_length=32)
    explanation: str = Field(default="", max_length=400)
    answered_at: datetime | None = Field(default=None, index=True)
    answer: str = Field(default="", max_length=400)


class Complaint(SQLModel, table=True):
    """A complaint left at the kiosk or at the desk."""

    __tablename__ = "complaint"

    id: str = Field(primary_key=True, max_length=32)
    at: datetime = Field(index=True)
    channel: str = Field(max_length=20)
    actor: str = Field(max_length=32)
    text: str
    reply_to: str = Field(default="", max_length=254)
    """How whoever complained can be answered, in their own words; nothing where they did not say."""
    settled_at: datetime | None = Field(default=None, index=True)
    settled_by: str = Field(default="", max_length=32)
    settled_note: str = Field(default="", max_length=400)
    """What was done about it."""


class SameIdentityRow(SQLModel, table=True):
    """That an identity of a case stood in an earlier one when it was filed, and what staff decided about it."""

    __tablename__ = "same_identity"
    __table_args__ = (Index("ix_same_identity_undecided", "case_id", "noted_at", sqlite_where=text(UNDECIDED_SAME)),)

    case_id: str = Field(primary_key=True, foreign_key="case_file.id", max_length=32)
    earlier_id: str = Field(primary_key=True, index=True, foreign_key="case_file.id", max_length=32)
    other_name: bool
    noted_at: datetime
    decision: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=400)
    decided_at: datetime | None = None
    decided_by: str = Field(default="", max_length=32)
