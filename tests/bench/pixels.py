"""A document for a terminal's own pixels, against Pillow's encoding alone: its time, its bytes, and whether its number is read."""

import functools
import io
from pathlib import Path

from PIL import Image

from kiosk.adapters.samples.card import MARIA, front
from kiosk.domain.documents.document import GreyPicture, IndexedPicture, Reading
from kiosk.domain.documents.reading import look_for
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged.inspector import Inspector
from kiosk.inspection.judged.recognition import recognise
from kiosk.inspection.pdf import pages
from screens.terminal import pixels
from screens.widgets.framing import Framing
from tests.bench.comparison import Row, compared, in_turn, timed
from tests.inspection import degraded, papers
from tests.terminal.graphics import CELL, kitty_pictures, sixel_pictures

ROOM = (860, 480)
"""Pixels of the picture's place at 120 × 40."""
SEEDS = 4


def _ours(image: Image.Image, protocol: pixels.Protocol) -> pixels.Pixels:
    few = pages.indexed(image, ROOM, pixels.COLOURS)
    return pixels.made(IndexedPicture(*few.size, bytes(few.getpalette() or ()), few.tobytes()), protocol, CELL)


def _pillow(image: Image.Image) -> None:
    image.quantize(pixels.COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(io.BytesIO(), "PNG")


def _reads(image: Image.Image, number: str) -> bool:
    grey = image.convert("L")
    read = recognise(GreyPicture(*grey.size, grey.tobytes()))
    return look_for(Identity(IdentityKind.CEDULA, number), read.text) is Reading.FOUND


def _read_of(inspector: Inspector, protocol: pixels.Protocol) -> tuple[int, int]:
    """Return how many numbers are read on the papers themselves, and how many of these on what a terminal was sent."""
    original = shown = 0
    for draw in (papers.card, papers.page):
        for seed, face, ground in (
            (seed, face, ground) for seed in range(SEEDS) for face in papers.REPORTING_FONTS for ground in papers.REPORTING_GROUNDS
        ):
            drawn, out = draw(face, ground, seed), io.BytesIO()
            image = degraded.spoil(drawn, "none", 0, seed)
            if not _reads(image, drawn.number):
                continue
            original += 1
            image.convert("RGB").save(out, "JPEG", quality=88)
            framing = Framing() if draw is papers.card else Framing().filling(image.size, ROOM, 0)
            part = framing.part(image.size, ROOM)
            few = inspector.indexed(out.getvalue(), page=0, part=part, most=ROOM, colours=pixels.COLOURS)
            made = pixels.made(few, protocol, CELL)
            sent = made.sent.encode()
            seen = kitty_pictures(sent)[made.number] if protocol is pixels.Protocol.KITTY else sixel_pictures(sent)[0]
            shown += _reads(seen, drawn.number)
    return original, shown


def measure(_folder: Path) -> list[Row]:
    """Compare both protocols."""
    rows, inspector = [], Inspector()
    card = front(MARIA).convert("RGB")
    card.thumbnail(ROOM)
    for protocol in pixels.Protocol:
        ours, theirs = in_turn(timed(functools.partial(_ours, card, protocol)), timed(functools.partial(_pillow, card)))
        rows.append(compared(f"a card in pixels ({protocol})", "Pillow's encoding alone", ours, theirs, most=1.5))
        length = len(_ours(card, protocol).sent)
        rows.append(Row(f"bytes of it ({protocol})", "", f"{length:,}", "", None, "≤ 60,000", length <= 60_000))
        original, shown = _read_of(inspector, protocol)
        share = shown / original
        rows.append(
            Row(f"numbers read off it ({protocol})", "on the papers", str(shown), str(original), share, "≥ 0.95×", share >= 0.95)
        )
    inspector.close()
    return rows
