"""Pictures in the terminal's own pixels, written as kitty's graphics protocol or DEC's sixel asks for.

textual-image 0.12 was weighed, and is not used: it imports Pillow, which this process never loads (foreign bytes are opened, and
colours reduced, in the limited child); its kitty images are written past the application's own writer, and its sixels into lines,
of which only the cells that changed are sent here; its encoder is private, and it asks the terminal when it is imported. What is
left to do is a palette PNG for the one protocol and runs of letters for the other, as below.

What is made here depends on numbers that were checked alone: sizes, a palette, and indices into it. No foreign byte is in it.
"""

import base64
import itertools
import random
import re
import struct
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from weakref import WeakValueDictionary

from kiosk.domain.documents.document import IndexedPicture

MOST_BYTES, BYTES_A_CELL = 46_000, 20
"""What a picture may cost to send, and a larger one for each of its cells; one that takes more is sent in fewer colours."""
COLOURS = 16
"""A VT340, and an xterm as it comes, have no more registers; a paper in sixteen colours is read as well as in all of them."""
_CHUNK = 4096
"""Bytes of a piece of kitty's (its protocol, "Remote client")."""
_RUNS = re.compile(rb"(.)\1{3,}", re.DOTALL)
_BAND, _SAMPLED = 6, 11
"""Rows of pixels that a letter of sixel holds, and of how many such bands one is tried."""
_ONLY = [bytes(int(each == colour) for each in range(256)) for colour in range(256)]
_numbers = itertools.count(random.randrange(1 << 16, 1 << 30))  # noqa: S311 - apart from other programs' in the same window


class Protocol(StrEnum):
    """What a terminal draws pictures by."""

    KITTY = "kitty"
    SIXEL = "sixel"


@dataclass(frozen=True, eq=False)
class Pixels:
    """A picture ready to be sent: it takes `columns` × `rows` cells, and is drawn from where the cursor stands."""

    protocol: Protocol
    columns: int
    rows: int
    sent: str = field(repr=False)
    number: int

    @property
    def gone(self) -> str:
        """What takes it away again; a sixel goes with the letters that are written over it."""
        return f"\x1b_Ga=d,d=I,i={self.number},q=2\x1b\\" if self.protocol is Protocol.KITTY else ""


MADE: WeakValueDictionary[int, Pixels] = WeakValueDictionary()
"""The pictures that stand on a screen, by the number that their cells bear: no longer than the widget that shows them."""


def made(picture: IndexedPicture, protocol: Protocol, cell: tuple[int, int]) -> Pixels:
    """Return a picture ready to be sent to a terminal whose cells have so many pixels. Takes some 30 ms: do it in a thread."""
    number, columns, rows = next(_numbers), -(-picture.width // cell[0]), -(-picture.height // cell[1])
    most, colours = max(MOST_BYTES, BYTES_A_CELL * columns * rows), len(picture.palette) // 3
    while True:
        if protocol is Protocol.SIXEL and colours > 2 and (foretold := _foretold(picture)) > most:
            colours = max(2, min(colours - 1, colours * most // foretold))
            picture = merged(picture, colours)
            continue
        sent = sixel(picture) if protocol is Protocol.SIXEL else kitty(picture, number, columns, rows)
        if len(sent) <= most or colours <= 2:
            break
        colours = max(2, min(colours - 1, colours * most // len(sent)))  # it costs about as many bytes a colour
        picture = merged(picture, colours)
    pixels = MADE[number] = Pixels(protocol, columns, rows, sent, number)
    return pixels


def kitty(picture: IndexedPicture, number: int, columns: int, rows: int) -> str:
    """Return a picture as kitty's protocol wants it: sent and shown at the cursor, which stays, and nothing is answered."""
    coded = base64.standard_b64encode(png(picture)).decode("ascii")
    pieces = [coded[at : at + _CHUNK] for at in range(0, len(coded), _CHUNK)]
    first, last = f"a=T,f=100,i={number},p=1,c={columns},r={rows},C=1,q=2,", len(pieces) - 1
    return "".join(f"\x1b_G{'' if at else first}m={int(at < last)};{piece}\x1b\\" for at, piece in enumerate(pieces))


def png(picture: IndexedPicture) -> bytes:
    """Return a picture as PNG of colour type 3, four bits a pixel where its palette allows (W3C PNG, 11.2)."""
    small = len(picture.palette) <= 16 * 3
    rows = [picture.indices[at : at + picture.width] for at in range(0, len(picture.indices), picture.width)]
    if small:
        rows = [_halved(row + b"\0" * (len(row) % 2)) for row in rows]
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 4 if small else 8, 3, 0, 0, 0)
    content = zlib.compress(b"\0" + b"\0".join(rows), 6)
    chunks = ((b"IHDR", header), (b"PLTE", picture.palette), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def _halved(row: bytes) -> bytes:
    """Return two pixels a byte, the left one in the upper half."""
    left, right = (int.from_bytes(row[at::2], "big") for at in (0, 1))
    return (left << 4 | right).to_bytes(len(row) // 2, "big")


def sixel(picture: IndexedPicture) -> str:
    """Return a picture as DEC's sixel wants it (VT330/VT340 Programmer Reference Manual, volume 2, chapter 14)."""
    width, height, count = picture.width, picture.height, len(picture.palette) // 3
    percents = [round(each * 100 / 255) for each in picture.palette]
    palette = "".join(f"#{at};2;{percents[3 * at]};{percents[3 * at + 1]};{percents[3 * at + 2]}" for at in range(count))
    bands = b"-".join(_band(picture, top) for top in range(0, height, _BAND)).decode("ascii")
    return f'\x1bP0;1;0q"1;1;{width};{height}{palette}{bands}\x1b\\'


def _foretold(picture: IndexedPicture) -> int:
    """Return about how many bytes a picture takes as sixel, from some of its bands: to try all of them took longer than Pillow."""
    return _SAMPLED * sum(len(_band(picture, top)) for top in range(0, picture.height, _BAND * _SAMPLED))


def _band(picture: IndexedPicture, top: int) -> bytes:
    """Return six rows of pixels: for each colour a letter a column, whose bits say which of the six have it."""
    width = picture.width
    rows = [picture.indices[y * width : (y + 1) * width] for y in range(top, min(top + _BAND, picture.height))]
    ground, lines = int.from_bytes(b"?" * width, "big"), []
    for colour in sorted(set().union(*rows)):
        ones = sum(int.from_bytes(row.translate(_ONLY[colour]), "big") << bit for bit, row in enumerate(rows))
        line = (ones + ground).to_bytes(width, "big").rstrip(b"?")
        lines.append(b"#%d" % colour + _RUNS.sub(_run, line))
    return b"$".join(lines)


def _run(found: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(found[0]), found[1])


def merged(picture: IndexedPicture, colours: int) -> IndexedPicture:
    """Return a picture in at most so many colours: those that are nearest, and rarest, become one."""
    groups = [
        ([at], picture.indices.count(at), tuple(picture.palette[3 * at : 3 * at + 3])) for at in range(len(picture.palette) // 3)
    ]
    groups = [each for each in groups if each[1]]
    while len(groups) > colours:
        one, other = min(itertools.combinations(groups, 2), key=lambda pair: _cost(*pair))
        whole = one[1] + other[1]
        mean = tuple((a * one[1] + b * other[1]) // whole for a, b in zip(one[2], other[2], strict=True))
        groups = [each for each in groups if each is not one and each is not other] + [(one[0] + other[0], whole, mean)]
    places = {at: place for place, (members, _weight, _colour) in enumerate(groups) for at in members}
    table = bytes(places.get(at, 0) for at in range(256))
    palette = bytes(part for _members, _weight, colour in groups for part in colour)
    return IndexedPicture(picture.width, picture.height, palette, picture.indices.translate(table))


Group = tuple[list[int], int, tuple[int, ...]]


def _cost(one: Group, other: Group) -> float:
    """Return how much is lost when two colours become one (Ward)."""
    apart = sum((a - b) ** 2 for a, b in zip(one[2], other[2], strict=True))
    return apart * one[1] * other[1] / (one[1] + other[1])
