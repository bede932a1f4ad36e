"""Draws a dossier's sheets: the cover, by which the institute knows what it holds, and one sheet with a caption for each page."""

from functools import partial

from kiosk.adapters.drawing.lettering import Style, wrap
from kiosk.adapters.drawing.sheet import Sheet
from kiosk.domain.papers.dossier import DOCUMENT_LEAF, DossierContent, DossierDocument, DossierSection
from kiosk.locale import _

A4 = (595.28, 841.89)
_MARGIN = 40.0
_BODY, _STRONG, _SMALL = Style(10, 13), Style(10, 13, bold=True), Style(7.5, 10.5)
_LACKING = Style(12, 17, bold=True)
_CAPTION, _CAPTION_LINES = Style(9, 11.5, bold=True), 3
"""What has room above DOCUMENT_LEAF."""
_LABEL = 128.0


def render_dossier(content: DossierContent) -> bytes:
    """Return the cover, and after it a sheet for each page of each document with its caption and nothing else, as a PDF."""
    running = _("Trámite {number}, hoja {page}").format(number=content.number, page="{page}")
    sheet = Sheet(A4[0], margin=_MARGIN, height=A4[1], running=running)
    _head(sheet, content)
    if content.lacking:
        _lacking(sheet, content.lacking)
    for section in content.sections:
        sheet.together(partial(_row, sheet, section), most=100)
        sheet.gap(4)
    _documents(sheet, _("Documentos"), content.documents, content.first)
    if content.earlier:
        _documents(sheet, _("Versiones anteriores (solo entre los originales)"), content.earlier, 0)
    last = content.last or len(content.documents)
    for number, document in enumerate(content.documents[content.first - 1 : last], content.first):
        for page in range(1, document.pages + 1):
            _leaf(sheet, content, f"{number}. {document.caption}", (page, document.pages))
    return sheet.pdf(_("Expediente {number}").format(number=content.number), content.institution)


def _head(sheet: Sheet, content: DossierContent) -> None:
    sheet.words(content.institution, Style(11, 15, bold=True))
    sheet.words(_("{dispensary} · {place}").format(dispensary=content.dispensary, place=content.place), _BODY)
    sheet.gap(8)
    top, side, pad = sheet.y, 92.0, 12.0
    sheet.gap(pad)
    sheet.code(content.qr, side, left=sheet.inner - side - pad)
    wide = sheet.inner - side - 3 * pad
    title = _("EXPEDIENTE")
    if content.parts > 1:
        title = _("EXPEDIENTE · PARTE {part} DE {parts}").format(part=content.part, parts=content.parts)
    sheet.words(title, Style(14, 19, bold=True), left=pad, width=wide)
    sheet.gap(3)
    sheet.words(content.number, Style(24, 31, bold=True), left=pad, width=wide)
    sheet.words(content.state, _STRONG, left=pad, width=wide)
    sheet.words(content.written, _BODY, left=pad, width=wide)
    sheet.words(_("Tiene datos personales: es solo para el IESS."), _BODY, left=pad, width=wide)
    sheet.y = max(top + pad + side, sheet.y) + pad  # beside the code, and below it where much is to be said
    sheet.box(top)
    sheet.gap(10)


def _lacking(sheet: Sheet, lacking: tuple[str, ...]) -> None:
    """Say in a box what the case lacks: whoever opens it must not take it for complete."""
    top, pad = sheet.y, 8.0
    sheet.gap(pad)
    for each in lacking:
        sheet.words(_("! {lacking}").format(lacking=each), _LACKING, left=12.0)
    sheet.gap(pad)
    sheet.box(top)
    sheet.gap(10)


def _row(sheet: Sheet, section: DossierSection) -> None:
    """Place a title, and its lines beside it."""
    sheet.need(2 * _BODY.leading)
    start, page = sheet.y, len(sheet.pages)
    sheet.words(section.title, _STRONG, width=_LABEL - 10)
    after = sheet.y
    sheet.y = start
    for line in section.lines:
        sheet.words(line, _BODY, left=_LABEL)
    for line in section.small:
        sheet.words(line, _SMALL, left=_LABEL)
    if len(sheet.pages) == page:
        sheet.y = max(sheet.y, after)


def _documents(sheet: Sheet, title: str, documents: tuple[DossierDocument, ...], first: int) -> None:
    """Place a list of documents, numbered where a `first` number is given."""
    sheet.gap(4)
    sheet.need(6 * _BODY.leading)
    sheet.rule()
    sheet.gap(5)
    sheet.words(title, Style(11, 16, bold=True))
    for number, document in enumerate(documents, 1):
        sheet.together(partial(_document, sheet, document, f"{number}." if first else "•"), most=60)
        sheet.gap(3)


def _document(sheet: Sheet, document: DossierDocument, mark: str) -> None:
    top = sheet.y
    sheet.words(mark, _STRONG)
    sheet.y = top
    sheet.words(document.caption, _STRONG, left=20)
    sheet.words(document.verdict, _BODY, left=20)
    sheet.words(_("{file} · SHA-256 {sum}").format(file=document.file, sum=document.sha256), _SMALL, left=20)


def _leaf(sheet: Sheet, content: DossierContent, caption: str, page: tuple[int, int]) -> None:
    """Begin a sheet that bears a page of a document below a caption slip."""
    sheet.pages.append([])
    sheet.y = 24
    words = caption
    if page[1] > 1:
        words = _("{caption} · página {page} de {pages}").format(caption=caption, page=page[0], pages=page[1])
    top, wide = sheet.y, sheet.inner - 150
    for line in wrap(words, _CAPTION, wide)[:_CAPTION_LINES]:
        sheet.words(line, _CAPTION, width=wide + 1)
    sheet.y = top
    number = _("{number} · hoja {sheet}").format(number=content.number, sheet=len(sheet.pages))
    sheet.words(number, _SMALL, align="right")
    leaf = DOCUMENT_LEAF
    sheet.rectangle(leaf.left - _MARGIN, A4[1] - leaf.top - 4, leaf.right - leaf.left, 0, line=0.4)
