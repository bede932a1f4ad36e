"""Draws the receipt: the paper that a person goes home with, read at arm's length by somebody of seventy.

The case number is the largest thing on it; the rest follows in the order in which people ask, and below a dashed line what
the dispensary checks it with.
"""

from dataclasses import dataclass
from functools import partial

from kiosk.adapters.drawing.lettering import Style, measure
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.adapters.drawing.signature import ON_PAGE, ON_ROLL, place_signature
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.locale import _

A4 = (595.28, 841.89)
ROLL_WIDTH = 80 * MM


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    lines: tuple[str, ...]
    bulleted: bool = False
    large: bool = False
    """The title is the sentence that people look for."""


def render_receipt(content: ReceiptContent, media: Media) -> bytes:
    """Return the receipt as a PDF: one page of the 80 mm roll as long as needed, or as many of A4."""
    sheet = _on_roll(content) if media is Media.ROLL else _on_a4(content)
    return sheet.pdf(_("Comprobante"), content.institution)


def _for_the_person(content: ReceiptContent) -> tuple[_Section, ...]:
    """Return what the person needs below the number, in the order in which people ask."""
    come_back = _("{come_back} con este papel.").format(come_back=content.come_back)
    return _with_lines(
        _Section("", (content.answer,)),
        _Section(come_back, (content.hours,), large=True),
        _Section(_("Para preguntar"), (content.ask, *content.contact)),
        _Section(_("Recuerde"), (*content.next_steps, content.cancel), bulleted=True),
        *_what_was_filed(content),
    )


def _what_was_filed(content: ReceiptContent) -> tuple[_Section, ...]:
    alone = len(content.leavers) == 1 and content.leavers[0].endswith(content.applicant)
    return (
        _Section(_("Quién pide"), () if alone else (content.applicant,)),
        _Section(_("Quiénes salen"), content.leavers, bulleted=True),
        _Section(_("Documentos recibidos"), content.documents, bulleted=True),
        _Section(_("Lo que vio el personal"), content.vouched, bulleted=True),
    )


def _for_the_archive(content: ReceiptContent) -> tuple[_Section, ...]:
    """Return what is signed for on the receipt that is kept."""
    return _with_lines(_Section(_("Trámite"), (content.procedure,)), *_what_was_filed(content), *_seal(content))


def _for_the_dispensary(content: ReceiptContent) -> tuple[_Section, ...]:
    """Return what stands last and small: nobody needs it to know how their filing stands."""
    return _with_lines(_Section(_("Trámite"), (content.procedure,)), _Section(_("Costo"), (content.cost,)), *_seal(content))


def _law(content: ReceiptContent) -> str:
    return _("Base legal: {law}").format(law=" · ".join(content.legal_base)) if content.legal_base else ""


def _with_lines(*sections: _Section) -> tuple[_Section, ...]:
    return tuple(each for each in sections if each.large or any(each.lines))


def _seal(content: ReceiptContent) -> tuple[_Section, ...]:
    return (_Section(_("Sello del registro"), (content.chained,)),) if content.chained else ()


def _on_roll(content: ReceiptContent) -> Sheet:
    body, strong = Style(9.5, 11.1), Style(9.5, 11.1, bold=True)
    sheet = Sheet(ROLL_WIDTH, margin=4 * MM)
    sheet.words(content.institution, Style(8, 10, bold=True), align="centre")
    sheet.words(_("{dispensary}, {place}").format(dispensary=content.dispensary, place=content.place), body, align="centre")
    sheet.gap(4)
    sheet.words(_title(content), Style(12, 15, bold=True), align="centre")
    if content.signature:
        sheet.words(_for_whom(), strong, align="centre")
    sheet.gap(3)
    top = sheet.y
    sheet.gap(5)
    sheet.words(_("Su número de trámite"), body, align="centre")
    sheet.words(content.number, _fitting(content.number, 22, sheet.inner - 10), align="centre")
    sheet.spread(content.groups, Style(11, 14, bold=True), 12, width=sheet.inner)
    sheet.gap(5)
    sheet.box(top)
    sheet.gap(6)
    sheet.words(content.received, strong, align="centre")
    sheet.gap(4)
    for section in _for_the_archive(content) if content.signature else _for_the_person(content):
        _on_roll_section(sheet, section, body)
    if content.signature:
        sheet.rule()
        sheet.gap(5)
        place_signature(sheet, content.signature, body, ON_ROLL)
        return sheet
    _cut(sheet, Style(7, 8.6))
    small, side = Style(7, 8.6), 33 * MM
    top = sheet.y
    height = sheet.code(content.qr, side, left=0)
    for section in _for_the_dispensary(content):
        sheet.words(section.title, Style(small.size, small.leading, bold=True), left=side + 8)
        _lines(sheet, section, small, left=side + 8)
    sheet.y = max(sheet.y, top + height) + 4
    sheet.words(_law(content), small)
    sheet.gap(3)
    _proof(sheet, content.code_lines, Style(7.3, 8.8), columns=1)
    return sheet


def _on_roll_section(sheet: Sheet, section: _Section, body: Style) -> None:
    size, leading = (12.5, 14.6) if section.large else (body.size, body.leading)
    if section.title:
        sheet.words(section.title, Style(size, leading, bold=True))
    _lines(sheet, section, body, left=0)
    sheet.gap(3)


def _on_a4(content: ReceiptContent) -> Sheet:
    body, label = Style(10.5, 13.2), 130.0  # a family of three has room on one page
    running = _("Trámite {number}, hoja {page}").format(number=content.number, page="{page}")
    sheet = Sheet(A4[0], margin=40, height=A4[1], running=running)
    sheet.words(content.institution, Style(12, 16, bold=True))
    sheet.words(_("{dispensary}, {place}").format(dispensary=content.dispensary, place=content.place), body)
    sheet.gap(6)
    sheet.words(_title(content), Style(16, 22, bold=True))
    if content.signature:
        sheet.words(_for_whom(), Style(12, 16, bold=True))
    sheet.gap(6)
    top, pad = sheet.y, 12.0
    sheet.gap(pad)
    wide = sheet.inner - 2 * pad
    sheet.words(_("Su número de trámite"), body, left=pad, width=wide)
    sheet.words(content.number, _fitting(content.number, 38, wide), left=pad, width=wide)
    sheet.spread(content.groups, Style(15, 20, bold=True), 18, left=pad)
    sheet.gap(pad)
    sheet.box(top)
    sheet.gap(10)
    sheet.words(content.received, Style(11.5, 15, bold=True))
    sheet.gap(6)
    for section in _for_the_archive(content) if content.signature else _for_the_person(content):
        sheet.together(partial(_row, sheet, section, body, label), most=120)
        sheet.gap(5)
    if content.signature:
        sheet.together(partial(place_signature, sheet, content.signature, body, ON_PAGE), most=180)
    else:
        sheet.together(partial(_dispensarys_part, sheet, content), most=240)
    return sheet


def _dispensarys_part(sheet: Sheet, content: ReceiptContent) -> None:
    """Place what stands below the dashed line of a page: the QR, the law, the seal, and the lines that prove it."""
    small, side = Style(8.5, 10.5), 104.0
    sheet.need(side + 100)
    _cut(sheet, small)
    top = sheet.y
    height = sheet.code(content.qr, side, left=0)
    for section in _for_the_dispensary(content):
        _row(sheet, section, small, 90, left=side + 14)
        sheet.gap(2)
    sheet.words(_law(content), small, left=side + 14)
    sheet.y = max(sheet.y, top + height) + 6
    _proof(sheet, content.code_lines, small, columns=2)


def _cut(sheet: Sheet, style: Style) -> None:
    """Draw a dashed line, and say for whom the rest is."""
    sheet.gap(2)
    sheet.rule(dashed=True)
    sheet.gap(3)
    sheet.words(_("Para el dispensario: el cuadro comprueba este papel."), style)
    sheet.gap(4)


def _title(content: ReceiptContent) -> str:
    if content.copy > 1:
        return _("COMPROBANTE · COPIA {number}").format(number=content.copy)
    return _("COMPROBANTE")


def _row(sheet: Sheet, section: _Section, body: Style, label: float, *, left: float = 0) -> None:
    """Place a section's title in a column of `label` points, and its lines beside it; a large one across."""
    sheet.need(2 * body.leading)
    if section.large or not section.title:
        sheet.words(section.title, Style(16, 22, bold=True))
        _lines(sheet, section, body, left=0)
        return
    start, page = sheet.y, len(sheet.pages)
    sheet.words(section.title, Style(body.size, body.leading, bold=True), left=left, width=label - 12)
    after = sheet.y
    sheet.y = start
    _lines(sheet, section, body, left=left + label)
    if len(sheet.pages) == page:
        sheet.y = max(sheet.y, after)


def _for_whom() -> str:
    return _("Para el archivo del dispensario — firma de quien recibe")


def _proof(sheet: Sheet, lines: tuple[str, ...], style: Style, *, columns: int) -> None:
    """Place the code's lines, numbered, their groups below each other: whoever copies them looks away after each."""
    rows = -(-len(lines) // columns)
    sheet.need((rows + 1) * style.leading + 2)
    sheet.words(_("Para comprobar este papel sin lector"), Style(style.size, style.leading, bold=True))
    sheet.gap(2)
    start = sheet.y
    first, widest = measure("8 ", style) + 4, max((measure(group, style) for line in lines for group in line.split()), default=0.0)
    group = min(widest + 5, measure("W" * 5, style) + 0.5)  # five W, the widest letter, still fit
    for place, line in enumerate(lines):
        sheet.y = start + place % rows * style.leading
        left = place // rows * sheet.inner / columns
        at = (left, *(left + first + number * group for number in range(len(line.split()))))
        for x, part in zip(at, (str(place + 1), *line.split()), strict=True):
            top = sheet.y
            sheet.words(part, Style(style.size, style.leading, bold=x == left), left=x)
            sheet.y = top
    sheet.y = start + rows * style.leading


def _lines(sheet: Sheet, section: _Section, style: Style, *, left: float) -> None:
    indent = 11.0 if section.bulleted else 0.0
    for line in filter(None, section.lines):
        sheet.need(style.leading)
        if section.bulleted:
            at = sheet.y
            sheet.words("•", style, left=left)
            sheet.y = at
        sheet.words(line, style, left=left + indent)


def _fitting(text: str, largest: float, width: float) -> Style:
    """Return the bold style in which a text fills the width, at most `largest` points."""
    size = min(largest, width / measure(text, Style(1, 1, bold=True)))
    return Style(size, size * 1.3, bold=True)
