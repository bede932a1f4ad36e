"""The segments of a JPEG (ITU-T T.81, annex B): what tells of maker, place and time is left out, and no pixel is coded again."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.inspection.codes import Code
from kiosk.inspection.report import Refusal

_ICC_LIMIT = 4096
"""Bytes of a colour profile that is kept: sRGB takes 3144, a telephone's Display P3 536."""

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_RESTARTS = range(0xD0, 0xD8)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_TABLES = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD}
_PROGRESSIVE = {0xC2, 0xCA}
_MARKER = re.compile(rb"\xff+[\x01-\xfe]")
_CODED_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""What ends coded data: anything but a stuffed zero byte and the restart marks. Found in 1 ms of 2 MB; `\xff+` takes 30."""
_ONES = b"\xff\x00" * 12
"""Coded bytes of ones alone, which no Huffman table may use: the decoder can read ahead into them and make nothing of them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: `marker`, what stands in it without its length, and the coded data that follow a scan's head."""

    marker: int
    payload: bytes
    coded: bytes = b""

    @property
    def written(self) -> bytes:
        """Return it as it stands in a file."""
        return struct.pack(">BBH", 0xFF, self.marker, len(self.payload) + 2) + self.payload + self.coded


@dataclass(frozen=True, slots=True)
class Frame:
    """What a JPEG says of its picture: pixels, bits a sample, number of colours, and whether it comes in several scans."""

    width: int
    height: int
    bits: int
    colours: int
    progressive: bool


def segments(content: bytes) -> list[Segment]:
    """Take a JPEG apart; what follows its end is left out. Raises Refusal where it is broken or has no end."""
    found = list(_walk(content))
    if sum(each.marker in _FRAMES for each in found) != 1 or not any(each.marker == _SCAN for each in found):
        raise Refusal(Code.JPEG_DAMAGED)
    return found


def _walk(content: bytes) -> Iterator[Segment]:
    at = 2
    while True:
        found = _MARKER.match(content, at)
        if found is None:
            raise Refusal(Code.JPEG_TRUNCATED if at >= len(content) - 1 else Code.JPEG_DAMAGED)
        marker, at = content[found.end() - 1], found.end()
        if marker == _END:
            return
        length = int.from_bytes(content[at : at + 2], "big")
        if at + max(2, length) > len(content):
            raise Refusal(Code.JPEG_TRUNCATED)
        if length < 2 or marker in {0x01, _START, *_RESTARTS}:
            raise Refusal(Code.JPEG_DAMAGED)
        payload, at = content[at + 2 : at + length], at + length
        if marker != _SCAN:
            yield Segment(marker, payload)
            continue
        following = _CODED_END.search(content, at)
        if following is None:
            raise Refusal(Code.JPEG_TRUNCATED)
        yield Segment(marker, payload, content[at : following.start()])
        at = following.start()


def frame(found: list[Segment]) -> Frame:
    """Return what the frame header says; raises Refusal where there is none."""
    for each in found:
        if each.marker in _FRAMES and len(each.payload) >= 6:
            bits, height, width, colours = struct.unpack_from(">BHHB", each.payload)
            return Frame(width, height, bits, colours, each.marker in _PROGRESSIVE)
    raise Refusal(Code.JPEG_DAMAGED)


def stripped(found: list[Segment], orientation: int = 1) -> bytes:
    """Put a JPEG together again without its metadata; an EXIF of one entry says its `orientation` when it is not 1."""
    profile = [each for each in found if each.marker == 0xE2 and each.payload.startswith(b"ICC_PROFILE\0")]
    kept_profile = profile if sum(len(each.payload) for each in profile) <= _ICC_LIMIT else []
    jfif = next((each.payload for each in found if each.marker == 0xE0 and each.payload.startswith(b"JFIF\0")), b"")
    parts = [b"\xff\xd8"]
    if len(jfif) >= 14:  # its own small picture is left out
        parts.append(Segment(0xE0, jfif[:12] + b"\0\0").written)
    if orientation != 1:
        parts.append(_orientation(orientation).written)
    for each in found:
        adobe = each.marker == 0xEE and each.payload.startswith(b"Adobe")
        if adobe or each.marker in _FRAMES | _TABLES | {_SCAN} or each in kept_profile:
            parts.append(Segment(each.marker, each.payload[:12]).written if adobe else each.written)
    return b"".join([*parts, b"\xff\xd9"])


def unended(found: list[Segment]) -> bytes:
    """Return a JPEG of one scan so that a decoder must ask for more where coded data are missing before a forged end."""
    return stripped(found)[:-2] + _ONES


def of_one_scan(found: list[Segment]) -> bool:
    """Whether all of it stands in one scan."""
    return sum(each.marker == _SCAN for each in found) == 1


def held_bytes(found: list[Segment]) -> int:
    """Return the bytes of coefficients that a decoder must hold at once: none where all stands in one scan, else two for each."""
    if of_one_scan(found) and not frame(found).progressive:
        return 0
    header = next(each.payload for each in found if each.marker in _FRAMES)
    samples = [(each >> 4) * (each & 15) for each in header[7::3]]
    largest = max((each >> 4 for each in header[7::3]), default=1) * max((each & 15 for each in header[7::3]), default=1)
    width, height = frame(found).width, frame(found).height
    return 2 * width * height * sum(samples) // max(1, largest)


def lacks_scans(found: list[Segment]) -> bool:
    """Whether a progressive JPEG ends before each of its coefficients came to its last bit (T.81, G.1.1.1)."""
    if not frame(found).progressive:
        return False
    last: dict[tuple[int, int], int] = {}
    for each in found:
        if each.marker == _SCAN and each.payload and len(each.payload) >= 4 + 2 * each.payload[0]:
            count = each.payload[0]
            begin, end, bits = each.payload[1 + 2 * count : 4 + 2 * count]
            for component in each.payload[1 : 1 + 2 * count : 2]:
                last.update({(component, place): bits & 15 for place in range(begin, min(63, end) + 1)})
    header = next(each.payload for each in found if each.marker in _FRAMES)
    return any(last.get((component, place), 1) for component in header[6::3] for place in range(64))


def _orientation(orientation: int) -> Segment:
    """Return the smallest EXIF that turns a picture (Exif 2.32, tag 274)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    return Segment(0xE1, b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4))
