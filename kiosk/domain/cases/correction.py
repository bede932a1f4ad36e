"""A document that is asked for again on a case that was filed: which, why, and the code with which it comes back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import Slot


class Wanted(StrEnum):
    """Why it is asked for."""

    MISSING = "missing"
    BAD = "bad"
    """It is there, and does not serve."""


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """What is asked for; the times are local. It is open until it came (`met_at`) or was no longer needed (`dropped_at`)."""

    id: str
    number: CaseNumber
    slot: Slot
    wanted: Wanted
    explanation: str
    code: str
    asked_at: datetime
    asked_by: str
    met_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return self.met_at is None and self.dropped_at is None
