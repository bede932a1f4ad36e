"""The child's rules: what a document must be to be taken. Type by content, never by name."""

from kiosk.domain.documents.document import MediaType, Paper
from kiosk.inspection.child.kinds import foreign_kind
from kiosk.inspection.codes import Code
from kiosk.inspection.pdf.whole import look_at_pdf
from kiosk.inspection.pictures import png
from kiosk.inspection.pictures.photo import look_at_jpeg, look_at_picture
from kiosk.inspection.report import Refusal, Report


def look(content: bytes, document_bytes: int, paper: Paper) -> Report:
    """Look at a file of any kind that shows a `paper`, and make of it what is kept, of at most `document_bytes`."""
    report = Report(MediaType.of(content))
    try:
        _look(content, document_bytes, paper, report)
    except Refusal as refusal:
        amount = len(content) if refusal.code is Code.TOO_LARGE else refusal.amount
        return Report(MediaType.of(content), report.pages, report.width, report.height).refuse(refusal.code, amount)
    return report


def _look(content: bytes, document_bytes: int, paper: Paper, report: Report) -> None:
    if not content:
        raise Refusal(Code.EMPTY)
    if report.media_type is MediaType.JPEG:
        look_at_jpeg(content, document_bytes, paper, report)
    elif report.media_type is MediaType.PDF:
        look_at_pdf(content, document_bytes, paper, report)
    elif png.is_png(content):
        report.media_type = MediaType.JPEG
        look_at_picture(png.picture_of(content), document_bytes, paper, report)
    else:
        raise Refusal(foreign_kind(content))
