"""What is known of a document that was looked at: only plain values, because they come from a child process."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LARGEST_BYTES = 2_000_000
"""The institution takes 2 MB at most (decimal megabytes, to be on the safe side)."""

SNIFFED_BYTES = 1024
"""How far into a file a PDF may begin: readers accept it within the first 1024 bytes (ISO 32000-1, implementation note 13)."""


class MediaType(StrEnum):
    """What the institution takes."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"

    @staticmethod
    def of(start: bytes) -> "MediaType | None":
        """Tell by a file's first bytes (1024 are enough) which of the two it claims to be; never by its name."""
        if start.startswith(b"\xff\xd8\xff"):
            return MediaType.JPEG
        return MediaType.PDF if b"%PDF-" in start[:SNIFFED_BYTES] else None


class Verdict(StrEnum):
    """Whether a document will do: the first two may be attached."""

    FINE = "fine"
    DOUBTFUL = "doubtful"
    UNREADABLE = "unreadable"
    REFUSED = "refused"

    @property
    def may_be_attached(self) -> bool:
        """Whether a document of this verdict may be attached."""
        return self in {Verdict.FINE, Verdict.DOUBTFUL}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, `code` constant and `message` in the words that mend it."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture: `rgb` holds `width` × `height` pixels of three bytes, row by row from the top left."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the inspection found: `width` and `height` are pixels of a picture or PDF points of the first page."""

    verdict: Verdict
    media_type: MediaType | None
    pages: int
    byte_count: int
    width: int = 0
    height: int = 0
    findings: tuple[Finding, ...] = ()
    picture: Picture | None = None
    rules_version: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that stands in a slot."""

    id: str
    slot: str
    media_type: MediaType
    byte_count: int
    sha256: str
    pages: int
    verdict: Verdict
    attached_at: datetime
    findings: tuple[Finding, ...] = ()
    width: int = 0
    height: int = 0
