"""Spoils a picture of a paper in the ways that people and telephones do, by a strength from 0 (hardly) to 1 (hopeless)."""

import io
import math
import random
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from tests.inspection.papers import Drawn, noise


def spoil(drawn: Drawn, kind: str, strength: float, seed: int) -> Image.Image:
    """Return the picture as a camera or scanner would keep it: spoiled in one way, with a sensor's noise, as a JPEG."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    dots = drawn.image.width / drawn.paper.millimetres[0 if drawn.image.width > drawn.image.height else 1]
    spoiled = KINDS[kind](drawn.image, strength, chance, dots)
    noisy = Image.fromarray((np.asarray(spoiled) + noise(seed, 3, (spoiled.height, spoiled.width))).clip(0, 255).astype(np.uint8))
    quality = round(40 * (1 - strength) ** 2) + 2 if kind == "jpeg" else 88
    written = io.BytesIO()
    noisy.save(written, "JPEG", quality=quality)
    return Image.open(written).convert("L")


def none(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Leave it as it is."""
    return image


def blur(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Take it out of focus: a Gaussian of up to 1.2 mm on the paper."""
    return image.filter(ImageFilter.GaussianBlur(1.2 * strength**1.5 * dots))


def motion(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Shake it by up to 4 mm on the paper, in any direction."""
    length, angle = 4 * strength**1.5 * dots, chance.uniform(0, math.pi)
    levels, steps = np.asarray(image, np.float32), max(2, round(length))
    total = np.zeros_like(levels)
    for step in range(steps):
        away = (step - steps / 2) * length / steps
        total += np.roll(levels, (round(away * math.sin(angle)), round(away * math.cos(angle))), (0, 1))
    return _grey(total / steps)


def dark(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Take most of the light away."""
    return _grey(np.asarray(image, np.float32) * (1 - strength) ** 2 * 0.6 + 3)


def washed(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Burn it out: the ink goes grey, then white."""
    return _grey(255 - (255 - np.asarray(image, np.float32)) * (1 - strength) ** 1.5 * 0.8)


def glare(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Put a lamp's reflection somewhere on it."""
    rows, columns = np.mgrid[0 : image.height, 0 : image.width]
    x, y = chance.uniform(0.2, 0.8) * image.width, chance.uniform(0.2, 0.9) * image.height
    radius = (0.04 + 0.4 * strength) * image.width
    distance = np.hypot((columns - x) / 1.5, rows - y) / radius
    light = np.clip(1.6 - distance, 0, 1) ** 1.5
    return _grey(np.asarray(image, np.float32) * 0.9 * (1 - light) + 262 * light)


def low_dpi(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Take it from afar: down to a sixteenth of the pixels a side."""
    part = 1 / (1.5 + 10 * strength**1.5)
    return image.resize((max(8, round(image.width * part)), max(8, round(image.height * part))), Image.Resampling.BOX)


def cut(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Leave up to a half of it out of the frame."""
    part = 0.03 + 0.52 * strength
    left, top, right, bottom = chance.choice(((part, 0, 0, 0), (0, part, 0, 0), (0, 0, part, 0), (0, 0, 0, part)))
    width, height = image.size
    return image.crop((round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height)))


def shadow(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Let somebody's shadow fall on a part of it, with a soft edge."""
    columns = np.arange(image.width) / image.width
    edge = chance.uniform(0.35, 0.65)
    shade = 1 / (1 + np.exp(-(columns - edge) * 30))
    depth = 0.2 + 0.79 * strength
    return _grey(np.asarray(image, np.float32) * 0.9 * (1 - depth * shade)[None, :].astype(np.float32) + 2)


def jpeg(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Make it small, as a message service does; how it is saved does the rest."""
    return image.resize((round(image.width / 2), round(image.height / 2)), Image.Resampling.BOX)


def tilt(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Turn it by up to 40° on a table."""
    angle = chance.choice((-1, 1)) * (1 + 39 * strength)
    image = ImageOps.expand(image, round(0.03 * image.width), 90)
    return image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=90)


def perspective(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Look at it from below, on a table: the far edge down to a sixth of the near one."""
    image = ImageOps.expand(image, round(0.05 * image.width), 90)
    far = 0.42 * strength * image.width
    width, height = image.size
    # The corners of what is seen, mapped from a trapezium: the coefficients of a projection through four points.
    source = ((0, 0), (width, 0), (width, height), (0, height))
    target = ((far, 0.3 * strength * height), (width - far, 0.3 * strength * height), (width, height), (0, height))
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [(u, v, 1, 0, 0, 0, -x * u, -x * v), (0, 0, 0, u, v, 1, -y * u, -y * v)]
    solved = np.linalg.solve(np.array(rows), np.array(source, float).reshape(8))
    return image.transform(image.size, Image.Transform.PERSPECTIVE, solved.tolist(), Image.Resampling.BICUBIC, fillcolor=90)


def sideways(image: Image.Image, strength: float, chance: random.Random, dots: float) -> Image.Image:
    """Turn it by a quarter, to the left or to the right."""
    return image.transpose(chance.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)))


def _grey(levels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8))


KINDS: dict[str, Callable[[Image.Image, float, random.Random, float], Image.Image]] = {
    each.__name__: each
    for each in (none, blur, motion, dark, washed, glare, low_dpi, cut, shadow, jpeg, tilt, perspective, sideways)
}
