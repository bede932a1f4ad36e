"""A harmless PDF without what tells of its maker and without its catalogue: its pages are kept as they are, bit by bit."""

import io

import pikepdf

from kiosk.inspection.pdf.allowed import Allowed
from kiosk.inspection.pdf.arranging import written
from kiosk.inspection.pdf.hostile import does_more_than_show
from kiosk.inspection.report import Refusal

_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")


def cleaned(content: bytes) -> tuple[bytes, bool] | None:
    """Return a PDF that holds nothing but what its pages are drawn with, and whether something was taken out of that.

    None where it has to be rebuilt from what its pages look like.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return None if does_more_than_show(document) else _cleaned(document)
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
        IndexError,
        Refusal,
    ):  # what pdfium shows all the same
        return None


def _cleaned(document: pikepdf.Pdf) -> tuple[bytes, bool]:
    clean, allowed = pikepdf.new(), Allowed()
    for page in document.pages:
        for key in _INHERITED:
            value = _inherited(page.obj, key)
            if value is not None:
                page.obj[key] = value
        clean.pages.append(page)
    for page in clean.pages:
        allowed.page(page.obj)
    return written(clean), allowed.changed


def _inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _depth in range(50):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        node = parent
    return None
