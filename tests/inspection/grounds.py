"""Lays a paper on what people lay it on: cloths, grass, tables, under a bulb; a set to build with, another to tell the goal."""

import math
import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from kiosk.inspection.legibility.measures import WORKING_LONG_SIDE
from tests.inspection.papers import Drawn, noise

Ground = Callable[[int, int, float, random.Random], Image.Image]


def gingham(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a cloth of squares in three levels, as light as paper at most."""
    step = chance.uniform(8, 20) * dots
    rows, columns = np.mgrid[0:height, 0:width]
    dark = ((rows // step) % 2).astype(int) + ((columns // step) % 2).astype(int)
    return _grey(np.array([235, 160, 90])[dark])


def tartan(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a cloth of broad and narrow bands that cross."""
    ground = Image.new("L", (width, height), 205)
    pen = ImageDraw.Draw(ground)
    for far in range(0, max(width, height), round(26 * dots)):
        for away, broad, level in ((0, 9, 120), (14, 2, 60), (19, 2, 245)):
            at = far + away * dots
            pen.rectangle((at, 0, at + broad * dots, height), fill=level)
            pen.rectangle((0, at, width, at + broad * dots), fill=level)
    return ground.filter(ImageFilter.GaussianBlur(dots / 3)).rotate(chance.uniform(-3, 3), fillcolor=150)


def flowers(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw an oilcloth with flowers."""
    ground = Image.new("L", (width, height), chance.randrange(90, 200))
    pen = ImageDraw.Draw(ground)
    for _flower in range(width * height // round(22 * dots) ** 2):
        x, y, size = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(3, 9) * dots
        for petal in range(5):
            far = (x + size * math.cos(petal * 1.26), y + size * math.sin(petal * 1.26))
            pen.ellipse((far[0] - size, far[1] - size, far[0] + size, far[1] + size), fill=chance.randrange(40, 245))
    return ground


def leaves(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw leaves of all kinds on dark earth."""
    ground = Image.new("L", (width, height), 50)
    pen = ImageDraw.Draw(ground)
    for _leaf in range(width * height // round(9 * dots) ** 2):
        x, y, long = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(4, 14) * dots
        turn = chance.uniform(0, math.pi)
        tip = (x + long * math.cos(turn), y + long * math.sin(turn))
        side = (x + long / 3 * math.cos(turn + 1), y + long / 3 * math.sin(turn + 1))
        pen.polygon(((x, y), side, tip), fill=chance.randrange(45, 170))
    return ground


def grass(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw blades of grass."""
    ground = Image.new("L", (width, height), 70)
    pen = ImageDraw.Draw(ground)
    for _blade in range(width * height // round(5 * dots) ** 2):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        far = (x + chance.uniform(-6, 6) * dots, y - chance.uniform(6, 25) * dots)
        pen.line(((x, y), far), fill=chance.randrange(40, 150), width=max(1, round(0.8 * dots)))
    return ground


def grey(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a grey table, nearly as light as the paper."""
    return Image.new("L", (width, height), chance.randrange(140, 185))


def planks(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw planks of wood with their joints."""
    ground = Image.new("L", (width, height), 120)
    pen = ImageDraw.Draw(ground)
    for top in np.arange(0, height, 1.2 * dots):
        pen.line(((0, top), (width, top + chance.uniform(-4, 4) * dots)), fill=chance.randrange(85, 160), width=max(1, round(dots)))
    for top in range(0, height, round(45 * dots)):
        pen.rectangle((0, top, width, top + dots), fill=40)
    return ground


def concrete(width: int, height: int, dots: float, chance: random.Random) -> Image.Image:
    """Draw a rough floor."""
    coarse = np.random.default_rng(chance.randrange(2**32)).normal(
        150, 28, (height // round(6 * dots) + 2, width // round(6 * dots) + 2)
    )
    return _grey(coarse).resize((width, height), Image.Resampling.BICUBIC)


SETTING_GROUNDS: tuple[Ground, ...] = (gingham, flowers, grass, planks)
REPORTING_GROUNDS: tuple[Ground, ...] = (tartan, leaves, grey, concrete)


def laid(drawn: Drawn, ground: Ground, seed: int, *, room: float, bulb: float = 0.0) -> Image.Image:
    """Return a paper on a ground with `room` of its width around it, under a bulb whose light fades by so much to the corner."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    image = drawn.image
    dots = max(image.size) / drawn.paper.millimetres[0]
    margin = round(room * max(image.size))
    size = (image.width + 2 * margin, image.height + 2 * margin)
    table = ground(*size, dots, chance)
    away = (round(chance.uniform(-0.4, 0.4) * margin), round(chance.uniform(-0.4, 0.4) * margin))
    table.paste(image, (margin + away[0], margin + away[1]))
    levels = np.asarray(table, np.float32) * 0.92
    if bulb:
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
        far = np.hypot(columns / size[0] - chance.uniform(0, 1), rows / size[1] - chance.uniform(0, 0.4)) / 1.2
        levels *= 1 - bulb * far
    return _grey(levels + noise(seed, 3, levels.shape))


def decoded(drawn: Drawn, ground: Ground, seed: int, *, room: float, bulb: float = 0.0) -> tuple[Image.Image, tuple[int, int]]:
    """Return the same reduced as a picture is to be looked at, and the size that it had: a ground drawn large costs seconds."""
    sides = [side + 2 * round(room * max(drawn.image.size)) for side in drawn.image.size]
    part = 1 / max(1, max(sides) // WORKING_LONG_SIDE)
    small = drawn.image.resize((round(part * drawn.image.width), round(part * drawn.image.height)), Image.Resampling.BOX)
    return laid(replace(drawn, image=small), ground, seed, room=room, bulb=bulb), (sides[0], sides[1])


def _grey(levels: NDArray[np.floating] | NDArray[np.integer]) -> Image.Image:
    return Image.fromarray(np.asarray(levels).clip(0, 255).astype(np.uint8))
