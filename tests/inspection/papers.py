"""Draws cards and forms of nobody, in several fonts and on several grounds, so that it is known which number stands on each."""

import io
import math
import random
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import reportlab
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kiosk.domain.documents.document import Paper

FONTS = Path(reportlab.__file__).parent / "fonts"
SETTING_FONTS = ("Vera", "VeraBd", "_er_____")
"""The thresholds are set on papers in these: a sans, its bold, a serif."""
REPORTING_FONTS = ("Aileron", "com_____", "_a______")
"""And the goals are told on papers in these: a sans, a typewriter, another sans."""
SETTING_GROUNDS = ("plain", "blue", "guilloche")
REPORTING_GROUNDS = ("cream", "waves", "grain")
_LEVELS = {"plain": 250, "blue": 222, "guilloche": 226, "cream": 236, "waves": 216, "grain": 228}
_IMPOSSIBLE_PROVINCES = (*range(25, 30), *range(90, 100))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in grey of a paper, and the identity number that stands on it."""

    image: Image.Image
    number: str
    paper: Paper


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return one of the fonts that the libraries bring, in pixels of height."""
    if name == "Aileron":
        return ImageFont.load_default(size)
    path = FONTS / f"{name}.ttf"
    return ImageFont.truetype(io.BytesIO((path if path.exists() else FONTS / f"{name}.pfb").read_bytes()), size)


@lru_cache(6)
def noise(seed: int, spread: float, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return a sensor's noise, to be added to a picture; the last ones are kept: drawing them took half of the pictures' time."""
    drawn = np.random.default_rng(seed).normal(0, spread, shape)
    drawn.setflags(write=False)
    return drawn


def impossible_number(seed: int) -> str:
    """Return a cédula with a right check digit (coefficients 2, 1, 2 …) of a province that there is not."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    digits = f"{chance.choice(_IMPOSSIBLE_PROVINCES)}{chance.randrange(6)}{chance.randrange(10**6):06d}"
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return digits + str(-sum(product - 9 if product > 9 else product for product in products) % 10)


def card(face: str, ground: str, seed: int, *, dots: float = 12.0, table: bool = False) -> Drawn:
    """Draw a card at `dots` pixels a millimetre, as a scan that fills all or as a telephone sees it on a table."""
    width, height = round(85.6 * dots), round(53.98 * dots)
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    image = _ground(ground, (width, height), dots, chance)
    pen = ImageDraw.Draw(image)
    number = impossible_number(seed)

    def text(x: float, y: float, words: str, size: float, ink: int = 30) -> None:
        pen.text((x * dots, y * dots), words, fill=ink, font=font(face, round(size * dots)))

    text(4, 3, "CARNET DE MUESTRA", 4)
    pen.rectangle((4 * dots, 12 * dots, 26 * dots, 40 * dots), fill=150)
    pen.ellipse((9 * dots, 15 * dots, 21 * dots, 30 * dots), fill=90)
    pen.ellipse((6 * dots, 31 * dots, 24 * dots, 40 * dots), fill=70)
    for row, (label, words) in enumerate(
        (("APELLIDOS", "DEMOSTRACION"), ("NOMBRES", "MARIA JOSE"), ("NACIMIENTO", "12 MAYO 1968"), ("LUGAR", "PARROQUIA"))
    ):
        text(31, 11 + 7.2 * row, label, 2.0, 70)
        text(31, 13.4 + 7.2 * row, words, 3.4)
    text(31, 41, "NUMERO", 2.0, 70)
    text(31, 43.4, number, chance.uniform(4.0, 5.2))
    return Drawn(_on_table(image, dots, chance) if table else image, number, Paper.CARD)


def page(face: str, ground: str, seed: int, *, dots: float = 7.0, table: bool = False) -> Drawn:
    """Draw an A4 form of a few lines at `dots` pixels a millimetre."""
    width, height = round(210 * dots), round(297 * dots)
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    image = _ground(ground, (width, height), dots, chance)
    pen = ImageDraw.Draw(image)
    number = impossible_number(seed)
    size = chance.uniform(4.0, 5.0)
    lines = (
        "SOLICITUD DE EGRESO VOLUNTARIO",
        "Lugar y fecha: Parroquia de Muestra",
        "Yo, Maria Jose Demostracion,",
        f"con cedula {number}",
        "pido salir del seguro por mi voluntad.",
        "Se me explicaron las consecuencias.",
        "Telefono: 099 123 4567",
    )
    for row, words in enumerate(lines):
        pen.text((25 * dots, (30 + 14 * row) * dots), words, fill=30, font=font(face, round(size * dots)))
    for row in range(3):
        pen.line((25 * dots, (150 + 12 * row) * dots, 185 * dots, (150 + 12 * row) * dots), fill=60, width=max(1, round(dots / 4)))
    pen.rectangle((25 * dots, 220 * dots, 100 * dots, 260 * dots), outline=60, width=max(1, round(dots / 3)))
    return Drawn(_on_table(image, dots, chance) if table else image, number, Paper.PAGE)


def _ground(kind: str, size: tuple[int, int], dots: float, chance: random.Random) -> Image.Image:
    level = _LEVELS[kind]
    image = Image.new("L", size, level)
    pen = ImageDraw.Draw(image)
    if kind in {"guilloche", "waves"}:
        swing, step, depth = ((3.0, 1.6, 34) if kind == "guilloche" else (5.0, 2.2, 30)) if size[0] > size[1] else (6.0, 5.0, 26)
        for start in np.arange(-swing, size[1] / dots + swing, step):
            for phase in (0.0, math.pi):
                xs = np.arange(0, size[0] + 8, 8)
                ys = (start + swing * np.sin(xs / dots / 7 + phase + start / 9)) * dots
                pen.line(list(zip(xs.tolist(), ys.tolist(), strict=True)), fill=level - depth, width=max(1, round(dots / 8)))
    if kind == "grain":
        image = _grained(image, 7, chance)
    return image


def _grained(image: Image.Image, spread: float, chance: random.Random) -> Image.Image:
    grain = noise(chance.randrange(2**32), spread, (image.height, image.width))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def _on_table(image: Image.Image, dots: float, chance: random.Random) -> Image.Image:
    """Lay a paper on a darker table with a grain, with some room around it."""
    margin = chance.uniform(0.06, 0.14) * image.width
    table = Image.new("L", (round(image.width + 2 * margin), round(image.height + 2 * margin)), chance.randrange(60, 130))
    table = _grained(table, 8, chance)
    table.paste(image, (round(margin), round(margin)))
    return table
