"""Makes of a printed form what a person brings back: signed, with a thumb print, a shadow over it, a little askew, photographed."""

import io
import math
import random
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 200


def signed(pdf: bytes, *, seed: int = 0, turned: float = 3) -> list[bytes]:
    """Return a JPEG of each page of a PDF, signed and photographed; needs pdftoppm. `turned` is in degrees."""
    chances = (random.Random(seed * 100 + number) for number in range(100))  # noqa: S311 - a hand that trembles alike each time
    return [_photographed(page, chance, turned) for page, chance in zip(_pages(pdf), chances, strict=False)]


def _pages(pdf: bytes) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", str(DPI), "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("page-*.ppm"))]


def _photographed(page: Image.Image, chance: random.Random, turned: float) -> bytes:
    _stroke(page, chance)
    _thumb(page, chance)
    page = page.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor="#b0a89c")
    page = ImageChops.multiply(page, _shadow(page.size, chance)).filter(ImageFilter.GaussianBlur(0.6))
    file = io.BytesIO()
    page.save(file, "JPEG", quality=82)
    return file.getvalue()


def _stroke(page: Image.Image, chance: random.Random) -> None:
    """Sign with a pen, across the words below the middle."""
    left, middle = page.width * 0.12, page.height * chance.uniform(0.5, 0.7)
    points = [(left + step * 6, middle + 40 * math.sin(step / 3) + chance.uniform(-12, 12) - step * 0.4) for step in range(90)]
    ImageDraw.Draw(page).line(points, fill="#1b2f7a", width=5, joint="curve")


def _thumb(page: Image.Image, chance: random.Random) -> None:
    """Press an inked thumb beside it: ridges, and a smudge."""
    draw = ImageDraw.Draw(page)
    across, down = page.width * 0.72 + chance.uniform(-20, 20), page.height * 0.62
    for ring in range(4, 80, 7):
        box = (across - ring, down - ring * 1.3, across + ring, down + ring * 1.3)
        draw.ellipse(box, outline="#2a2438", width=3)
    draw.ellipse((across + 40, down + 60, across + 120, down + 100), fill="#4a4458")


def _shadow(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Return the shadow of whoever holds the camera, falling over one side of the page."""
    small = Image.new("L", (64, 64), 255)
    edge = chance.uniform(20, 44)
    ImageDraw.Draw(small).polygon([(edge, 0), (64, 0), (64, 64), (edge - 16, 64)], fill=165)
    return small.filter(ImageFilter.GaussianBlur(5)).resize(size).convert("RGB")
