"""What is seen on one page, whatever the document: how legible it is, the form's marks, and which way up it belongs."""

from dataclasses import dataclass, replace

from PIL import Image

from kiosk.domain.documents.document import PageFacts, Paper
from kiosk.inspection.legibility.marks import Mark, marks_on
from kiosk.inspection.legibility.measures import measure


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page that was looked at: its facts, as turned to stand upright, and its marks."""

    facts: PageFacts
    marks: tuple[Mark, ...]


def seen(page: Image.Image, native: tuple[int, int], paper: Paper) -> MeasuredPage:
    """Look at a page in colours or grey, perhaps reduced, that has `native` pixels, width × height, and shows a `paper`."""
    marks = marks_on(page.convert("L"))
    facts = measure(page, native, paper)
    turned = marks[0].turned if marks else facts.turned
    width, height = native if turned % 180 == 0 else native[::-1]
    return MeasuredPage(replace(facts, width=width, height=height, turned=turned), tuple(marks))
