"""A filing under way. Its id stays the filing's id for good: the case, documents and acceptances bear the same one."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class DraftRow(SQLModel, table=True):
    """A draft; `answers` is the JSON of domain.filing.answers.Answers."""

    __tablename__ = "draft"

    id: str = Field(primary_key=True, max_length=32)
    code: str = Field(unique=True, max_length=8)
    answers: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime = Field(index=True)
    writer: str = Field(default="", max_length=60)
    """The claim of the visit that writes it (storage.claims): void when that or its process ends, however it ends."""
    writer_name: str = Field(default="", max_length=32)
    """Who sits there, told to others who would open it."""


class AcceptanceRow(SQLModel, table=True):
    """That the notice or the consent was accepted for a filing."""

    __tablename__ = "acceptance"

    filing: str = Field(primary_key=True, max_length=32)
    kind: str = Field(primary_key=True, max_length=20)
    version: str = Field(max_length=40)
    sha256: str = Field(max_length=64)
    given_at: datetime
    how: str = Field(max_length=20)
    read_by: str = Field(default="", max_length=200)
