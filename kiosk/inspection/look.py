"""The child's rules: what a document must be to be taken. Type by content, never by name."""

from kiosk.domain.document import MediaType
from kiosk.inspection.codes import Code
from kiosk.inspection.jpeg import look_at_jpeg
from kiosk.inspection.kinds import foreign_kind
from kiosk.inspection.pdf import look_at_pdf
from kiosk.inspection.report import Report


def look(content: bytes, document_bytes: int) -> Report:
    """Look at a file of any kind; `document_bytes` is the largest that is taken."""
    report = Report(MediaType.of(content))
    if not content:
        return report.refuse(Code.EMPTY)
    if report.media_type is None:
        return report.refuse(foreign_kind(content))
    if len(content) > document_bytes:
        return report.refuse(Code.TOO_LARGE, len(content))
    if report.media_type is MediaType.JPEG:
        return look_at_jpeg(content, report)
    return look_at_pdf(content, report)
