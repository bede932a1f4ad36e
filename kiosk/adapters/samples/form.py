"""Draws the demonstration's application form, filled in and signed, as a scanner would see it."""

from PIL import Image

from kiosk.adapters.samples.card import JUAN, MARIA
from kiosk.adapters.samples.pen import LABEL, PEN, Drawing

SIZE = (1240, 1754)
"""Pixels, width × height: A4 at 150 dpi."""
_LEFT, _RIGHT = 110, 1130


def signed_form() -> Image.Image:
    """Draw the form of a head of family who leaves alone or with her husband, a little askew."""
    page = Drawing(SIZE, "#fdfdfb")
    page.text((SIZE[0] / 2, 110), "SOLICITUD DE EGRESO VOLUNTARIO", 38, bold=True, anchor="ma")
    page.text((SIZE[0] / 2, 164), "DEL SEGURO SOCIAL CAMPESINO", 30, bold=True, anchor="ma")
    page.text((SIZE[0] / 2, 214), "Hoja de muestra para aprender a usar el kiosco", 20, fill=LABEL, anchor="ma")
    _line(page, 290, "Lugar y fecha", "Parroquia de muestra, 2 de noviembre de 2026")
    _line(page, 360, "Dispensario", "Dispensario 0417")
    _line(page, 430, "Organización campesina", "Comuna de muestra")
    _heading(page, 520, "Quién pide la salida")
    _line(page, 580, "Apellidos y nombres", "Demostración María")
    _line(page, 650, "Cédula", MARIA.number)
    _line(page, 720, "En calidad de", "Jefe de familia")
    _line(page, 790, "Teléfono", "099 000 0000")
    _heading(page, 880, "Quién sale del seguro")
    _line(page, 940, "1.", f"Demostración María    {MARIA.number}    jefe de familia")
    _line(page, 1010, "2.", f"Demostración Juan    {JUAN.number}    esposo")
    _heading(page, 1100, "Declaración")
    for row, words in enumerate(
        (
            "Pido salir del Seguro Social Campesino por mi propia voluntad.",
            "Me explicaron lo que puede causar la salida: puedo perder la atención en el",
            "dispensario, y volver puede pedir una nueva afiliación.",
        )
    ):
        page.text((_LEFT, 1160 + row * 38), words, 23)
    for left, name, number in ((_LEFT, "Demostración María", MARIA.number), (660, "Demostración Juan", JUAN.number)):
        page.signature((left + 110, 1440), int(number[-4:]), width=230)
        page.box((left, 1500, left + 460, 1502), fill=LABEL)
        page.text((left + 230, 1516), f"{name} · {number}", 20, anchor="ma")
        page.text((left + 230, 1548), "Firma o huella", 18, fill=LABEL, anchor="ma")
    return page.finished(210).rotate(-0.6, Image.Resampling.BICUBIC, fillcolor="#fdfdfb")


def _heading(page: Drawing, y: float, words: str) -> None:
    page.text((_LEFT, y), words, 26, bold=True)


def _line(page: Drawing, y: float, label: str, value: str) -> None:
    """Draw a dotted line with what was asked, and the answer as written with a pen."""
    left = _LEFT + (60 if label.endswith(".") else 330)
    page.text((_LEFT, y), label, 23)
    page.text((left + 12, y - 2), value, 25, fill=PEN)
    for x in range(left, _RIGHT, 10):
        page.box((x, y + 34, x + 4, y + 35), fill=LABEL)
