"""Looks at a photo: kept as it was coded where it fits the limit, else coded once more, upright."""

from PIL import Image

from kiosk.domain.documents.document import Paper
from kiosk.inspection.legibility.measured import seen
from kiosk.inspection.legibility.measures import WORKING_LONG_SIDE
from kiosk.inspection.pictures.jpeg import Jpeg
from kiosk.inspection.pictures.reducing import least_side, reduced
from kiosk.inspection.pictures.small import small_picture
from kiosk.inspection.report import Report


def look_at_jpeg(content: bytes, document_bytes: int, paper: Paper, report: Report) -> None:
    """Fill in the report on a JPEG; raises Refusal."""
    photo = Jpeg(content)
    report.pages, (report.width, report.height) = 1, photo.size
    report.content = photo.stripped()
    if len(report.content) > document_bytes:
        look_at_picture(photo.decoded(photo.size), document_bytes, paper, report)
        return
    shrink = max(1.0, max(photo.size) / WORKING_LONG_SIDE)
    image = photo.decoded((int(photo.size[0] / shrink), int(photo.size[1] / shrink)))
    _see(image, photo.size, paper, report)


def look_at_picture(image: Image.Image, document_bytes: int, paper: Paper, report: Report) -> None:
    """Fill in the report on a picture in grey or RGB that has to be coded as a JPEG; raises Refusal."""
    report.pages = 1
    report.content, image = reduced(image, document_bytes, least_side(paper))
    native = image.size
    shrink = max(native) // WORKING_LONG_SIDE
    _see(image.reduce(shrink) if shrink > 1 else image, native, paper, report)


def _see(image: Image.Image, native: tuple[int, int], paper: Paper, report: Report) -> None:
    found = seen(image, native, paper)
    turned = found.facts.turned
    report.facts, report.marks = [found.facts], [(0, each.text) for each in found.marks]
    report.width, report.height = found.facts.width, found.facts.height
    report.picture = small_picture(image, turned)
    if turned:
        report.content = Jpeg(report.content).turned(turned).stripped()
