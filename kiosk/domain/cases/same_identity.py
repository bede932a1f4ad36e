"""That another case bears an identity of this one: told to staff and to the institute, and to nobody at the public screen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.filing.case_number import CaseNumber


class SameDecision(StrEnum):
    """What a member of staff decided about it, having asked or looked."""

    SAME_PERSON = "same_person"
    """It is the same person, and both may stand."""
    MISTAKE = "mistake"
    """One of the two is wrong; their words say which, and how it is mended."""


@dataclass(frozen=True, slots=True)
class DecidedSame:
    """Who decided what, when (local time), and for a mistake in which words."""

    decision: SameDecision
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class SameIdentity:
    """Another case with the identity of `name`; the time is local."""

    number: CaseNumber
    name: str
    """As it stands there."""
    submitted_at: datetime
    is_open: bool
    """Whether that case is still under way."""
    other_name: bool
    """Whether the same number stands there beside another name."""
    decided: DecidedSame | None = None
    """What was decided; nothing while it waits for somebody to."""
