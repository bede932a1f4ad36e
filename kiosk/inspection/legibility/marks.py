"""Finds the QR marks of the application form on a page, at any angle, and tells by them how the page lies."""

from dataclasses import dataclass

import numpy as np
import zxingcpp
from PIL import Image

from kiosk.domain.papers.form_mark import parse_form_mark

_SIDES = (1400, 2400)
"""Longest side in pixels at which marks are looked for: a third of a photo takes 1 ms; twice that, if nothing was found, 6."""
_MOST = 4
_QR = zxingcpp.barcode_formats_from_str("QRCode")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the form: its text, and by how many degrees clockwise its page must be turned to stand upright."""

    text: str
    turned: int


def marks_on(page: Image.Image) -> list[Mark]:
    """Return the form's marks on a page in grey, at most 4."""
    for shrink in dict.fromkeys(-(-max(page.size) // side) for side in _SIDES):
        found = _read(page.reduce(shrink) if shrink > 1 else page)
        if found:
            return found[:_MOST]
    return []


def _read(page: Image.Image) -> list[Mark]:
    codes = zxingcpp.read_barcodes(np.asarray(page), formats=_QR, try_downscale=False, try_invert=False)
    return [Mark(each.text, -round(each.orientation / 90) % 4 * 90) for each in codes if parse_form_mark(each.text)]
