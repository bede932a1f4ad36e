"""What a person brings on a memory stick: made anew for each visit, of a number that belongs to nobody."""

import io
import os
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

FRONT, BACK, FORM = "1-cedula-adelante.jpg", "2-cedula-atras.jpg", "3-solicitud.pdf"


def fill(
    folder: Path,
    number: str = "9900000010",
    *,
    names: tuple[str, str, str] = (FRONT, BACK, FORM),
    words: str = "Solicitud de egreso voluntario",
) -> None:
    """Write both sides of a card as photographs and a signed form as a PDF; the newest is the first in the order of the names.

    `words` are written on the form, again and again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for age, (name, content) in enumerate(zip(names, (_card(number), _card("ATRAS"), _form(number, words)), strict=True)):
        path = folder / name
        path.write_bytes(content)
        moment = path.stat().st_mtime - 60 * age
        os.utime(path, (moment, moment))


def _card(text: str) -> bytes:
    """Draw a card of 1200 × 760 pixels, as a telephone takes it."""
    image = Image.effect_noise((1200, 760), 24).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 40, 1160, 720), radius=40, fill="#dfe8d8", outline="#203020", width=6)
    for row in range(8):
        draw.text((420, 90 + 76 * row), f"{text} MUESTRA {row}", fill="#101010", font_size=44)
    draw.rectangle((90, 110, 360, 480), fill="#7a8a7a")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, dpi=(300, 300))
    return out.getvalue()


def _form(number: str, words: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawString(72, 790, f"Quien pide: cédula {number}")  # else it would be asked whether it is the right document
    for row in range(20):
        canvas.drawString(72, 760 - 30 * row, f"{words}, renglón {row}")
    canvas.showPage()
    canvas.save()
    return out.getvalue()
