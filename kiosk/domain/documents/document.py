"""What is known of a document that was looked at: only plain values, because they come from a child process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LARGEST_BYTES = 2_000_000
"""The institution takes 2 MB at most (decimal megabytes, to be on the safe side)."""

SNIFFED_BYTES = 1024
"""How far into a file a PDF may begin: readers accept it within the first 1024 bytes (ISO 32000-1, implementation note 13)."""


class Paper(StrEnum):
    """What kind of paper a document shows: its size is what dots per inch are counted on."""

    CARD = "card"
    PAGE = "page"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Return the longer and the shorter side: ID-1 of ISO/IEC 7810, A4 of ISO 216."""
        return {Paper.CARD: (85.6, 53.98), Paper.PAGE: (297.0, 210.0)}[self]


class Origin(StrEnum):
    """How a document came: what mends it is done at the scanner, or with the telephone that took its picture."""

    SCAN = "scan"
    """From a scanner at the kiosk, or from the copier's folder."""
    FILE = "file"
    """On a stick: nearly always a telephone's photo."""


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
class IndexedPicture:
    """A picture of few colours: `palette` holds three bytes a colour, `indices` a byte for each of `width` × `height` pixels."""

    width: int
    height: int
    palette: bytes = field(repr=False)
    indices: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A picture for reading its letters: `levels` holds `width` × `height` bytes from black to white, row by row."""

    width: int
    height: int
    levels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page as fractions (0 to 1) of its width and height, from its top left corner."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was measured on one page: `width` × `height` pixels, `dpi` on the paper it shows (0 where unknown), `scores` by name.

    `turned` says by how many degrees clockwise the page was turned to stand upright (0, 90, 180, 270).
    """

    width: int
    height: int
    dpi: int = 0
    turned: int = 0
    scores: Mapping[str, float] = field(default_factory=dict)


class Reading(StrEnum):
    """Whether the identity number that was typed was read on the document; it is looked for only where it should stand."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    OTHER_PERSON = "other_person"
    """Another valid number was read instead."""
    UNAVAILABLE = "unavailable"
    """The kiosk has no program to read letters, or it failed."""
    MEANT = "meant"
    """Not found or another's, and the person said that it is the right document."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the inspection found: `width` and `height` are pixels of a picture or PDF points of the first page.

    `content` is the document to keep, cleaned and where need be reduced or rebuilt; `byte_count` is its length and
    `original_bytes` that of what was brought. Nothing is to be kept (b"") when the verdict is that it may not be attached.
    `marks` are the texts of the form's QR codes with the pages (from 0) on which they stand.
    """

    verdict: Verdict
    media_type: MediaType | None
    pages: int
    byte_count: int
    width: int = 0
    height: int = 0
    findings: tuple[Finding, ...] = ()
    picture: Picture | None = None
    rules_version: str = ""
    content: bytes = field(default=b"", repr=False)
    original_bytes: int = 0
    facts: tuple[PageFacts, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()


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
    original_bytes: int = 0
    facts: tuple[PageFacts, ...] = ()
    reading: Reading | None = None
    """None until its letters were looked at, and where no number is looked for."""
    judged_at: datetime | None = None
    """When a member of staff, `judged_by`, decided that it will do although it is doubtful."""
    judged_by: str = ""
    rules_version: str = ""
    replaced_at: datetime | None = None
    """When a better one came, which stands in its slot since."""
    has_copy: bool = True
    """No longer once the kiosk deleted its copy of what it handed over: then this is all that is known of it."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether somebody is to be asked whether it is the right document."""
        return self.reading in {Reading.NOT_FOUND, Reading.OTHER_PERSON}

    @property
    def is_undecided(self) -> bool:
        """Whether staff must decide whether it will do, and can look at it still."""
        return (self.verdict is Verdict.DOUBTFUL or self.is_in_doubt) and self.judged_at is None and self.has_copy
