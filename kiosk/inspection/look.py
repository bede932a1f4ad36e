"""The child's rules: what a document must be to be taken. Type by content, never by name."""

from kiosk.domain.document import MediaType, Paper
from kiosk.inspection import pdf
from kiosk.inspection.codes import Code
from kiosk.inspection.jpeg import Jpeg
from kiosk.inspection.kinds import foreign_kind
from kiosk.inspection.limits import PICTURE_HEIGHT, PICTURE_WIDTH
from kiosk.inspection.picture import small_picture
from kiosk.inspection.report import Refusal, Report


def look(content: bytes, document_bytes: int, paper: Paper) -> Report:  # noqa: ARG001 - measured from the next version of the rules on
    """Look at a file of any kind that shows a `paper`; `document_bytes` is the largest that is taken."""
    report = Report(MediaType.of(content))
    try:
        _look(content, document_bytes, report)
    except Refusal as refusal:
        report.refuse(refusal.code, refusal.amount)
        report.content, report.media_type = b"", MediaType.of(content)
    return report


def _look(content: bytes, document_bytes: int, report: Report) -> None:
    if not content:
        raise Refusal(Code.EMPTY)
    if report.media_type is None:
        raise Refusal(foreign_kind(content))
    if len(content) > document_bytes:
        raise Refusal(Code.TOO_LARGE, len(content))
    if report.media_type is MediaType.JPEG:
        _look_at_photo(content, report)
    else:
        _look_at_pdf(content, report)


def _look_at_photo(content: bytes, report: Report) -> None:
    photo = Jpeg(content)
    report.pages, (report.width, report.height) = 1, photo.size
    report.picture = small_picture(photo.decoded((2 * PICTURE_WIDTH, 2 * PICTURE_HEIGHT)))
    report.content = photo.stripped()


def _look_at_pdf(content: bytes, report: Report) -> None:
    with pdf.opened(content) as document:
        report.pages = len(document)
        width, height = pdf.size_of(document, 0)
        report.width, report.height = round(width), round(height)
        scale = 2 * min(PICTURE_WIDTH / width, PICTURE_HEIGHT / height)
        report.picture = small_picture(pdf.drawn(document, 0, scale))
    report.content = content
