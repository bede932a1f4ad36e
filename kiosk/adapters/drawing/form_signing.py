"""Draws the boxes of the application form in which people sign or put their thumb, and where whoever read it aloud is named."""

from collections.abc import Sequence
from functools import partial

from kiosk.adapters.drawing.form_parts import BODY, STRONG, WRITTEN, heading, pair
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.domain.papers.form import FormContent, FormField, FormSigner
from kiosk.locale import _

_THUMB = (24 * MM, 26 * MM)
"""Room for a rolled print, width × height: a thumb is 20 mm wide, and its print 25 mm long."""
_GAP = 3 * MM
"""Between two boxes."""
_PAD = 5.0
_WHOLE_PAGE = 842.0
"""More points than a page leaves: what is never torn."""
_ABREAST = 3


def place_signing(sheet: Sheet, content: FormContent) -> None:
    """Place a box for each who signs, two or three on a line, and where who read it aloud is named."""
    signers = [(content.applicant_signs, _("Quien pide"))]
    signers += [(each, _("Otra persona adulta")) for each in content.others_sign]
    abreast = min(len(signers), _ABREAST)
    width = (sheet.inner - _GAP * (abreast - 1)) / abreast
    rows = [signers[start : start + abreast] for start in range(0, len(signers), abreast)]

    sign = _("Firme, o ponga su huella con tinta: basta una de las dos.")

    def place(row: int) -> None:
        if not row:
            heading(sheet, _("Firma o huella"), " ".join(filter(None, (sign, content.signing_hint))))
        elif sheet.y <= sheet.margin + sheet.head:  # a box on a sheet of its own says for what it is
            heading(sheet, _("Firma o huella"), _("Antes de firmar lea la hoja 1. {sign}").format(sign=sign))
        _boxes(sheet, rows[row], width)
        if row == len(rows) - 1:  # never a sheet for these two lines alone
            _reader(sheet)

    for row in range(len(rows)):
        sheet.together(partial(place, row), most=_WHOLE_PAGE)


def _boxes(sheet: Sheet, row: Sequence[tuple[FormSigner, str]], width: float) -> None:
    """Place boxes of a width side by side, their lines to sign on at one height."""
    top, inside, lowest = sheet.y, width - 2 * _PAD, 0.0
    lefts = [place * (width + _GAP) for place in range(len(row))]
    for left, (signer, part) in zip(lefts, row, strict=True):
        sheet.y = top + 2
        sheet.words(signer.name or part, STRONG, left=left + _PAD, width=inside)
        if signer.name:
            sheet.words(signer.identity or _("Cédula:"), BODY, left=left + _PAD, width=inside)
        lowest = max(lowest, sheet.y + 2)
    for left in lefts:
        sheet.y = lowest
        _hand(sheet, left, width)
    sheet.need(_PAD)
    for left in lefts:
        sheet.rectangle(left, top, width, sheet.y + _PAD - top, line=1)
    sheet.y += _PAD + _GAP


def _hand(sheet: Sheet, left: float, width: float) -> None:
    """Place the line for a signature, and beside it the frame for a thumb."""
    sheet.need(_THUMB[1])
    top, frame = sheet.y, left + width - _THUMB[0] - _PAD
    sheet.rectangle(frame, top, *_THUMB)
    sheet.words(_("Huella"), BODY, left=frame, width=_THUMB[0], align="centre")
    line = top + _THUMB[1] - BODY.leading
    sheet.rectangle(left + _PAD, line, frame - left - 2 * _PAD, 0)
    sheet.y = line
    sheet.words(_("Firma"), BODY, left=left + _PAD, width=frame - left - 2 * _PAD, align="centre")
    sheet.y = top + _THUMB[1]


def _reader(sheet: Sheet) -> None:
    """Place the lines for whoever read it to somebody who put a thumb on it."""
    hint = _("Quién leyó la solicitud en voz alta, si alguien puso su huella:")
    sheet.need(BODY.leading + WRITTEN)
    sheet.words(hint, BODY)
    pair(sheet, (FormField(_("Apellidos y nombres"), wide=True), FormField(_("Cédula"))))
