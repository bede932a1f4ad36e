"""The memory stick of the demonstration: papers of nobody, drawn here, good ones and two that the kiosk must refuse."""

import io
import os
import random
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from kiosk.adapters.samples.card import JUAN, MARIA, back, front
from kiosk.adapters.samples.form import signed_form
from kiosk.children.serving import Answer, serve

_MINUTE = 60


def write_samples(folder: Path) -> None:
    """Write the samples into `folder` (made if need be), newest what is needed first; the same bytes each time. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    now = time.time()
    for age, (name, content) in enumerate(_samples().items()):
        path = folder / name
        path.write_bytes(content)
        os.utime(path, (now, now - age * _MINUTE))


def _samples() -> dict[str, bytes]:
    maria = (front(MARIA), back(MARIA))
    juan = (front(JUAN), back(JUAN))
    return {
        "Cédula de María, adelante.jpg": _jpeg(maria[0]),
        "Cédula de María, atrás.jpg": _jpeg(maria[1]),
        "Solicitud firmada.pdf": _pdf(signed_form()),
        "Cédula de Juan, adelante.jpg": _jpeg(juan[0]),
        "Cédula de Juan, atrás.jpg": _jpeg(juan[1]),
        "Cédula de Juan, los dos lados.pdf": _pdf(*juan),
        "Foto demasiado grande.jpg": _large_photo(maria[0]),
        "Lista de compras.jpg": b"Esto es un texto con nombre de foto: arroz, papas, sal.\n",
    }


def _jpeg(image: Image.Image, quality: int = 88) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, dpi=(300, 300))
    return written.getvalue()


def _pdf(*pages: Image.Image) -> bytes:
    written = io.BytesIO()
    # A fixed time keeps the bytes the same on each day.
    fixed = time.gmtime(1_767_225_600)
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=150, creationDate=fixed, modDate=fixed)
    return written.getvalue()


def _large_photo(card: Image.Image) -> bytes:
    """Return the card as a telephone sees it on a table, in more bytes than are taken."""
    size = (2400, 1800)
    grain = Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))  # noqa: S311 - grain, not a secret
    wood = Image.merge("RGB", [Image.new("L", size, base) for base in (124, 88, 56)])
    table = Image.blend(wood, Image.merge("RGB", [grain] * 3), 0.24)
    big = card.resize((1700, 1071), Image.Resampling.BICUBIC).convert("RGBA").rotate(4, Image.Resampling.BICUBIC, expand=True)
    place = ((size[0] - big.width) // 2, (size[1] - big.height) // 2)
    shadow = Image.new("L", size)
    shadow.paste(big.getchannel("A"), (place[0] + 14, place[1] + 18))
    table.paste(Image.new("RGB", size, "#2b1f14"), mask=shadow.filter(ImageFilter.BoxBlur(16)))
    table.paste(big, place, big)
    return _jpeg(table, quality=97)


def main() -> None:
    """Write the samples into the folder that is asked for."""
    serve(_answer)


def _answer(asked: dict[str, Any], _body: bytes) -> Answer:
    write_samples(Path(asked["folder"]))
    return {}, b""
