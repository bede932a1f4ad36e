"""The sets of spoiled papers on which thresholds are set and goals told; what is true of each is whether tesseract reads it."""

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from kiosk.domain.documents.document import Paper
from tests.inspection import papers
from tests.inspection.degraded import KINDS, spoil

SETTING, REPORTING = 1000, 5000
"""The seed of each set's first picture; pictures of other sets have other seeds, other numbers, fonts and grounds."""
_WAYS = ((2, "6"), (1, "6"), (1, "11"))
"""Reduced by how much, and tesseract's page segmentation: one block of text, or text wherever it is. It stumbles over large clean
letters that it reads at half the size; what any of these reads can be read. The cheapest comes first."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One picture of a set: how it was spoiled, how much, and what stands on it."""

    kind: str
    strength: float
    image: Image.Image
    number: str
    paper: Paper


def pictures(
    first_seed: int, strengths: Sequence[float], variants: int = 6, kinds: Sequence[str] = tuple(KINDS)
) -> Iterator[Spoiled]:
    """Draw a set, kind by kind; each variant is another font, ground, paper and surrounding; the same ones each time."""
    fonts = papers.SETTING_FONTS if first_seed == SETTING else papers.REPORTING_FONTS
    grounds = papers.SETTING_GROUNDS if first_seed == SETTING else papers.REPORTING_GROUNDS
    names = list(KINDS)
    for kind in kinds:
        for step, strength in enumerate(strengths):
            for variant in range(variants):
                seed = first_seed + names.index(kind) * 400 + step * 20 + variant
                draw = papers.page if variant % 3 == 2 else papers.card
                face, ground = fonts[variant % 3], grounds[(variant + step) % 3]
                drawn = draw(face, ground, seed, table=(variant + step) % 2 == 1)
                yield Spoiled(kind, strength, spoil(drawn, kind, strength, seed), drawn.number, drawn.paper)


def is_read(spoiled: Spoiled) -> bool:
    """Tell whether tesseract finds the number on a picture, with spaces or without."""
    return any(spoiled.number in _letters(spoiled.image.reduce(part), way) for part, way in _WAYS)


def _letters(image: Image.Image, way: str) -> str:
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    command = ("tesseract", "-", "-", "--psm", way, "--dpi", "300")
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    seen = subprocess.run(command, input=written.getvalue(), capture_output=True, env=alone, check=True)
    return "".join(seen.stdout.decode().split())
