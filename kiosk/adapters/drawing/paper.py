"""Draws the desk's papers: the slip to sign, what is asked for again, an answer, a withdrawal, what is held about a person.

One drawing for all of them, so that whoever was handed one before knows where to look on the next.
"""

from dataclasses import dataclass
from functools import partial

from kiosk.adapters.drawing.lettering import Style, measure
from kiosk.adapters.drawing.receipt import A4, ROLL_WIDTH
from kiosk.adapters.drawing.sheet import MM, Align, Sheet
from kiosk.adapters.drawing.signature import ON_PAGE, ON_ROLL, place_signature
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.paper import PaperContent, Section
from kiosk.locale import _


@dataclass(frozen=True, slots=True)
class _Look:
    """The measures of a medium, in points; `label` is the width of the rows' first column, none where labels stand above."""

    body: Style
    heading: Style
    title: Style
    number: float
    label: float
    code: float
    thumb: tuple[float, float]

    @property
    def strong(self) -> Style:
        return Style(self.body.size, self.body.leading, bold=True)


_ROLL = _Look(
    body=Style(9.5, 12.8),
    heading=Style(10.5, 14.5, bold=True),
    title=Style(12.5, 16.5, bold=True),
    number=24,
    label=0,
    code=30 * MM,
    thumb=ON_ROLL,
)
_PAGE = _Look(
    body=Style(11.5, 15.5),
    heading=Style(13, 18, bold=True),
    title=Style(18, 24, bold=True),
    number=32,
    label=150,
    code=36 * MM,
    thumb=ON_PAGE,
)


def render_paper(content: PaperContent, media: Media) -> bytes:
    """Return a paper as a PDF: one page of the 80 mm roll as long as needed, or as many of A4."""
    if media is Media.ROLL:
        look, sheet = _ROLL, Sheet(ROLL_WIDTH, margin=4 * MM)
    else:
        named = " · ".join(filter(None, (content.title, content.number)))
        running = _("{paper}, hoja {page}").format(paper=named.replace("{", "").replace("}", ""), page="{page}")
        look, sheet = _PAGE, Sheet(A4[0], margin=48, height=A4[1], running=running)
    _head(sheet, content, look)
    for section in content.sections:
        _section(sheet, section, look)
    if content.signature:
        sheet.together(partial(place_signature, sheet, content.signature, look.body, look.thumb), most=look.thumb[1] * 4)
    if content.qr:
        sheet.together(partial(_code, sheet, content.qr, look), most=look.code * 4)
    if content.foot:
        sheet.together(partial(_foot, sheet, content.foot, look), most=60)
    return sheet.pdf(content.title, content.institution)


def _head(sheet: Sheet, content: PaperContent, look: _Look) -> None:
    align: Align = "left" if look.label else "centre"
    sheet.words(content.institution, look.strong, align=align)
    sheet.words(content.dispensary, look.body, align=align)
    sheet.gap(look.body.leading * 0.7)
    sheet.words(content.title, look.title, align=align)
    sheet.words(content.made_at, look.body, align=align)
    sheet.gap(look.body.leading * 0.5)
    if content.number:
        top, pad = sheet.y, look.body.size * 0.6
        sheet.gap(pad)
        size = min(look.number, (sheet.inner - 4 * pad) / measure(content.number, Style(1, 1, bold=True)))
        sheet.words(content.number, Style(size, size * 1.3, bold=True), align="centre")
        sheet.gap(pad)
        sheet.box(top)
        sheet.gap(look.body.leading * 0.6)


def _section(sheet: Sheet, section: Section, look: _Look) -> None:
    """Place a heading with what stands below it; it never ends a page."""
    body = look.body
    sheet.gap(body.leading * 0.3)
    sheet.need(look.heading.leading + 3 * body.leading)
    if section.heading:
        sheet.rule()
        sheet.gap(4)
        sheet.words(section.heading, look.heading)
        sheet.gap(2)
    for line in section.lines:
        sheet.together(partial(sheet.words, line, body), most=3 * body.leading)
        sheet.gap(body.leading * 0.25)
    for label, text in section.rows:
        sheet.together(partial(_row, sheet, label, text, look), most=4 * body.leading)
        sheet.gap(body.leading * 0.25)
    sheet.gap(body.leading * 0.3)


def _row(sheet: Sheet, label: str, text: str, look: _Look) -> None:
    """Place a label, and its text beside it or, on the roll, below."""
    sheet.need(2 * look.body.leading)
    start, page = sheet.y, len(sheet.pages)
    sheet.words(label, look.strong, width=look.label - 12 if look.label else None)
    after = sheet.y
    if look.label:
        sheet.y = start
    sheet.words(text, look.body, left=look.label)
    if len(sheet.pages) == page:
        sheet.y = max(sheet.y, after)


def _code(sheet: Sheet, qr: str, look: _Look) -> None:
    sheet.gap(look.body.leading * 0.6)
    sheet.need(look.code + 2 * look.body.leading)
    caption = _("Este cuadro lo lee el kiosco. No lo raye ni lo doble.")
    if look.label:
        sheet.code(qr, look.code, left=0)
        end = sheet.y + look.code
        sheet.gap(look.code / 2 - look.body.leading)
        sheet.words(caption, look.body, left=look.code + 6 * MM)
        sheet.y = max(sheet.y, end)
    else:
        sheet.gap(sheet.code(qr, look.code, left=(sheet.inner - look.code) / 2) + 6)
        sheet.words(caption, look.body, align="centre")
    sheet.gap(look.body.leading * 0.6)


def _foot(sheet: Sheet, lines: tuple[str, ...], look: _Look) -> None:
    sheet.rule()
    sheet.gap(5)
    for line in lines:
        sheet.words(line, look.body)
        sheet.gap(2)
