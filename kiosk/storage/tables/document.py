"""Documents in the vault: the row holds the facts and the key, the vault the sealed bytes under the row's id."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint, text

UNDECIDED = "((verdict = 'doubtful' OR reading IN ('not_found', 'other_person')) AND judged_at IS NULL AND length(key) > 0)"
"""Of what somebody must decide whether it will do, while there is a copy to be looked at; found by an index of its own, which
needs its condition word for word."""


class Document(SQLModel, table=True):
    """A document in a slot of a filing; `width` and `height` are pixels, or points of a PDF's first page."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("filing", "slot"),
        Index("ix_document_undecided", "replaced_at", "attached_at", sqlite_where=text(UNDECIDED)),
    )

    id: str = Field(primary_key=True, max_length=32)
    filing: str = Field(max_length=32)
    slot: str = Field(max_length=120)
    media_type: str = Field(max_length=40)
    byte_count: int
    sha256: str = Field(max_length=64)
    pages: int
    width: int
    height: int
    verdict: str = Field(max_length=20)
    findings: str = "[]"
    rules_version: str = Field(default="", max_length=40)
    attached_at: datetime
    replaced_at: datetime | None = None
    """When a correction brought a better one; its slot then bears a mark that no live slot has."""
    judged_at: datetime | None = None
    """When a member of staff, `judged_by`, decided that a doubtful one will do."""
    judged_by: str = Field(default="", max_length=32)
    key: bytes
    original_bytes: int = 0
    facts: str = "[]"
    """The JSON of domain.documents.document.PageFacts, one a page that was measured."""
    reading: str = Field(default="", max_length=20)
    """A domain.documents.document.Reading, or nothing while its letters were not looked at."""
    picture_width: int = 0
    picture_height: int = 0
    picture: bytes = b""
    """A small picture (RGB, deflated), so that a document is shown without being parsed again."""
