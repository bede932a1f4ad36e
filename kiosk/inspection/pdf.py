"""Looks at a PDF: opens, has no password, has few pages, and its first page can be drawn."""

import contextlib
import math

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT, PICTURE_HEIGHT, PICTURE_WIDTH
from kiosk.inspection.picture import small_picture
from kiosk.inspection.report import Report

_LARGEST_POINTS = 1_000_000


def look_at_pdf(content: bytes, report: Report) -> Report:
    """Fill in the report on a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as refusal:
        return report.refuse(Code.PDF_LOCKED if refusal.err_code == FPDF_ERR_PASSWORD else Code.PDF_DAMAGED)
    with contextlib.closing(document):
        report.pages = len(document)
        if report.pages > PAGES_LIMIT:
            return report.refuse(Code.TOO_MANY_PAGES, report.pages)
        try:
            return _look_at_first_page(document[0], report)
        except pypdfium2.PdfiumError:
            return report.refuse(Code.PAGE_DAMAGED)


def _look_at_first_page(page: pypdfium2.PdfPage, report: Report) -> Report:
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height) and 1 <= width <= _LARGEST_POINTS and 1 <= height <= _LARGEST_POINTS):
        return report.refuse(Code.PAGE_DAMAGED)
    report.width, report.height = round(width), round(height)
    scale = 2 * min(PICTURE_WIDTH / width, PICTURE_HEIGHT / height)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    report.picture = small_picture(bitmap.to_pil())
    return report
