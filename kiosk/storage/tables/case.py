"""A submitted case, whole in itself, and the count from which numbers are given."""

from datetime import date, datetime

from sqlalchemy import Dialect, String, TypeDecorator
from sqlmodel import Field, Index, SQLModel, text
from typing_extensions import override

from kiosk.domain.filing.case_number import CaseNumber

IDENTITY_OPEN = "((entered_by <> '' OR identity_doubts <> '') AND identity_seen_at IS NULL AND state <> 'withdrawn')"
"""An applicant for whom somebody must vouch still: few of many, and found by an index of their own, which needs its condition
word for word."""
SHEET_MISSING = "(entered_by <> '' AND confirmed_how = '' AND state <> 'withdrawn')"
"""The sheet that a person signs was not scanned yet; found by an index of its own, too."""
MORE_TO_BRING = "(CASE WHEN handed_over_at IS NULL THEN state END IN ('handed_over', 'answered', 'delivered'))"
"""Something came, or was taken back, since the institute got it; found by its own index. So put, no other seems to fit it."""


class CaseNumberText(TypeDecorator[CaseNumber]):
    """Reads the numbers of cases as what they are; kept as text."""

    impl = String(20)
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> CaseNumber | None:
        return None if value is None else CaseNumber.kept(value)


class Case(SQLModel, table=True):
    """A case; `id` is the filing's, which makes a second submission of one draft impossible."""

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_state_submitted_at", "state", "submitted_at"),
        Index("ix_case_file_identity_open", "submitted_at", sqlite_where=text(IDENTITY_OPEN)),
        Index("ix_case_file_sheet_missing", "submitted_at", sqlite_where=text(SHEET_MISSING)),
        Index("ix_case_file_more_to_bring", "submitted_at", sqlite_where=text(MORE_TO_BRING)),
    )

    id: str = Field(primary_key=True, max_length=32)
    number: CaseNumber = Field(unique=True, sa_type=CaseNumberText)
    state: str = Field(default="filed", max_length=20)
    channel: str = Field(default="kiosk", max_length=20)
    procedure: str = Field(max_length=60)
    procedure_version: str = Field(max_length=40)
    province: str = Field(max_length=2)
    sector: str = Field(max_length=60)
    category: str = Field(max_length=60)
    submitted_at: datetime = Field(index=True)
    clock_trusted: bool
    identity_kind: str = Field(max_length=20)
    identity_number: str = Field(index=True, max_length=20)
    given_names: str = Field(max_length=200)
    surnames: str = Field(max_length=200)
    capacity: str = Field(max_length=20)
    identity_doubts: str = ""
    telephone: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=254)
    email_verified_at: datetime | None = None
    scope: str = Field(max_length=20)
    applicant_leaves: bool
    remaining: str | None = Field(default=None, max_length=20)
    observation: str = ""
    institution_reference: str = Field(default="", max_length=60)
    receipt_seen_at: datetime | None = None
    """When the person said that the printed receipt came out."""
    entered_by: str = Field(default="", max_length=32)
    """The member of staff with whom it was filed; nobody where the person filed it alone."""
    confirmed_how: str = Field(default="", max_length=20)
    """How the person confirmed what staff had typed (domain.filing.attestation.Confirmation)."""
    identity_seen_at: datetime | None = None
    """When somebody first vouched for the applicant's very number (AttestationRow says who)."""
    handed_over_at: datetime | None = Field(default=None, index=True)
    """When all that it holds was last handed to the institute; what came later clears it."""


class CasePerson(SQLModel, table=True):
    """Somebody else in a case: who leaves, or the new head."""

    __tablename__ = "case_person"

    case_id: str = Field(primary_key=True, foreign_key="case_file.id", max_length=32)
    position: int = Field(primary_key=True)
    role: str = Field(max_length=20)
    key: str = Field(max_length=20)
    given_names: str = Field(max_length=200)
    surnames: str = Field(max_length=200)
    identity_kind: str | None = Field(default=None, max_length=20)
    identity_number: str | None = Field(default=None, index=True, max_length=20)
    birth_date: date | None = None
    kinship: str = Field(default="", max_length=60)
    capacity: str = Field(default="", max_length=20)


class CaseWord(SQLModel, table=True):
    """A word, or pair of words, of the names in a case, folded for search (services.cases.search)."""

    __tablename__ = "case_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: str = Field(primary_key=True, max_length=120)
    submitted_at: datetime = Field(primary_key=True)
    case_id: str = Field(primary_key=True, max_length=32)


class Numbering(SQLModel, table=True):
    """The last number given by a kiosk in a series: advanced in the transaction that submits, so there are no gaps."""

    __tablename__ = "numbering"

    kiosk: str = Field(primary_key=True, max_length=4)
    series: str = Field(primary_key=True, max_length=1)
    year: int
    last: int
