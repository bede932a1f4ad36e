"""What is seen on one page, whatever the document: how legible it is, the form's marks, and which way up it belongs."""

from dataclasses import dataclass, replace

from PIL import Image

from kiosk.domain.document import PageFacts, Paper
from kiosk.inspection.marks import Mark, marks_on

_MILLIMETRES_AN_INCH = 25.4
WORKING_SIDE = 1700
"""Longest side in pixels that a page needs to be measured."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was looked at: its facts, as turned to stand upright, and its marks."""

    facts: PageFacts
    marks: tuple[Mark, ...]


def seen(page: Image.Image, native: tuple[int, int], paper: Paper) -> Seen:
    """Look at a page in grey, perhaps reduced, that has `native` pixels, width × height, and shows a `paper`."""
    marks = marks_on(page)
    facts = measure(page, native, paper)
    turned = marks[0].turned if marks else facts.turned
    width, height = native if turned % 180 == 0 else native[::-1]
    return Seen(replace(facts, width=width, height=height, turned=turned), tuple(marks))


def measure(page: Image.Image, native: tuple[int, int], paper: Paper) -> PageFacts:  # noqa: ARG001 - as the real one is asked
    """Stand in for the measures of legibility until they are here."""
    return PageFacts(*native, round(max(native) / paper.millimetres[0] * _MILLIMETRES_AN_INCH))
