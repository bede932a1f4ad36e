"""What is known of a scanner before and while it works: plain values, and its troubles in words that say what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.documents.document import Paper
from kiosk.domain.errors import KioskError

PREVIEW_DPI = 75
SCAN_DPI = 300
SHEETS_LIMIT = 20
"""As many pages as a document may have."""


class Feed(StrEnum):
    """From where a scanner takes its paper."""

    GLASS = "glass"
    FEEDER = "feeder"
    BOTH_SIDES = "both_sides"
    """The feeder, which turns each sheet over by itself."""


class ScannerFault(StrEnum):
    """What may go wrong with a scanner."""

    NONE_FOUND = "none_found"
    UNPLUGGED = "unplugged"
    BUSY = "busy"
    JAMMED = "jammed"
    NO_PAPER = "no_paper"
    COVER_OPEN = "cover_open"
    DENIED = "denied"
    NO_MEMORY = "no_memory"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOTHING_CAME = "nothing_came"
    SILENT = "silent"
    NO_PROGRAM = "no_program"
    UNKNOWN = "unknown"


class ScannerTrouble(KioskError):
    """The scanner did not give what was asked; the message says what to do."""

    def __init__(self, message: str, *, fault: ScannerFault) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ScannerDevice:
    """A scanner: `name` is SANE's own and never shown, `label` is cleaned for the screen."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the scanner `device` can do, in the words of its own options; `width` × `height` in millimetres, 0 where unknown.

    A scanner that names no source has the empty word for its glass. `resolutions` are dots per inch: two of a range, or each.
    """

    device: str
    feeds: Mapping[Feed, str] = field(default_factory=lambda: {Feed.GLASS: ""})
    grey: str = ""
    colour: str = ""
    deep: bool = False
    """Whether the bits of a sample are to be chosen."""
    resolutions: tuple[float, ...] = ()
    in_between: bool = False
    """Whether the resolutions are the ends of a range."""
    width: float = 0
    height: float = 0

    def resolution(self, wanted: float) -> float | None:
        """Return the lowest resolution that is enough, else the highest; None where there is nothing to choose."""
        if not self.resolutions:
            return None
        if self.in_between:
            return min(max(wanted, self.resolutions[0]), self.resolutions[1])
        return min((each for each in self.resolutions if each >= wanted), default=max(self.resolutions))


@dataclass(frozen=True, slots=True)
class Wish:
    """How a paper is to be scanned; `dpi` at least, where the scanner can."""

    paper: Paper = Paper.PAGE
    feed: Feed = Feed.GLASS
    colour: bool = False
    dpi: int = SCAN_DPI
