"""The line to sign on beside the box for a thumb print, alike on every paper: either will do."""

from kiosk.adapters.drawing.lettering import Style
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.locale import _

ON_ROLL = (24 * MM, 30 * MM)
ON_PAGE = (30 * MM, 38 * MM)
"""Width and height of the box, in points."""


def place_signature(sheet: Sheet, below: str, body: Style, thumb: tuple[float, float]) -> None:
    """Place line and box, with who signs below the line."""
    wide, tall = thumb
    sheet.gap(body.leading * 0.5)
    sheet.need(tall + 3 * body.leading)
    top, line = sheet.y, sheet.inner - wide - 6 * MM
    sheet.rectangle(sheet.inner - wide, top, wide, tall, line=1)
    sheet.rectangle(0, top + tall - body.leading * 2.2, line, 0, line=1)
    sheet.y = top + tall - body.leading * 2.2 + 3
    sheet.words(below, body, width=line)
    after = sheet.y
    sheet.y = top + tall + 2
    sheet.words(_("Huella"), body, left=sheet.inner - wide, width=wide, align="centre")
    sheet.y = max(sheet.y, after)
    sheet.gap(body.leading * 0.6)
