"""Draws the application form on A4: lines to write on, boxes to sign or put a thumb in, and on each page the QR it is known by.

It is read at arm's length and filled in by somebody of seventy: nothing is smaller than 11 points, and what is written
by hand has 10 mm.
"""

from functools import partial

from kiosk.adapters.form_signing import place_signing
from kiosk.adapters.lettering import Style, measure, wrap
from kiosk.adapters.receipt_pdf import A4
from kiosk.adapters.sheet import MM, Sheet
from kiosk.adapters.to_bring_pdf import place_to_bring
from kiosk.domain.form import FormChoice, FormContent, FormField, FormPerson
from kiosk.domain.form_mark import FormMark
from kiosk.domain.resume_code import grouped
from kiosk.locale import _

MARGIN = 16 * MM
WRITTEN = 10 * MM
"""The height of a line to write on by hand."""
QR_SIDE = 24 * MM
"""Its 21 modules are 1.1 mm each: 4.5 dots of a scan at 100 dpi. The room kept free around it makes 33 mm."""
_QR_QUIET = 4 / 21 * QR_SIDE
"""Four modules on each side (ISO/IEC 18004, 5.3.8)."""
_BODY, _STRONG = Style(11, 15), Style(11, 15, bold=True)
_HEADING = Style(12, 17, bold=True)
_TITLE = Style(16, 20, bold=True)
_TITLE_WIDTH = 112 * MM
"""In which it breaks into two lines of like length."""
_HEAD = QR_SIDE + _QR_QUIET + 2
"""The room of a page's head, points."""
_LABEL = 58 * MM
_COLUMNS = (8.5 * MM, 63 * MM, 40 * MM, 33.5 * MM, 33 * MM)
"""Of the table of those who leave; together they are the width between the margins."""


def render_form(content: FormContent) -> bytes:
    """Return the form as a PDF of A4 pages, after the list of what to bring where one goes with it."""
    return _laid_out(content).pdf(_("Solicitud"), content.institution)


def count_pages(content: FormContent) -> int:
    """Return how many pages the form has."""
    return len(_laid_out(content).pages)


def _laid_out(content: FormContent) -> Sheet:
    sheet = Sheet(A4[0], margin=MARGIN, height=A4[1], head=_HEAD)
    if content.to_bring:
        sheet.head = 0
        place_to_bring(sheet, content.institution, content.to_bring)
        sheet.head = _HEAD
        sheet.turn()
    first = len(sheet.pages) - 1
    sheet.y = MARGIN + _HEAD
    for part in (_place, _applicant, _leavers, _scope, _reason, _new_head, _request):
        part(sheet, content)
    place_signing(sheet, content, _heading)
    for page in range(first, len(sheet.pages)):
        sheet.stamp(page, _head(content, page - first + 1, len(sheet.pages) - first))
    return sheet


def _head(content: FormContent, page: int, pages: int) -> Sheet:
    """Return what stands on top of a page: what it is, which page, and the QR at the corner."""
    head = Sheet(A4[0], margin=MARGIN, height=A4[1])
    wide = head.inner - (QR_SIDE + _QR_QUIET + 4 if content.code else 0)
    head.words(content.institution, _BODY, width=wide)
    head.gap(2)
    head.words(_("Solicitud de egreso voluntario del Seguro Social Campesino"), _TITLE, width=_TITLE_WIDTH)
    head.gap(2)
    sheet_of = _("Hoja {page} de {pages}").format(page=page, pages=pages)
    if content.code:
        head.words(_("{sheet} · Para volver: {code}").format(sheet=sheet_of, code=grouped(content.code)), _STRONG, width=wide)
        head.y = MARGIN
        head.code(FormMark(content.code, page).text, QR_SIDE, left=head.inner - QR_SIDE)
    else:
        head.words(sheet_of, _STRONG)
    return head


def _heading(sheet: Sheet, words: str, hint: str = "", *, after: float = WRITTEN) -> None:
    """Place a heading, on the next page where `after` points would not follow it here."""
    sheet.gap(9)
    hint_lines = len(wrap(hint, _BODY, sheet.inner))
    sheet.need(_HEADING.leading + hint_lines * _BODY.leading + after)
    sheet.words(words, _HEADING)
    sheet.words(hint, _BODY)
    sheet.gap(3)


def _place(sheet: Sheet, content: FormContent) -> None:
    for field in content.place:
        _field(sheet, field)


def _applicant(sheet: Sheet, content: FormContent) -> None:
    _heading(sheet, _("Quién pide"))
    for field in content.applicant:
        _field(sheet, field)


def _new_head(sheet: Sheet, content: FormContent) -> None:
    if content.new_head:
        _heading(sheet, _("Nuevo jefe de familia"), content.new_head_hint, after=2 * WRITTEN)
        for field in content.new_head:
            _field(sheet, field)


def _field(sheet: Sheet, field: FormField) -> None:
    """Place a label with its answer on a line; an empty line is tall enough to be written on."""
    if field.choices:
        sheet.need(WRITTEN)
        sheet.gap(6)
        _choices(sheet, field.choices, label=field.label)
        return
    width = sheet.inner - _LABEL
    label, value = wrap(field.label, _BODY, _LABEL - 8), wrap(field.value, _STRONG, width)
    tall = max(len(label), len(value)) * _BODY.leading + 5 if value else WRITTEN
    sheet.need(tall)
    bottom = sheet.y + tall
    sheet.y = bottom - 3 - len(label) * _BODY.leading
    sheet.words(field.label, _BODY, width=_LABEL - 8)
    sheet.y = bottom - 3 - len(value) * _BODY.leading
    sheet.words(field.value, _STRONG, left=_LABEL, width=width)
    sheet.rectangle(_LABEL, bottom - 1, width, 0)
    sheet.y = bottom


def _leavers(sheet: Sheet, content: FormContent) -> None:
    _heading(sheet, _("Quiénes salen del seguro"), after=3 * _BODY.leading + WRITTEN)
    titles = ("", _("Nombres y apellidos"), _("Cédula o código de extranjero"), _("Parentesco"), _("Jefe o dependiente"))
    _row(sheet, titles, _STRONG, least=0)
    for number, person in enumerate(content.leavers, 1):
        cells = (str(number), person.name, person.identity, person.kinship, person.role)
        page = len(sheet.pages)
        sheet.need(_row_height(cells, _BODY, _least(person)))
        if len(sheet.pages) > page:  # a table that goes on says again what its columns are
            _row(sheet, titles, _STRONG, least=0)
        _row(sheet, cells, _BODY, least=_least(person))


def _least(person: FormPerson) -> float:
    return 7 * MM if person.role else WRITTEN


def _row_height(cells: tuple[str, ...], style: Style, least: float) -> float:
    lines = max(len(wrap(cell, style, width - 8)) for cell, width in zip(cells, _COLUMNS, strict=True))
    return max(lines * style.leading + 5, least)


def _row(sheet: Sheet, cells: tuple[str, ...], style: Style, *, least: float) -> None:
    tall = _row_height(cells, style, least)
    sheet.need(tall)
    top, left = sheet.y, 0.0
    for cell, width in zip(cells, _COLUMNS, strict=True):
        sheet.y = top + (tall - len(wrap(cell, style, width - 8)) * style.leading) / 2
        sheet.words(cell, style, left=left + 4, width=width - 8)
        sheet.rectangle(left, top, width, tall)
        left += width
    sheet.y = top + tall


def _scope(sheet: Sheet, content: FormContent) -> None:
    sheet.gap(9)
    sheet.need(20)
    _choices(sheet, content.scope, label=_("Quiere que salga"))


def _choices(sheet: Sheet, choices: tuple[FormChoice, ...], *, label: str) -> None:
    """Place boxes to tick on a line, after a label; on more lines where they need them."""
    top = sheet.y
    sheet.words(label, _BODY, width=_LABEL)
    left, side = _LABEL, 11.0
    sheet.y = top
    for choice in choices:
        wide = side + 6 + measure(choice.text, _BODY)
        if left > _LABEL and left + wide > sheet.inner:
            left, top = _LABEL, top + _BODY.leading + 5
        sheet.rectangle(left, top + 2.5, side, side, line=1)
        sheet.y = top
        if choice.chosen:
            sheet.words("X", _STRONG, left=left + 1.3)
            sheet.y = top
        sheet.words(choice.text, _STRONG if choice.chosen else _BODY, left=left + side + 5)
        left += wide + 18
    sheet.gap(4)


def _reason(sheet: Sheet, content: FormContent) -> None:  # noqa: ARG001 - the same lines for everybody
    _heading(sheet, _("Por qué sale"), _("Si quiere decirlo. No es obligatorio."), after=2 * WRITTEN)
    for _line in range(2):
        sheet.gap(WRITTEN)
        sheet.rule()


def _request(sheet: Sheet, content: FormContent) -> None:
    _heading(sheet, _("Lo que pide y lo que le explicaron"), after=6 * _BODY.leading)
    sheet.words(content.request, _BODY)
    sheet.gap(4)
    for consequence in content.consequences:
        sheet.together(partial(_bullet, sheet, consequence), most=3 * _BODY.leading)


def _bullet(sheet: Sheet, words: str) -> None:
    top = sheet.y
    sheet.words("•", _BODY, left=6)
    sheet.y = top
    sheet.words(words, _BODY, left=20)
    sheet.gap(3)
