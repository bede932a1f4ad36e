"""Terminals that draw pictures, and what they show: kitty's and sixel's are decoded back from the bytes that were sent."""

import base64
import io
import os
import re
import time
from collections.abc import Iterable
from typing import Any

from PIL import Image

from screens.terminal.asking import QUESTION
from tests.terminal.driver import Terminal

CELL = (10, 20)
KITTY = b"\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[4;800;1200t\x1b[?62;22c"
SIXEL = b"\x1b[6;20;10t\x1b[4;800;1200t\x1b[?64;1;4;22c"
NEITHER = b"\x1b[?62;22c"
_KITTY = re.compile(rb"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\|\x1b\[2J")
_SIXEL = re.compile(rb'\x1bP[\d;]*q"1;1;(\d+);(\d+)([^\x1b]*)\x1b\\')


class Answering(Terminal):
    """A terminal that answers the one question by such bytes, so many seconds later."""

    def __init__(self, *arguments: Any, answer: bytes, after: float = 0.0, **options: Any) -> None:  # noqa: ANN401 - Terminal's own
        self._answer, self._after = answer, after
        self._due: float | None = None
        super().__init__(*arguments, **options)

    def _read(self, seconds: float) -> bool:
        read = super()._read(min(seconds, 0.01) if self._answer else seconds)
        if self._answer and self._due is None and QUESTION.encode() in self.written:
            self._due = time.monotonic() + self._after
        if self._answer and self._due is not None and time.monotonic() >= self._due:
            os.write(self._descriptor, self._answer)
            self._answer = b""
        return read


def kitty_pictures(written: bytes) -> dict[int, Image.Image]:
    """Return the pictures that a kitty would show after such bytes, by their numbers."""
    shown: dict[int, Image.Image] = {}
    number, coded = 0, b""
    for found in _KITTY.finditer(written):
        if found[1] is None:  # a screen that is cleared loses its pictures, too
            shown.clear()
            continue
        keys = dict(each.split("=") for each in found[1].decode("ascii").split(",") if "=" in each)
        match keys.get("a", "T" if coded else ""):
            case "q":
                continue
            case "d":
                shown.pop(int(keys["i"]), None)
                continue
        number = int(keys.get("i", number))
        coded += found[2]
        if keys.get("m") == "0":
            shown[number] = Image.open(io.BytesIO(base64.b64decode(coded, validate=True))).convert("RGB")
            coded = b""
    return shown


def sixel_pictures(written: bytes) -> list[Image.Image]:
    """Return the sixel pictures among such bytes, in their order; what came over them later is not known here."""
    return [_sixel(int(found[1]), int(found[2]), found[3]) for found in _SIXEL.finditer(written)]


def _sixel(width: int, height: int, drawn: bytes) -> Image.Image:
    image = Image.new("RGB", (width, height), (255, 0, 255))
    colours: dict[int, tuple[int, int, int]] = {}
    colour, x, top = 0, 0, 0
    for command in re.finditer(rb"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|([$-])", drawn):
        if command[1]:
            colour = int(command[1])
            if command[2]:
                red, green, blue = (round(int(command[at]) * 255 / 100) for at in (2, 3, 4))
                colours[colour] = (red, green, blue)
        elif command[8]:
            x, top = 0, top + (6 if command[8] == b"-" else 0)
        else:
            count, letter = int(command[5] or 1), (command[6] or command[7])[0] - ord("?")
            for at, y in _points(x, top, count, letter):
                if at < width and y < height:
                    image.putpixel((at, y), colours[colour])
            x += count
    return image


def _points(x: int, top: int, count: int, letter: int) -> Iterable[tuple[int, int]]:
    return ((x + step, top + bit) for step in range(count) for bit in range(6) if letter >> bit & 1)
