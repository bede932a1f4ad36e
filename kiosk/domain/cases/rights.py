"""A person's rights over their data: to see what is held, to have it mended, and to have removed what the law lets go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.papers.paper import Section

ANSWERED_WITHIN = timedelta(days=15)
"""LOPDP: free, and within so long."""


class Right(StrEnum):
    """Which right is used."""

    ACCESS = "access"
    CORRECTION = "correction"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is held about an identity number, in the words in which it is shown and printed."""

    identity: str
    cases: tuple[str, ...]
    """The numbers of the cases that the person filed."""
    drafts: int
    sections: tuple[Section, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held."""
        return not self.sections


@dataclass(frozen=True, slots=True)
class AskedRight:
    """That a right was used; the times are local."""

    id: str
    right: Right
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
