"""What stands in a case's dossier for the institute, decided before it is drawn, so that the words can be tested without a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DossierDocument:
    """A document: `file` is its name among the originals, `verdict` in words, `pages` how many of it follow the cover."""

    caption: str
    file: str
    sha256: str
    verdict: str
    pages: int


@dataclass(frozen=True, slots=True)
class DossierSection:
    """A title with what stands beside it; the `small` lines below are for who checks."""

    title: str
    lines: tuple[str, ...]
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierContent:
    """The cover's words in their order. Nothing is masked: it is for the institute."""

    institution: str
    dispensary: str
    place: str
    number: str
    groups: tuple[str, ...]
    state: str
    lacking: tuple[str, ...]
    """What the case lacks, a sentence each: the institute must see that first."""
    written: str
    """When, and by whom."""
    qr: str
    """The receipt's signed code."""
    sections: tuple[DossierSection, ...]
    documents: tuple[DossierDocument, ...]
    earlier: tuple[DossierDocument, ...]
    """Older versions, which are among the originals only."""
    first: int = 1
    """Number of the first document of this part, where a case is so large that it takes several."""
    last: int = 0
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where on a sheet of A4 a page of a document is placed: points from the bottom left corner."""

    left: float
    bottom: float
    right: float
    top: float


DOCUMENT_LEAF = Leaf(28, 28, 567, 772)
"""Below the caption slip, which takes the sheet's top."""
