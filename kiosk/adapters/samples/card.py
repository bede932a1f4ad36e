"""Draws cards for the demonstration: like enough to learn with, and marked so that nobody can take one for a real card."""

import math
from dataclasses import dataclass

from PIL import Image

from kiosk.adapters.samples.pen import BLUE, INK, LABEL, Drawing

SIZE = (1000, 630)
"""Pixels, width × height: an ID-1 card (ISO/IEC 7810, 85.60 × 53.98 mm) at about 300 dpi."""


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Somebody who does not exist, with a cédula of an impossible province."""

    number: str
    surnames: str
    given_names: str
    woman: bool
    born: str
    skin: str
    hair: str


MARIA = CardHolder("9900000010", "DEMOSTRACIÓN", "MARÍA", woman=True, born="12 MAY 1968", skin="#c98f66", hair="#2a1c14")
JUAN = CardHolder("2500000019", "DEMOSTRACIÓN", "JUAN", woman=False, born="3 AGO 1965", skin="#b87f58", hair="#3b3029")


def front(holder: CardHolder) -> Image.Image:
    """Draw the side with the picture and the number."""
    card = _card((214, 228, 240))
    card.box((0, 0, SIZE[0], 112), fill=BLUE)
    card.text((48, 20), "CÉDULA DE MUESTRA", 38, fill="white", bold=True)
    card.text((48, 70), "Para aprender a usar el kiosco. No identifica a nadie.", 21, fill="#dbe7f5")
    for row, colour in enumerate(("#f4c542", "#4a90d9", "#d9534f")):
        card.box((870, 26 + row * 21, 952, 43 + row * 21), fill=colour)
    card.put(_portrait(holder), (48, 148))
    card.field((372, 148), "APELLIDOS", holder.surnames)
    card.field((372, 218), "NOMBRES", holder.given_names)
    card.field((372, 288), "NACIONALIDAD", "DE MUESTRA")
    card.field((690, 288), "SEXO", "MUJER" if holder.woman else "HOMBRE")
    card.field((372, 358), "FECHA DE NACIMIENTO", holder.born)
    card.field((690, 358), "VENCE", "31 DIC 2035")
    card.text((372, 436), "N.º DE CÉDULA", 15, fill=LABEL)
    card.text((372, 458), holder.number, 56, fill=BLUE, bold=True)
    card.signature((700, 556), int(holder.number[-4:]))
    card.text((800, 588), "FIRMA", 14, fill=LABEL, anchor="ma")
    card.box((0, 614, *SIZE), fill=BLUE)
    return card.finished(170)


def back(holder: CardHolder) -> Image.Image:
    """Draw the other side."""
    card = _card((226, 234, 220))
    card.box((0, 0, SIZE[0], 26), fill=BLUE)
    card.field((48, 60), "LUGAR DE NACIMIENTO", "PARROQUIA DE MUESTRA")
    card.field((48, 130), "ESTADO CIVIL", "CASADA" if holder.woman else "CASADO")
    card.field((420, 130), "INSTRUCCIÓN", "BÁSICA")
    card.field((48, 200), "OCUPACIÓN", "AGRICULTURA")
    card.field((420, 200), "DONANTE", "SÍ")
    card.field((48, 270), "EMITIDA EN", "PARROQUIA DE MUESTRA, 1 ENE 2026")
    card.box((760, 64, 950, 330), outline=LABEL)
    card.text((855, 184), "SIN HUELLA:", 19, fill=LABEL, anchor="mm")
    card.text((855, 212), "ES UNA MUESTRA", 19, fill=LABEL, anchor="mm")
    _bars(card, holder.number * 5)
    names = f"{holder.surnames}<<{holder.given_names}".translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUN"))
    for row, line in enumerate((f"I<MUESTRA{holder.number}", "0000000<0000000<MUESTRA", names)):
        for column, letter in enumerate(line.ljust(30, "<")):
            card.text((64 + column * 30, 470 + row * 44), letter, 30, anchor="ma")
    return card.finished(170)


def _card(tint: tuple[int, int, int]) -> Drawing:
    """Begin a card: a ground that grows darker, and fine waves as on a banknote."""
    card = Drawing(SIZE)
    for row in range(SIZE[1]):
        shade = [round(245 - row / SIZE[1] * (245 - part)) for part in tint]
        card.box((0, row, SIZE[0], row + 1), fill="#{:02x}{:02x}{:02x}".format(*shade))
    for number in range(46):
        points = [(x, (number - 6) * 16 + 20 * math.sin(x / 85 + number / 3) + x / 9) for x in range(0, SIZE[0] + 10, 10)]
        card.stroke([(float(x), y) for x, y in points], ("#c9d8e6", "#e6d3cf", "#d2e0d0")[number % 3], 1)
    return card


def _portrait(holder: CardHolder) -> Drawing:
    """Draw a face as simple as a child's, in a frame."""
    face = Drawing((274, 350), "#e9eef3")
    if holder.woman:
        face.oval((137, 174), (96, 132), holder.hair)
    face.oval((137, 254), (30, 44), holder.skin)
    face.oval((137, 372), (128, 94), "#7a3b4a" if holder.woman else "#3f5f4a")
    face.oval((137, 280), (34, 20), holder.skin)
    face.oval((137, 128), (80, 82), holder.hair)
    face.oval((137, 160), (68, 86), holder.skin)
    for eye in (108, 166):
        face.oval((eye, 150), (8, 6), "#2b1d14")
        face.arc((eye - 16, 126, eye + 16, 146), (200, 340), holder.hair)
    face.arc((112, 184, 162, 214), (20, 160), "#8c4a3c")
    face.stroke([(137, 156), (130, 182), (140, 184)], "#9a6b4f", 3)
    face.box((0, 0, 273, 349), outline=LABEL)
    return face


def _bars(card: Drawing, digits: str) -> None:
    """Draw bars that look like a code and hold none."""
    x = 48.0
    for number, digit in enumerate(digits):
        thick = 2 + int(digit) % 4 + number % 3
        card.box((x, 360, x + thick, 436), fill=INK)
        x += thick + 5 + number % 4
