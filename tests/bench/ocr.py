"""Reading the letters of a card and of an A4 page, against tesseract alone on the same picture: what the confinement costs."""

import functools
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kiosk.adapters.samples.card import MARIA, front
from kiosk.adapters.samples.pen import Drawing
from kiosk.domain.documents.document import GreyPicture
from kiosk.inspection.judged.recognition import PROGRAM, recognise
from tests.bench.comparison import Row, compared, in_turn, timed

RUNS = {"card": 11, "A4 page": 7}
WORDS = ("el", "la", "de", "que", "persona", "solicitud", "egreso", "voluntario", "seguro", "social", "familia", "jefe", "firma")


def _page() -> Image.Image:
    """Draw an A4 page full of words, as the inspection hands it over (225 dpi)."""
    chance = random.Random(5)  # noqa: S311 - words, not a secret
    page = Drawing((1860, 2631))
    for line in range(42):
        page.text((140, 130 + 58 * line), " ".join(chance.choice(WORDS) for _ in range(12)), 28)
    return page.finished(0.5).convert("L")


def _alone(path: Path) -> Callable[[], object]:
    command = [PROGRAM, str(path), "stdout"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return lambda: subprocess.run(command, env=environment, capture_output=True, check=True)


def measure(folder: Path) -> list[Row]:
    """Compare both papers."""
    rows = []
    for what, picture in (("card", front(MARIA).convert("L")), ("A4 page", _page())):
        path = folder / f"{what}.pgm"
        picture.save(path)
        grey = GreyPicture(*picture.size, picture.tobytes())
        ours, theirs = in_turn(timed(functools.partial(recognise, grey)), timed(_alone(path)), RUNS[what])
        rows.append(compared(f"OCR of {'a card' if what == 'card' else 'an A4 page'}", "tesseract alone", ours, theirs, most=1.1))
    return rows
