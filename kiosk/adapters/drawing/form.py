"""Draws the application form on A4: lines to write on, boxes to sign or put a thumb in, and on each page the QR it is known by.

It is read at arm's length and filled in by somebody of seventy: nothing is smaller than 11 points, and what is written by hand has
9 mm. Of a family of three it is one sheet, so that nobody signs under words that stand on another one.
"""

from collections.abc import Sequence
from functools import partial

from kiosk.adapters.drawing.form_parts import (
    BODY,
    MARGIN,
    QR_SIDE,
    STRONG,
    WRITTEN,
    choices_row,
    fits_a_line,
    heading,
    pair,
    place_head,
)
from kiosk.adapters.drawing.form_signing import place_signing
from kiosk.adapters.drawing.lettering import Style, wrap
from kiosk.adapters.drawing.receipt import A4
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.adapters.drawing.to_bring import place_to_bring
from kiosk.domain.papers.form import FormContent, FormField, FormPerson
from kiosk.locale import _

__all__ = ["MARGIN", "QR_SIDE", "WRITTEN", "count_pages", "render_form"]
_COLUMNS = (8 * MM, 74 * MM, 36 * MM, 36 * MM, 34 * MM)
"""Of the table of those who leave; together they are the width between the margins."""


def render_form(content: FormContent) -> bytes:
    """Return the form as a PDF of A4 pages, after the list of what to bring where one goes with it."""
    return _laid_out(content).pdf(_("Solicitud"), content.institution)


def count_pages(content: FormContent) -> int:
    """Return how many pages the form has."""
    return len(_laid_out(content).pages)


def _laid_out(content: FormContent) -> Sheet:
    sheet = Sheet(A4[0], margin=MARGIN, height=A4[1])
    if content.to_bring:
        place_to_bring(sheet, content.institution, content.to_bring)
        sheet.turn()
    first = len(sheet.pages) - 1
    sheet.head = place_head(content, 1, 1).y - MARGIN
    sheet.y = MARGIN + sheet.head
    for part in (_place, _applicant, _leavers, _scope, _new_head, _reason, _request):
        part(sheet, content)
    place_signing(sheet, content)
    for page in range(first, len(sheet.pages)):
        sheet.stamp(page, place_head(content, page - first + 1, len(sheet.pages) - first))
    return sheet


def _place(sheet: Sheet, content: FormContent) -> None:
    _fields(sheet, content.place)


def _applicant(sheet: Sheet, content: FormContent) -> None:
    heading(sheet, _("Quién pide"))
    _fields(sheet, content.applicant)


def _fields(sheet: Sheet, fields: Sequence[FormField]) -> None:
    """Place fields, two on a line where both fit there: what is printed first, then what is written by hand."""
    waiting: list[FormField] = []
    for field in sorted(fields, key=lambda each: not each.value):
        if field.choices:
            choices_row(sheet, field.choices, label=field.label)
        elif waiting and fits_a_line(sheet, [*waiting, field]):
            pair(sheet, [*waiting, field])
            waiting = []
        else:
            if waiting:
                pair(sheet, waiting)
            waiting = [field]
    if waiting:
        pair(sheet, waiting)


def _new_head(sheet: Sheet, content: FormContent) -> None:
    if content.new_head:
        heading(sheet, _("Nuevo jefe de familia"), content.new_head_hint, after=WRITTEN)
        _fields(sheet, content.new_head)


def _leavers(sheet: Sheet, content: FormContent) -> None:
    heading(sheet, _("Quiénes salen del seguro"), content.leavers_hint, after=2 * BODY.leading + WRITTEN)
    titles = ("", _("Apellidos y nombres"), _("Número"), _("Parentesco"), _("Es"))
    _row(sheet, titles, STRONG, least=0)
    for number, person in enumerate(content.leavers, 1):
        cells = (str(number), person.name, person.identity, person.kinship, person.role)
        page = len(sheet.pages)
        sheet.need(_row_height(cells, BODY, _least(person)))
        if len(sheet.pages) > page:  # a table that goes on says again what its columns are
            _row(sheet, titles, STRONG, least=0)
        _row(sheet, cells, BODY, least=_least(person))


def _least(person: FormPerson) -> float:
    return 0 if person.role else WRITTEN


def _row_height(cells: tuple[str, ...], style: Style, least: float) -> float:
    lines = max(len(wrap(cell, style, width - 6)) for cell, width in zip(cells, _COLUMNS, strict=True))
    return max(lines * style.leading + 3, least)


def _row(sheet: Sheet, cells: tuple[str, ...], style: Style, *, least: float) -> None:
    tall = _row_height(cells, style, least)
    sheet.need(tall)
    top, left = sheet.y, 0.0
    for cell, width in zip(cells, _COLUMNS, strict=True):
        sheet.y = top + (tall - len(wrap(cell, style, width - 6)) * style.leading) / 2
        sheet.words(cell, style, left=left + 3, width=width - 6)
        sheet.rectangle(left, top, width, tall)
        left += width
    sheet.y = top + tall


def _scope(sheet: Sheet, content: FormContent) -> None:
    sheet.gap(4)
    sheet.need(20)
    choices_row(sheet, content.scope, label=_("Sale"))


def _reason(sheet: Sheet, content: FormContent) -> None:  # noqa: ARG001 - the same line for everybody
    pair(sheet, (FormField(_("Por qué sale (si quiere decirlo)")),))


def _request(sheet: Sheet, content: FormContent) -> None:
    heading(sheet, _("Lo que pide y lo que le explicaron"), after=6 * BODY.leading)
    sheet.words(content.request, BODY)
    sheet.gap(2)
    for consequence in content.consequences:
        sheet.together(partial(_bullet, sheet, consequence), most=3 * BODY.leading)


def _bullet(sheet: Sheet, words: str) -> None:
    top = sheet.y
    sheet.words("•", BODY, left=4)
    sheet.y = top
    sheet.words(words, BODY, left=14)
