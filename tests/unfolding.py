"""What bytes say once their wrappings are undone, one within the other: the ways in which something readable may lie on a disk.

Undone are base64 (also of addresses, over several lines), quoted-printable, percent signs, hexadecimal, backslashes of JSON, Python
and PDF, names of HTML, UTF-16 and UTF-32 of either order, zlib and gzip, ZIP, and PDF with its streams, object streams and letters.
Each step gives one text of all that it found, so that the number of steps, not of findings, bounds the work.
"""

import base64
import contextlib
import hashlib
import html
import io
import quopri
import re
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

import pikepdf
import pypdfium2

DEEPEST = 5
"""Wrappings within one another that are undone."""
MOST_BYTES = 64_000_000
"""Of one step's answer: more is a bomb, and an error."""
_TEXT = re.compile(rb"[\t\r\n\x20-\x7e]{6,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}(?:\s{1,2}[A-Za-z0-9+/_-]+)*")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[\s:,-]?){4,}")
_WIDE = {  # plain letters and those of western Europe, with the dashes and blanks of U+20xx among them
    "utf-16-le": re.compile(rb"(?:[\t\r\n\x20-\x7e\xa0-\xff]\x00|[\x00-\x7f]\x20){4,}"),
    "utf-16-be": re.compile(rb"(?:\x00[\t\r\n\x20-\x7e\xa0-\xff]|\x20[\x00-\x7f]){4,}"),
    "utf-32-le": re.compile(rb"(?:[\t\r\n\x20-\x7e\xa0-\xff]\x00\x00\x00|[\x00-\x7f]\x20\x00\x00){4,}"),
    "utf-32-be": re.compile(rb"(?:\x00\x00\x00[\t\r\n\x20-\x7e\xa0-\xff]|\x00\x00\x20[\x00-\x7f]){4,}"),
}
_DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ZIPPED = re.compile(rb"PK\x03\x04.{4}\x08\x00.{16}(..)(..)", re.DOTALL)
_BACKSLASH = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{3})|([/\\\"'nrt()]))")
_WHITE = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def unfolded(content: bytes, deepest: int = DEEPEST) -> Iterator[tuple[str, bytes]]:
    """Give the content and all that it says unwrapped, each once, with the way to it (`base64 pdf zlib`)."""
    seen: set[bytes] = set()
    waiting = [("", content)]
    while waiting:
        way, found = waiting.pop(0)
        digest = hashlib.sha256(found).digest()
        if digest in seen:
            continue
        seen.add(digest)
        yield way, found
        if len(way.split()) < deepest:
            waiting += [(f"{way} {name}".strip(), more) for name, undo in _STEPS.items() for more in undo(found) if more]


def _base64(content: bytes) -> Iterator[bytes]:
    runs = [re.sub(rb"\s", b"", run).translate(bytes.maketrans(b"-_", b"+/")) for run in _BASE64.findall(content)]
    for start in range(4 if runs else 0):  # letters that stand before it would shift it
        yield b"\n".join(base64.b64decode(run[start : start + (len(run) - start) // 4 * 4]) + _rest(run[start:]) for run in runs)


def _rest(run: bytes) -> bytes:
    """Return what the last, unfinished group of base64 says."""
    left = run[len(run) // 4 * 4 :]
    return base64.b64decode(left + b"=" * (4 - len(left))) if len(left) > 1 else b""


def _hexadecimal(content: bytes) -> Iterator[bytes]:
    runs = [re.sub(rb"[\s:,-]", b"", run) for run in _HEX.findall(content)]
    if runs:
        yield b"\n".join(bytes.fromhex(run.decode()) for run in runs)
        yield b"\n".join(bytes.fromhex(run[1 : len(run) - 1].decode()) for run in runs)


def _wide(content: bytes) -> Iterator[bytes]:
    for encoding, sign in _WIDE.items():
        yield b"\n".join(run.decode(encoding).encode() for run in sign.findall(content))


def _written(undo: Callable[[bytes], bytes], sign: re.Pattern[bytes]) -> Callable[[bytes], Iterator[bytes]]:
    """Return a step for what is written in plain letters, wherever such letters stand together and its sign is among them."""

    def step(content: bytes) -> Iterator[bytes]:
        text = b"\n".join(run for run in _TEXT.findall(content) if sign.search(run))
        if text:
            yield undo(text)

    return step


def _backslashes(text: bytes) -> bytes:
    def said(found: re.Match[bytes]) -> bytes:
        wide, two, three, sign = found.groups()
        if wide:
            return chr(int(wide, 16)).encode("utf-8", "replace")
        return bytes([int(two, 16) if two else int(three, 8) & 255]) if two or three else _WHITE.get(sign, sign)

    return _BACKSLASH.sub(said, text)


def _deflated(content: bytes) -> Iterator[bytes]:
    found = [_inflated(content, match.start(), 47) for match in _DEFLATED.finditer(content)]  # 47: zlib or gzip, whichever it is
    found += [_inflated(content, match.end() + sum(map(_short, match.groups())), -15) for match in _ZIPPED.finditer(content)]
    yield b"\n".join(each for each in found if len(each) >= 6)


def _short(two: bytes) -> int:
    return int.from_bytes(two, "little")


def _inflated(content: bytes, start: int, window: int) -> bytes:
    """Return as much as can be unpacked: one that was cut says what it says up to there."""
    unpacking, said, fed = zlib.decompressobj(window), bytearray(), start
    with contextlib.suppress(zlib.error):
        while fed < len(content) and not unpacking.eof:
            said += unpacking.decompress(content[fed : fed + 4096])
            fed += 4096
            assert len(said) < MOST_BYTES, "a bomb"
    return bytes(said)


def _pdf(content: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"%PDF-", content):
        end = content.find(b"%PDF-", match.end())
        with contextlib.suppress(pikepdf.PdfError, pypdfium2.PdfiumError):
            yield _said_by(content[match.start() : end if end >= 0 else len(content)])


def _said_by(pdf: bytes) -> bytes:
    said: list[bytes] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            said.append(each.unparse())
            if isinstance(each, pikepdf.Stream):
                try:
                    said.append(each.read_bytes())
                except pikepdf.PdfError:  # pixels, whose packing is theirs
                    said.append(each.read_raw_bytes())
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as drawn:
        said += [page.get_textpage().get_text_range().encode() for page in drawn]
    return b"\n".join(said)


_STEPS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "pdf": _pdf,
    "zlib": _deflated,
    "wide": _wide,
    "base64": _base64,
    "hex": _hexadecimal,
    "quoted": _written(quopri.decodestring, re.compile(rb"=(?:[0-9A-Fa-f]{2}|\r?\n)")),
    "percent": _written(unquote_to_bytes, re.compile(rb"%[0-9A-Fa-f]{2}")),
    "backslash": _written(_backslashes, _BACKSLASH),
    "html": _written(lambda text: html.unescape(text.decode()).encode("utf-8", "replace"), re.compile(rb"&#?\w+;")),
}
