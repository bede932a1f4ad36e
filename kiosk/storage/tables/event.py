"""What happened, for those who answer for it, and the few facts that the kiosk keeps about itself."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Event(SQLModel, table=True):
    """One thing that happened: a constant name, the filing, who did it; never a name, number, address or code of a citizen.

    Rows are added, never changed; only the oldest ones are ever removed, when their time is over (services.journal.audit).
    """

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    name: str = Field(max_length=60)
    filing: str | None = Field(default=None, index=True, max_length=32)
    actor: str = Field(default="citizen", max_length=60)
    detail: str = ""
    why: str = Field(default="", max_length=40)
    """For what a case was looked at; a code of services.desk.access."""
    sha256: str = Field(max_length=64)
    """Of this event and of the one before it (domain.machine.chain)."""


class ChainEnd(SQLModel, table=True):
    """Where the chain of events ends, kept apart from it: an end that was cut off is noticed. One row."""

    __tablename__ = "chain_end"

    id: int | None = Field(default=None, primary_key=True)
    last: int
    """The id of the newest event, from which the next one's follows."""
    sha256: str = Field(max_length=64)
    """The newest event's."""
    purged: int
    """The id of the newest event that was removed because its time was over; 0 where none was."""
    purged_sha256: str = Field(max_length=64)
    """That one's: what is left of the chain begins after it."""
    purged_at: datetime | None = None
    """When the newest of the removed ones happened."""


class Fact(SQLModel, table=True):
    """A fact about the kiosk itself, by name (when the clock was last synchronised, say)."""

    __tablename__ = "fact"

    name: str = Field(primary_key=True, max_length=60)
    value: str
