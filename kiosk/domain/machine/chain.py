"""The chain of events: each bears a hash of what it says and of the one before it, so that none can be changed alone.

Whoever holds the keys can make the whole chain anew, but not the receipts that people took home: each bears a link of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kiosk.domain.errors import BadInput
from kiosk.locale import _

BEGINNING = "0" * 64
"""Stands for the hash of the event before the first."""
SAID = ("id", "at", "name", "filing", "actor", "detail", "why")
"""The columns of an event that its hash covers: all but the hash itself."""
SHORT = 16
"""Hexadecimal digits of a hash that stand on a receipt: 64 bits, which nobody finds a second event for by trying."""
_GROUP = 4


def link(previous: str, event: Mapping[Any, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of an event and of the one before it: a JSON array, so that no two events read alike."""
    said = {**event, "at": event["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(json.dumps([previous, *(said[each] for each in SAID)]).encode()).hexdigest()


def printed(sha256: str) -> str:
    """Return the beginning of a hash as it stands on paper, `3f2a 91bc 7d20 55e1`; nothing of none."""
    return " ".join(sha256[place : place + _GROUP] for place in range(0, SHORT, _GROUP)).strip()


def parse_printed(typed: str) -> str:
    """Return the hexadecimal digits that were copied from a receipt; raises BadInput."""
    digits = "".join(typed.split()).replace("-", "").lower()
    if len(digits) != SHORT or set(digits) - set("0123456789abcdef"):
        raise BadInput(_("El sello del registro son 16 letras y números, de 0 a 9 y de la a hasta la f: cópielo del comprobante."))
    return digits


class ChainFault(StrEnum):
    """What is wrong with the chain."""

    LINK = "link"
    """An event does not follow from the one before: it was changed, or one before it was removed, put in or moved."""
    END = "end"
    """The chain does not end where it was last written: events were cut off, or added past it."""
    CASE = "case"
    """A case has no event of its filing."""
    PURGE = "purge"
    """The oldest events are gone, and none tells that the purge removed them."""
    RECEIPT = "receipt"
    """What stands on a receipt is not in the chain."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One fault; the event at which it shows, where there is one, and the case's number, where it is about one."""

    fault: ChainFault
    event: int | None = None
    at: datetime | None = None
    name: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What a look through the chain found: how many events, its last hash, up to which event it was purged, and the faults."""

    events: int
    sha256: str
    purged_through: int
    broken: tuple[Broken, ...]
    purged_at: datetime | None = None
    """When the newest of those that were purged had happened."""
    removed_at: datetime | None = None
    """When they were removed last."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.broken
