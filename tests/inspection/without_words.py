"""Draws what somebody brings who took the wrong side, or no paper at all: and sheets that are right, with little on them."""

import colorsys
import math
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from tests.inspection import papers
from tests.inspection.grounds import Ground

A4 = (1240, 1754)
"""Pixels at 150 dpi."""
_DOTS = 5.9
_SKINS = ((224, 172, 140), (198, 140, 105), (150, 100, 70), (110, 70, 48))


def blank(seed: int, *, level: int = 246, noise: float = 3.0) -> Image.Image:
    """Scan an empty sheet: a sensor's noise, streaks of its glass, a lamp that is weaker at one side, some dust."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    drawn = np.random.default_rng(seed)
    levels = np.full(A4[::-1], float(level))
    levels *= np.linspace(1, chance.uniform(0.93, 1), A4[0])[None, :]
    levels += drawn.normal(0, 0.8, A4[0])[None, :] + drawn.normal(0, noise, A4[::-1])
    image = grey(levels)
    pen = ImageDraw.Draw(image)
    for _speck in range(chance.randrange(6)):
        x, y, size = chance.randrange(A4[0]), chance.randrange(A4[1]), chance.uniform(1, 3)
        pen.ellipse((x, y, x + size, y + size), fill=chance.randrange(90, 200))
    return image


def shining_through(seed: int, depth: float) -> Image.Image:
    """Scan the empty back of a form: what is printed in front shines through, mirrored, soft and weaker by far."""
    front = papers.page(papers.REPORTING_FONTS[seed % 3], "plain", seed, dots=_DOTS).image.resize(A4)
    soft = np.asarray(front.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(3.5)), float)
    return _noisy(250 - depth * (250 - soft), seed)


def pencil(seed: int, ink: int) -> Image.Image:
    """Scan a form of faint pencil, `ink` levels darker than the paper."""
    front = papers.page(papers.REPORTING_FONTS[seed % 3], "plain", seed, dots=_DOTS).image.resize(A4)
    return _noisy(250 - ink / 220 * (250 - np.asarray(front, float)), seed)


def signature(seed: int) -> Image.Image:
    """Scan a sheet on which there is only a signature, with a pen and above a line."""
    image, chance = Image.new("L", A4, 250), random.Random(seed)  # noqa: S311 - the same ones each time
    pen, points = ImageDraw.Draw(image), []
    left, top = chance.uniform(200, 500), chance.uniform(300, 1300)
    for step in range(220):
        swing = (chance.uniform(0.7, 1.3) * 60 * math.sin(step / 7), 45 * math.cos(step / 4 + seed))
        points.append((left + 2 * step + swing[0] / 2, top + swing[1]))
    pen.line(points, fill=50, width=5, joint="curve")
    pen.line((left - 60, top + 90, left + 560, top + 90), fill=90, width=3)
    return _noisy(np.asarray(image.filter(ImageFilter.GaussianBlur(1.0)), float), seed)


def stamp(seed: int) -> Image.Image:
    """Scan a sheet with a round stamp of thick rubber, whose ink ran a little."""
    image, chance = Image.new("L", A4, 250), random.Random(seed)  # noqa: S311 - the same ones each time
    pen, x, y = ImageDraw.Draw(image), chance.randrange(350, 800), chance.randrange(350, 1300)
    for far, wide in ((230, 12), (150, 8)):
        pen.ellipse((x - far, y - far, x + far, y + far), outline=110, width=wide)
    pen.text((x - 120, y - 40), "IESS", fill=110, font=papers.font("VeraBd", 90))
    return _noisy(np.asarray(image.rotate(chance.uniform(-9, 9), fillcolor=250).filter(ImageFilter.GaussianBlur(1.2)), float), seed)


def broad_letters(seed: int) -> Image.Image:
    """Scan a sheet with one word of broad letters, from a felt pen."""
    image = Image.new("L", A4, 250)
    for row in range(3):
        ImageDraw.Draw(image).text((140, 400 + 260 * row), "ACEPTO"[seed % 2 :], fill=40, font=papers.font("VeraBd", 190))
    return _noisy(np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), float), seed)


def bare(ground: Ground, seed: int, *, hand: bool = False, size: tuple[int, int] = (1700, 1275)) -> Image.Image:
    """Photograph what a paper should have lain on, perhaps with a hand above it."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    image = ground(*size, chance.uniform(4, 9), chance).convert("RGB")
    if hand:
        _hand(image, chance)
    levels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), np.float32) * chance.uniform(0.6, 1)
    noise = papers.noise(seed, 3, (*levels.shape[:2], 1))
    return Image.fromarray((levels + noise).clip(0, 255).astype(np.uint8))


def oilcloth(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw flowers of all colours."""
    image = Image.new("RGB", (width, height), _colour(chance))
    pen = ImageDraw.Draw(image)
    for _flower in range(width * height // round(22 * dots) ** 2):
        x, y, size, colour = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(3, 9) * dots, _colour(chance)
        for petal in range(5):
            far = (x + size * math.cos(petal * 1.26), y + size * math.sin(petal * 1.26))
            pen.ellipse((far[0] - size, far[1] - size, far[0] + size, far[1] + size), fill=colour)
    return image


def palm(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a palm that fills the picture, with its lines."""
    skin = np.array(chance.choice(_SKINS), float)
    rows, columns = np.mgrid[0:height, 0:width]
    light = 0.8 + 0.3 * np.exp(-((columns / width - 0.5) ** 2 + (rows / height - 0.4) ** 2) / 0.2)
    image = Image.fromarray((skin * light[..., None]).clip(0, 255).astype(np.uint8))
    for _line in range(9):
        x, y, far = chance.uniform(0, width), chance.uniform(0, height), 0.3 * width
        ends = (chance.uniform(0, 360), chance.uniform(0, 360))
        ImageDraw.Draw(image).arc(
            (x - far, y - far, x + far, y + far), *ends, fill=_darker(skin, 0.75), width=chance.randrange(3, 9)
        )
    return image


def wall(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a painted wall, rough and lit from one side."""
    drawn = np.random.default_rng(chance.randrange(2**32))
    rough = np.asarray(grey(drawn.normal(128, 20, (height // 9 + 1, width // 9 + 1))).resize((width, height)), float) - 128
    paint = np.array(chance.choice(((205, 200, 180), (170, 190, 200), (200, 160, 120))), float)
    lit = np.linspace(1, chance.uniform(0.6, 1), width)[None, :, None]
    return Image.fromarray(((paint + 0.35 * rough[..., None]) * lit).clip(0, 255).astype(np.uint8))


def coloured(ground: Ground, dark: str, light: str) -> Ground:
    """Return a ground drawn between two colours."""

    def draw(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
        return ImageOps.colorize(ground(width, height, dots, chance).convert("L"), dark, light)

    return draw


def tinted(image: Image.Image, paper: str, bulb: tuple[float, float, float]) -> Image.Image:
    """Return a picture in grey as if its whites were of the paper's colour, under a bulb of its own."""
    seen = np.asarray(ImageOps.colorize(image.convert("L"), "#101018", paper), np.float32) * np.array(bulb, np.float32)
    return Image.fromarray(seen.clip(0, 255).astype(np.uint8))


def _colour(chance: random.Random) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(chance.random(), chance.uniform(0.3, 0.9), chance.uniform(0.4, 1))
    return round(255 * red), round(255 * green), round(255 * blue)


def _darker(colour: Sequence[float] | NDArray[np.floating], part: float) -> tuple[int, int, int]:
    red, green, blue = (min(255, int(each * part)) for each in colour)
    return red, green, blue


def table_top(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a table of brown wood: long faint streaks."""
    drawn = np.random.default_rng(chance.randrange(2**32))
    streaks = np.repeat(drawn.normal(0, 9, (height // 3 + 1, width // 160 + 2)), 3, axis=0)[:height]
    return grey(chance.randrange(95, 165) + streaks).resize((width, height), Image.Resampling.BICUBIC)


def tiles(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a floor of tiles with mottles and dark joints."""
    drawn = np.random.default_rng(chance.randrange(2**32))
    mottled = grey(drawn.normal(160, 16, (height // 14 + 1, width // 14 + 1))).resize((width, height), Image.Resampling.BICUBIC)
    pen, far = ImageDraw.Draw(mottled), round(60 * dots)
    for at in range(far // 3, max(width, height), far):
        pen.rectangle((at, 0, at + dots, height), fill=90)
        pen.rectangle((0, at, width, at + dots), fill=90)
    return mottled


def _hand(image: Image.Image, chance: random.Random) -> None:
    """Draw a palm with four fingers, their creases, nails and the shadows between them."""
    skin = chance.choice(_SKINS)
    x, y, wide = image.width * chance.uniform(0.3, 0.45), image.height * chance.uniform(0.35, 0.5), image.width * 0.3
    pen = ImageDraw.Draw(image)
    pen.ellipse((x - 20, y - 10, x + wide + 20, y + wide * 1.4), fill=_darker(skin, 0.75))
    pen.ellipse((x, y, x + wide, y + wide * 1.4), fill=skin)
    for finger in range(4):
        left, long, shade = x + finger * wide / 4, wide * (0.8, 0.95, 0.9, 0.7)[finger], _darker(skin, 0.7)
        box = (left + 3, y - long, left + wide / 4 - 3, y + wide / 2)
        pen.rounded_rectangle(box, wide / 8, fill=skin, outline=shade, width=4)
        nail = (left + 14, y - long + 5, left + wide / 4 - 14, y - long + wide / 7)
        pen.rounded_rectangle(nail, wide / 20, fill=_darker(skin, 1.15))
        for crease in (0.3, 0.65):
            pen.line((left + 12, y - long * crease, left + wide / 4 - 12, y - long * crease), fill=_darker(skin, 0.82), width=3)
    pen.arc((x + wide / 5, y + wide / 4, x + wide, y + wide), 100, 220, fill=_darker(skin, 0.8), width=4)


def _noisy(levels: NDArray[np.floating], seed: int) -> Image.Image:
    return grey(levels + papers.noise(seed, 3, levels.shape))


def grey(levels: NDArray[np.floating]) -> Image.Image:
    """Return levels as a picture."""
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))
