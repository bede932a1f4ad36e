"""The public half of a kiosk's receipt key, as one line of text: what a post needs to check receipts with no network.

`KIOSKKEY1 0417 1A2B3C4 <52 characters> 2026-11-23T15:41:00Z -`: kind, kiosk, fingerprint, key, since, until. Capitals, digits and
signs of a QR's smallest mode only.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.domain import base32
from kiosk.domain.papers.receipt_code import FINGERPRINT_BYTES

KIND = "KIOSKKEY1"
KEY_BYTES = 32
_OPEN = "-"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_LINE = re.compile(r"KIOSKKEY1 ([0-9A-Z]{4}) ([0-9A-Z]{7}) ([0-9A-Z]{52}) (\d{4}-[0-9:T-]{14}Z) (-|\d{4}-[0-9:T-]{14}Z)", re.ASCII)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key of a kiosk, in use from `since`; nothing issued after `until` is signed with it. Aware UTC, whole seconds."""

    kiosk: str
    key: bytes
    since: datetime
    until: datetime | None = None

    @property
    def fingerprint(self) -> bytes:
        """The first 4 bytes of the key's SHA-256."""
        return hashlib.sha256(self.key).digest()[:FINGERPRINT_BYTES]

    @property
    def name(self) -> str:
        """The fingerprint in 7 characters, to compare on the telephone."""
        return base32.encode(self.fingerprint)

    @property
    def file_name(self) -> str:
        """The name of its file beside the kiosk's own key."""
        return f"receipt-{self.kiosk}-{self.name}.pub"

    @property
    def line(self) -> str:
        """The line of its file."""
        until = f"{self.until:{_TIME}}" if self.until else _OPEN
        return f"{KIND} {self.kiosk} {self.name} {base32.encode(self.key)} {self.since:{_TIME}} {until}"


def parse_public_key(line: str) -> PublicKey:
    """Return the key of a line; raises ValueError when it is none, or was changed on the way."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError("no key")
    kiosk, name, key, since, until = found.groups()
    read = PublicKey(kiosk, base32.decode(key), _time(since), None if until == _OPEN else _time(until))
    if read.name != name:
        raise ValueError("changed")
    return read


def _time(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
