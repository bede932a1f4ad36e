"""Draws the slip with the code that brings a draft back: it names nobody, for it may be lost on the way home."""

from kiosk.adapters.drawing.lettering import Style
from kiosk.adapters.drawing.receipt import A4, ROLL_WIDTH
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt import SlipContent
from kiosk.locale import _


def render_slip(content: SlipContent, media: Media) -> bytes:
    """Return the slip as a PDF: one page of the 80 mm roll as long as needed, or one of A4."""
    roll = media is Media.ROLL
    sheet = Sheet(ROLL_WIDTH, margin=4 * MM) if roll else Sheet(A4[0], margin=56, height=A4[1])
    body = Style(10, 13.5) if roll else Style(13, 19)
    strong = Style(body.size, body.leading, bold=True)
    sheet.words(content.institution, strong, align="centre")
    sheet.words(content.dispensary, body, align="centre")
    sheet.gap(body.leading)
    sheet.words(_("SU NÚMERO PARA VOLVER"), Style(body.size * 1.2, body.leading * 1.3, bold=True), align="centre")
    sheet.gap(6)
    top = sheet.y
    sheet.gap(body.leading / 2)
    sheet.words(content.code, Style(27, 38, bold=True) if roll else Style(52, 72, bold=True), align="centre")
    sheet.words(_("Sirve hasta el"), body, align="centre")
    sheet.words(content.expires_on, strong, align="centre")
    sheet.gap(body.leading / 2)
    sheet.box(top)
    sheet.gap(body.leading)
    for number, step in enumerate(content.steps, 1):
        at = sheet.y
        sheet.words(f"{number}.", strong)
        sheet.y = at
        sheet.words(step, body, left=body.size * 1.8)
        sheet.gap(4)
    sheet.gap(4)
    sheet.words(_("Su trámite todavía no está terminado. Guarde este papel y no lo preste."), strong)
    return sheet.pdf(_("Número para volver"), content.institution)
