"""What the application form is made of: its head with the QR, headings, answers with lines to write on, and boxes to tick."""

from collections.abc import Sequence

from kiosk.adapters.drawing.lettering import Style, measure, wrap
from kiosk.adapters.drawing.receipt import A4
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.domain.papers.form import FormChoice, FormContent, FormField
from kiosk.domain.papers.form_mark import FormMark
from kiosk.locale import _

MARGIN = 11 * MM
WRITTEN = 9 * MM
"""The height of a line to write on by hand."""
QR_SIDE = 22 * MM
"""Its 21 modules are 1.05 mm each: 4.1 dots of a scan at 100 dpi. The room kept free around it makes 30 mm."""
_QR_QUIET = 4 / 21 * QR_SIDE
"""Four modules on each side (ISO/IEC 18004, 5.3.8)."""
BODY, STRONG = Style(11, 12.2), Style(11, 12.2, bold=True)
_HEADING = Style(12, 14, bold=True)
_TITLE = Style(14, 16.5, bold=True)
_TITLE_WIDTH = 112 * MM
"""In which it breaks into two lines of like length."""
_GAP = 12.0
"""Points between two answers on a line."""
_FEWEST = 40 * MM
"""The shortest line to write on."""
_WIDE = 0.62
"""Of a line, for the one of two answers that is the longer one."""


def place_head(content: FormContent, page: int, pages: int) -> Sheet:
    """Return what stands on top of a page: what it is, which page, and the QR at the corner.

    Without one there is room to say all in two lines.
    """
    head = Sheet(A4[0], margin=MARGIN, height=A4[1])
    which = _("Hoja {page} de {pages}").format(page=page, pages=pages)
    beside, title_width = (QR_SIDE + _QR_QUIET + 4, _TITLE_WIDTH) if content.code else (measure(which, STRONG) + _GAP, head.inner)
    head.words(content.institution, BODY, width=head.inner - beside)
    head.gap(1)
    head.words(_("Solicitud de egreso voluntario del Seguro Social Campesino"), _TITLE, width=title_width)
    head.gap(1)
    if content.code:
        head.words(which, STRONG)
    bottom, head.y = head.y, MARGIN
    if content.code:
        head.code(FormMark(content.code, page).text, QR_SIDE, left=head.inner - QR_SIDE)
    else:
        head.words(which, STRONG, align="right")
    head.y = max(bottom + 4, MARGIN + QR_SIDE + _QR_QUIET if content.code else 0)
    return head


def heading(sheet: Sheet, words: str, hint: str = "", *, after: float = WRITTEN) -> None:
    """Place a heading, on the next page where `after` points would not follow it here."""
    sheet.gap(3)
    beside = measure(words, _HEADING) + 10
    fits = beside + measure(hint, BODY) <= sheet.inner
    hint_lines = 0 if fits else len(wrap(hint, BODY, sheet.inner))
    sheet.need(_HEADING.leading + hint_lines * BODY.leading + after)
    top = sheet.y
    sheet.words(words, _HEADING)
    if fits and hint:
        sheet.y = top + 1
        sheet.words(hint, BODY, left=beside)
        sheet.y = top + _HEADING.leading
    elif hint:
        sheet.words(hint, BODY)
    sheet.gap(1)


def pair(sheet: Sheet, fields: Sequence[FormField]) -> None:
    """Place one or two labels on a line, each with its answer; an empty line is tall enough to be written on."""
    widths = _widths(sheet, fields)
    laid = [_wrapped(each, width) for each, width in zip(fields, widths, strict=True)]
    tall = max(max(len(label), len(value)) * BODY.leading + 3 if value else WRITTEN for label, value, _indent in laid)
    sheet.need(tall)
    bottom, left = sheet.y + tall, 0.0
    for (label, value, indent), width in zip(laid, widths, strict=True):
        for lines, style, at in ((label, BODY, left), (value, STRONG, left + indent)):
            sheet.y = bottom - 2 - len(lines) * style.leading
            sheet.words(" ".join(lines), style, left=at, width=indent - 6 if style is BODY else width - indent)
        sheet.rectangle(left + indent, bottom - 1, width - indent, 0)
        left += width + _GAP
    sheet.y = bottom


def fits_a_line(sheet: Sheet, fields: Sequence[FormField]) -> bool:
    """Tell whether fields can share a line without an answer that wraps."""
    needed = [measure(each.label, BODY) + 8 + measure(each.value, STRONG) if each.value else 0 for each in fields]
    return all(need <= width for need, width in zip(needed, _widths(sheet, fields), strict=True))


def _widths(sheet: Sheet, fields: Sequence[FormField]) -> list[float]:
    """Return how wide the fields of a line are, in points: half of it each, or more for the one that is wide."""
    room = sheet.inner - _GAP * (len(fields) - 1)
    wide = [each.wide for each in fields]
    if len(fields) == 1 or all(wide) or not any(wide):
        return [room / len(fields)] * len(fields)
    return [room * (_WIDE if each else 1 - _WIDE) for each in wide]


def _wrapped(field: FormField, width: float) -> tuple[list[str], list[str], float]:
    """Return the lines of a label and of its answer, and how far in the answer begins: after the label, unless that is long."""
    room = measure(field.value, STRONG) + 2 if field.value else _FEWEST
    indent = min(measure(field.label, BODY) + 8, width - min(room, width / 2))
    return wrap(field.label, BODY, indent - 6), wrap(field.value, STRONG, width - indent), indent


def choices_row(sheet: Sheet, choices: tuple[FormChoice, ...], *, label: str) -> None:
    """Place boxes to tick on a line, after a label; on more lines where they need them."""
    sheet.gap(3)
    sheet.need(2 * BODY.leading)
    top, indent = sheet.y, measure(label, BODY) + 12
    sheet.words(label, BODY, width=indent)
    left, side = indent, 10.0
    for choice in choices:
        style = STRONG if choice.chosen else BODY
        wide = side + 5 + measure(choice.text, style)
        if left > indent and left + wide > sheet.inner:
            left, top = indent, top + BODY.leading + 2
        sheet.rectangle(left, top + 2, side, side, line=1)
        sheet.y = top
        if choice.chosen:
            sheet.words("X", STRONG, left=left + 1)
            sheet.y = top
        sheet.words(choice.text, style, left=left + side + 4)
        left += wide + 12
    sheet.gap(2)
