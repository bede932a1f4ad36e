"""Draws the receipt: the paper that a person goes home with, read at arm's length by somebody of seventy.

The case number is the largest thing on it; the rest follows in the order in which people ask.
"""

from dataclasses import dataclass
from functools import partial

from kiosk.adapters.lettering import Style, measure
from kiosk.adapters.sheet import MM, Sheet
from kiosk.adapters.signature import ON_PAGE, ON_ROLL, place_signature
from kiosk.domain.message import Media
from kiosk.domain.receipt import ReceiptContent
from kiosk.locale import _

A4 = (595.28, 841.89)
ROLL_WIDTH = 80 * MM


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    lines: tuple[str, ...]
    bulleted: bool = False


def render_receipt(content: ReceiptContent, media: Media) -> bytes:
    """Return the receipt as a PDF: one page of the 80 mm roll as long as needed, or as many of A4."""
    sheet = _on_roll(content) if media is Media.ROLL else _on_a4(content)
    return sheet.pdf(_("Comprobante"), content.institution)


def _sections(content: ReceiptContent) -> tuple[_Section, ...]:
    """Return what stands below the number; on the receipt that is kept only what is signed for."""
    what = (
        _Section(_("Fecha de envío"), (content.filed_at,)),
        _Section(_("Trámite"), (content.procedure,)),
        _Section(_("Quién pide"), (content.applicant,)),
        _Section(_("Quiénes salen"), content.leavers, bulleted=True),
        _Section(_("Documentos recibidos"), content.documents, bulleted=True),
        _Section(_("Lo que vio el personal"), content.vouched, bulleted=True),
    )
    how_it_goes_on = (
        _Section(_("Cómo llega la respuesta"), (content.answer,)),
        _Section(_("Qué sigue"), content.next_steps, bulleted=True),
        _Section(_("Costo"), (content.cost,)),
        _Section(_("Preguntas"), content.contact),
        _Section(_("Base legal"), (" · ".join(content.legal_base),)),
    )
    return tuple(each for each in (what if content.signature else what + how_it_goes_on) if any(each.lines))


def _seal(content: ReceiptContent) -> tuple[_Section, ...]:
    return (_Section(_("Sello del registro"), (content.chained,)),) if content.chained else ()


def _on_roll(content: ReceiptContent) -> Sheet:
    body, strong = Style(9.5, 12.5), Style(9.5, 12.5, bold=True)
    sheet = Sheet(ROLL_WIDTH, margin=4 * MM)
    sheet.words(content.institution, strong, align="centre")
    sheet.words(content.dispensary, body, align="centre")
    sheet.words(content.place, body, align="centre")
    sheet.gap(10)
    sheet.words(_("COMPROBANTE"), Style(12, 16, bold=True), align="centre")
    if content.copy > 1:
        sheet.words(_("COPIA {number}").format(number=content.copy), Style(12, 16, bold=True), align="centre")
    if content.signature:
        sheet.words(_for_whom(), strong, align="centre")
    sheet.gap(6)
    top = sheet.y
    sheet.gap(7)
    sheet.words(_("Su número de trámite"), body, align="centre")
    sheet.gap(3)
    sheet.words(content.number, _fitting(content.number, 22, sheet.inner - 10), align="centre")
    sheet.gap(5)
    sheet.words(_("Para dictarlo o copiarlo:"), body, align="centre")
    sheet.spread(content.groups, Style(12, 17, bold=True), 12, width=sheet.inner)
    sheet.gap(7)
    sheet.box(top)
    sheet.gap(14)
    side = 33 * MM
    sheet.gap(sheet.code(content.qr, side, left=(sheet.inner - side) / 2) + 8)
    sheet.words(_what_for(), body, align="centre")
    sheet.gap(8)
    for section in (*_sections(content), *_seal(content)):
        sheet.rule()
        sheet.gap(5)
        sheet.words(section.title, strong)
        _lines(sheet, section, body, left=0)
        sheet.gap(6)
    sheet.rule()
    sheet.gap(5)
    if content.signature:
        place_signature(sheet, content.signature, body, ON_ROLL)
    else:
        _proof(sheet, content.code_lines, Style(7.4, 11), columns=1)
    return sheet


def _on_a4(content: ReceiptContent) -> Sheet:
    body, label = Style(11, 14), 136.0  # a family of three has room on one page
    running = _("Trámite {number}, hoja {page}").format(number=content.number, page="{page}")
    sheet = Sheet(A4[0], margin=40, height=A4[1], running=running)
    sheet.words(content.institution, Style(13, 18, bold=True))
    sheet.words(_("{dispensary} · {place}").format(dispensary=content.dispensary, place=content.place), body)
    sheet.gap(8)
    title = _("COMPROBANTE")
    if content.copy > 1:
        title = _("COMPROBANTE · COPIA {number}").format(number=content.copy)
    sheet.words(title, Style(16, 22, bold=True))
    if content.signature:
        sheet.words(_for_whom(), Style(12, 16, bold=True))
    sheet.gap(8)
    top, side, pad = sheet.y, 110.0, 14.0
    sheet.gap(pad)
    sheet.code(content.qr, side, left=sheet.inner - side - pad)
    wide = sheet.inner - side - 3 * pad
    sheet.words(_("Su número de trámite"), body, left=pad, width=wide)
    sheet.words(content.number, _fitting(content.number, 30, wide), left=pad, width=wide)
    sheet.gap(4)
    sheet.words(_("Para dictarlo o copiarlo:"), body, left=pad, width=wide)
    sheet.spread(content.groups, Style(15, 20, bold=True), 18, left=pad)
    sheet.gap(5)
    sheet.words(_what_for(), body, left=pad, width=wide)
    sheet.y = top + side + 2 * pad
    sheet.box(top)
    sheet.gap(11)
    for section in (*_sections(content), *(_seal(content) if content.signature else ())):
        sheet.together(partial(_row, sheet, section, body, label), most=120)
        sheet.gap(5)
    if content.signature:
        sheet.together(partial(place_signature, sheet, content.signature, body, ON_PAGE), most=180)
    else:
        seal = _("Sello del registro: {seal}").format(seal=content.chained) if content.chained else ""
        _proof(sheet, content.code_lines, Style(9, 12), columns=2, beside=seal)  # a line of its own would need a second page
    return sheet


def _row(sheet: Sheet, section: _Section, body: Style, label: float) -> None:
    """Place a section's title in a column of `label` points, and its lines beside it."""
    sheet.need(2 * body.leading)
    start, page = sheet.y, len(sheet.pages)
    sheet.words(section.title, Style(body.size, body.leading, bold=True), width=label - 12)
    after = sheet.y
    sheet.y = start
    _lines(sheet, section, body, left=label)
    if len(sheet.pages) == page:
        sheet.y = max(sheet.y, after)


def _for_whom() -> str:
    return _("Para el archivo del dispensario — firma de quien recibe")


def _what_for() -> str:
    return _("El código QR sirve para comprobar este papel.")


def _proof(sheet: Sheet, lines: tuple[str, ...], style: Style, *, columns: int, beside: str = "") -> None:
    """Place the code's lines, numbered, their groups below each other: whoever copies them looks away after each."""
    rows = -(-len(lines) // columns)
    sheet.need((rows + 1) * style.leading + 2)
    top = sheet.y
    sheet.words(beside, style, left=sheet.inner / columns)
    sheet.y = top
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
    for line in section.lines:
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
