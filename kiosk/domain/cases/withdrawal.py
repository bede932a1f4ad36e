"""What a person takes back, as easily as they gave it, and without a reason (LOPDP art. 8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.filing.case_number import CaseNumber


class TakenBack(StrEnum):
    """What is taken back."""

    CONSENT = "consent"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class WithdrawalProof:
    """That it was taken back; `at` is local. Asked twice it is still the same one."""

    id: str
    number: CaseNumber
    what: TakenBack
    at: datetime
    until: datetime
    """Until when it can be undone at the desk."""
    undone_at: datetime | None = None
