"""Members of staff: how each signs in, and with which keys. A name is never given to a second person, for events bear it."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Staff(SQLModel, table=True):
    """A member of staff; `secret` is the TOTP secret, sealed under a key derived for it."""

    __tablename__ = "staff"

    name: str = Field(primary_key=True, max_length=32)
    full_name: str = Field(default="", max_length=80)
    role: str = Field(default="clerk", max_length=20)
    """What they may (domain.desk.permits)."""
    secret: bytes
    last_step: int = -1
    """The 30-second step of the last code that was taken: a code is good once (RFC 6238, 5.2)."""
    added_at: datetime
    signed_in_at: datetime | None = None
    """When they last came in."""
    revoked_at: datetime | None = None


class RecoveryCode(SQLModel, table=True):
    """One of the ten codes that stand in for the telephone; only its keyed digest is kept."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    staff: str = Field(index=True, foreign_key="staff.name", max_length=32)
    digest: str = Field(max_length=64)
    used_at: datetime | None = None


class StaffKey(SQLModel, table=True):
    """An SSH key of somebody's, by OpenSSH's SHA256 fingerprint; `line` is its type and base64."""

    __tablename__ = "staff_key"

    fingerprint: str = Field(primary_key=True, max_length=64)
    staff: str = Field(index=True, foreign_key="staff.name", max_length=32)
    line: str
    added_at: datetime
    revoked_at: datetime | None = None
