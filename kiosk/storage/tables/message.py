"""What is sent and what was tried: the outbox, e-mail codes, and the count of wrong tries."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Message(SQLModel, table=True):
    """A mail or print that waits or went; it holds kind and reference only, the text is rendered when it is sent."""

    __tablename__ = "message"

    id: str = Field(primary_key=True, max_length=32)
    kind: str = Field(max_length=20)
    reference: str = Field(index=True, max_length=60)
    """The verification's id for a code, the procedure's for a blank form, else the filing's."""
    copy_number: int = 1
    state: str = Field(index=True, max_length=20)
    tries: int = 0
    created_at: datetime
    next_try_at: datetime | None = Field(index=True)
    """When it may next be tried; None once it is settled."""
    settled_at: datetime | None = None
    cause: str = ""
    trouble: str = Field(default="", max_length=20)
    media: str = Field(default="", max_length=10)
    """The paper to print on; empty is the usual one of its kind."""
    job: str = Field(default="", index=True, max_length=120)
    """What the printing system calls it, once it was handed over."""
    owner: str = Field(default="", max_length=60)
    """The claim of the visit in which a print was asked for (storage.claims): nobody waits for it any more when that has ended."""
    clock_trusted: bool = True
    """Whether the clock was trusted when it was written."""


class Verification(SQLModel, table=True):
    """A code sent to an address: only the counter from which it is derived is kept, never the code."""

    __tablename__ = "verification"

    id: str = Field(primary_key=True, max_length=32)
    filing: str = Field(index=True, max_length=32)
    email: str = Field(index=True, max_length=254)
    counter: int
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class Try(SQLModel, table=True):
    """One wrong try; `subject` is a keyed digest of what was tried (draft, address, identity, resume code)."""

    __tablename__ = "wrong_try"

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True, max_length=64)
    at: datetime
