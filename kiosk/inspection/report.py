"""What the child has seen of a file: codes and numbers only, the words are the application's."""

from dataclasses import dataclass, field

from kiosk.domain.documents.document import MediaType, PageFacts, Picture
from kiosk.inspection.codes import Code


class Refusal(Exception):
    """The file will not do: `code` says why, `amount` is the number that its sentence tells."""

    def __init__(self, code: Code, amount: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.amount = amount


@dataclass(slots=True)
class Report:
    """What was seen so far: pages, pixels (points of a PDF's first page), a small picture, and what is the matter with it.

    `content` is the document to keep; it and its `media_type` are those that were brought until something was mended.
    """

    media_type: MediaType | None = None
    pages: int = 0
    width: int = 0
    height: int = 0
    picture: Picture | None = None
    findings: list[tuple[Code, int]] = field(default_factory=list)
    content: bytes = b""
    facts: list[PageFacts] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, code: Code, amount: int = 0) -> "Report":
        """Add what is the matter, with the number that its sentence tells."""
        self.findings.append((code, amount))
        return self
