"""What happened, for those who answer for it, and the few facts that the kiosk keeps about itself."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Event(SQLModel, table=True):
    """One thing that happened: a constant name, the filing, who did it; never a name, number, address or code of a citizen."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    name: str = Field(max_length=60)
    filing: str | None = Field(default=None, index=True, max_length=32)
    actor: str = Field(default="citizen", max_length=60)
    detail: str = ""
    why: str = Field(default="", max_length=40)
    """For what a case was looked at; a code of services.looking."""


class Fact(SQLModel, table=True):
    """A fact about the kiosk itself, by name (when the clock was last synchronised, say)."""

    __tablename__ = "fact"

    name: str = Field(primary_key=True, max_length=60)
    value: str
