"""Draws the boxes of the application form in which people sign or put their thumb, and where whoever read it aloud is named."""

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.adapters.lettering import Style
from kiosk.adapters.sheet import MM, Sheet
from kiosk.domain.form import FormContent, FormSigner
from kiosk.locale import _

_BODY, _STRONG = Style(11, 15), Style(11, 15, bold=True)
_WRITTEN = 10 * MM
_THUMB = (27 * MM, 33 * MM)
"""Room for a rolled print, width × height."""
_GAP = 5 * MM
"""Between two boxes."""
_PAD = 8.0
_WHOLE_PAGE = 842.0
"""More points than a page leaves: what is never torn."""


def place_signing(sheet: Sheet, content: FormContent, heading: Callable[..., None]) -> None:
    """Place a box for each who signs, two on a line (the applicant alone has all of it), and lines for whoever read it aloud."""
    signers = [(content.applicant_signs, _("Quien pide"))]
    signers += [(each, _("Otra persona adulta que sale")) for each in content.others_sign]
    width = (sheet.inner - _GAP) / 2 if len(signers) > 1 else sheet.inner
    rows = [signers[start : start + 2] for start in range(0, len(signers), 2)]

    def first() -> None:
        heading(sheet, _("Firma o huella"), _("Firme, o ponga su huella con tinta: basta una de las dos."))
        if content.signing_hint:
            sheet.words(content.signing_hint, _BODY)
            sheet.gap(4)
        _boxes(sheet, rows[0], width)

    sheet.together(first, most=_WHOLE_PAGE)
    for row in rows[1:]:
        sheet.together(partial(_boxes, sheet, row, width), most=_WHOLE_PAGE)
    sheet.together(partial(_reader, sheet, heading), most=_WHOLE_PAGE)


def _boxes(sheet: Sheet, row: Sequence[tuple[FormSigner, str]], width: float) -> None:
    """Place boxes of a width side by side, their lines to sign on at one height."""
    top, inside, lowest = sheet.y, width - 2 * _PAD, 0.0
    lefts = [place * (width + _GAP) for place in range(len(row))]
    for left, (signer, part) in zip(lefts, row, strict=True):
        sheet.y = top + _PAD / 2
        if signer.name:
            sheet.words(signer.name, _STRONG, left=left + _PAD, width=inside)
            number = (
                _("Cédula o código de extranjero: {number}").format(number=signer.identity) if signer.identity else _("Cédula:")
            )
            sheet.words(number, _BODY, left=left + _PAD, width=inside)
        else:
            sheet.words(part, _STRONG, left=left + _PAD, width=inside)
            for label in (_("Nombres"), _("Cédula")):
                _written(sheet, label, 20 * MM, left=left + _PAD, width=inside)
        lowest = max(lowest, sheet.y + 4)
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
    sheet.words(_("Huella"), _BODY, left=frame, width=_THUMB[0], align="centre")
    line = top + _THUMB[1] - _BODY.leading
    sheet.rectangle(left + _PAD, line, frame - left - 2 * _PAD, 0)
    sheet.y = line
    sheet.words(_("Firma"), _BODY, left=left + _PAD, width=frame - left - 2 * _PAD, align="centre")
    sheet.y = top + _THUMB[1]


def _reader(sheet: Sheet, heading: Callable[..., None]) -> None:
    hint = _("Solo si alguien puso su huella: la persona que le leyó esta solicitud.")
    heading(sheet, _("Quién leyó la solicitud en voz alta"), hint)
    for label in (_("Nombres y apellidos"), _("Cédula")):
        _written(sheet, label, 48 * MM, left=0, width=sheet.inner)


def _written(sheet: Sheet, label: str, indent: float, *, left: float, width: float) -> None:
    """Place a label and, `indent` points from its left, a line to write on."""
    sheet.need(_WRITTEN)
    bottom = sheet.y + _WRITTEN
    sheet.y = bottom - 3 - _BODY.leading
    sheet.words(label, _BODY, left=left, width=indent)
    sheet.rectangle(left + indent, bottom - 1, width - indent, 0)
    sheet.y = bottom
