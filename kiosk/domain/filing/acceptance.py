"""What a person accepted: the notice before data are typed, the consent before they are sent (LOPDP arts. 8 and 12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AcceptanceKind(StrEnum):
    """Which text was accepted."""

    NOTICE = "notice"
    CONSENT = "consent"


class GivenHow(StrEnum):
    """How the text reached the person."""

    READ = "read"
    READ_ALOUD = "read_aloud"
    PAPER = "paper"
    """Signed or thumb-printed on the slip that staff printed, and scanned (services.filing.confirmations)."""
    AWAITED = "awaited"
    """On a slip that staff printed, of which no scan is there yet: nothing is given before."""


@dataclass(frozen=True, slots=True)
class LegalText:
    """A text as it is shown, its placeholders filled: `sha256` is of `body` in UTF-8."""

    kind: AcceptanceKind
    version: str
    body: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a text was accepted: which, when, how, and by whom it was read aloud."""

    kind: AcceptanceKind
    version: str
    sha256: str
    given_at: datetime
    how: GivenHow = GivenHow.READ
    read_by: str = ""
