"""Draws the list of what to bring, the page on top of a blank application form."""

from functools import partial

from kiosk.adapters.drawing.lettering import Style
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.domain.papers.form import PaperToBring, ToBring
from kiosk.locale import _

_BODY, _STRONG = Style(12, 17), Style(12, 17, bold=True)
_HEADING = Style(13, 20, bold=True)


def place_to_bring(sheet: Sheet, institution: str, content: ToBring) -> None:
    """Place the list from the top of the page on."""
    sheet.words(institution, _BODY)
    sheet.gap(6)
    sheet.words(_("Qué debe traer"), Style(20, 27, bold=True))
    sheet.words(content.procedure, _STRONG)
    sheet.words(_("Costo: {cost}").format(cost=content.cost), _BODY)
    _papers(sheet, _("De usted y de cada persona que sale"), content.of_each_person)
    _papers(sheet, _("Para todo el trámite"), content.of_the_case)
    _title(sheet, _("Cómo se hace"))
    for number, step in enumerate(content.steps, 1):
        sheet.together(partial(_item, sheet, step, f"{number}."), most=60)
    if any(content.contact):
        _title(sheet, _("Preguntas"))
        for line in content.contact:
            sheet.words(line, _BODY)


def _title(sheet: Sheet, words: str) -> None:
    sheet.gap(12)
    sheet.need(_HEADING.leading + 2 * _BODY.leading)
    sheet.words(words, _HEADING)
    sheet.gap(3)


def _papers(sheet: Sheet, title: str, papers: tuple[PaperToBring, ...]) -> None:
    if papers:
        _title(sheet, title)
        for paper in papers:
            sheet.together(partial(_paper, sheet, paper), most=90)


def _paper(sheet: Sheet, paper: PaperToBring) -> None:
    """Place a box to tick at home, the document, and in which case it is asked for."""
    sheet.rectangle(0, sheet.y + 3, 11, 11, line=1)
    sheet.words(paper.name, _STRONG, left=8 * MM)
    for line in (paper.when, paper.hint):
        sheet.words(line, _BODY, left=8 * MM)
    sheet.gap(5)


def _item(sheet: Sheet, words: str, mark: str) -> None:
    top = sheet.y
    sheet.words(mark, _STRONG)
    sheet.y = top
    sheet.words(words, _BODY, left=8 * MM)
    sheet.gap(3)
