"""Cases on their way to the institute: what waits, what was written for it, and who took it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.same_identity import SameIdentity
from kiosk.domain.filing.case_number import CaseNumber


class HandoverHow(StrEnum):
    """How the institute's person took the dossiers."""

    STICK = "stick"
    MAIL = "mail"
    PAPER = "paper"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that waits to be handed over; times are local, `written_at` that of a dossier that is still true.

    Of what the institute has already (`is_there`), what came since waits. It `tells_withdrawal` where the institute does not know
    yet that it, or the consent, was taken back.
    """

    number: CaseNumber
    submitted_at: datetime
    documents: int
    written_at: datetime | None = None
    tells_withdrawal: bool = False
    is_there: bool = False
    lacking: tuple[Lacking, ...] = ()
    same_identity: tuple[SameIdentity, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """The cases that wait, oldest first: the first of them, and how many they are in all."""

    cases: tuple[WaitingCase, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Written:
    """A dossier on the disk: a folder, or one sealed file. `sha256` is of that file, or of the folder's list of sums."""

    number: CaseNumber
    path: Path
    sha256: str
    sealed: bool
    already: bool = False
    """Whether it stood there before, whole and with nothing changed since."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export: `failed` are pairs of number and why."""

    written: tuple[Written, ...]
    failed: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was recorded of a handover; times are local. `copies_until` is when the kiosk's copies may go.

    The `changed` ones went on after their dossier was written: what came since waits to be handed over.
    """

    numbers: tuple[CaseNumber, ...]
    at: datetime
    taken_by: str
    how: HandoverHow
    actor: str
    copies_until: datetime
    changed: tuple[CaseNumber, ...] = ()
    incomplete: int = 0
    """How many of them lack something: they are tasks still."""
