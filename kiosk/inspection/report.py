"""What the child has seen of a file: codes and numbers only, the words are the application's."""

from dataclasses import dataclass, field

from kiosk.domain.document import MediaType, Picture
from kiosk.inspection.codes import Code


@dataclass(slots=True)
class Report:
    """What was seen so far: pages, pixels (points of a PDF's first page), a small picture, and what is the matter with it."""

    media_type: MediaType | None = None
    pages: int = 0
    width: int = 0
    height: int = 0
    picture: Picture | None = None
    findings: list[tuple[Code, int]] = field(default_factory=list)

    def refuse(self, code: Code, amount: int = 0) -> "Report":
        """Add what is the matter, with the number that its sentence tells."""
        self.findings.append((code, amount))
        return self
