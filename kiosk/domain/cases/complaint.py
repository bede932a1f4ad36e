"""A complaint or suggestion, in the words of whoever left it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One in a list; times are local. `beginning` is its first words."""

    id: str
    at: datetime
    beginning: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class WholeComplaint:
    """One to be read. `actor` wrote it down for somebody else where it is a name of staff's; times are local."""

    id: str
    at: datetime
    channel: str
    actor: str
    text: str
    reply_to: str
    settled_at: datetime | None
    settled_by: str
    settled_note: str
