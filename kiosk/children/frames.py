"""How the application and the child speak: two lengths, a JSON header, raw bytes. Never pickle, which runs what it reads."""

import json
import struct
from typing import BinaryIO

PREFIX = struct.Struct(">II")
HEADER_LIMIT = 65_536
"""Longest header that is believed, in bytes."""


def pack(header: dict[str, object], body: bytes) -> bytes:
    """Return one frame."""
    written = json.dumps(header).encode()
    return PREFIX.pack(len(written), len(body)) + written + body


def length(start: bytes | bytearray, body_limit: int) -> int:
    """Return the whole length of the frame that begins so; ValueError where it is longer than may be believed."""
    if len(start) < PREFIX.size:
        return PREFIX.size
    header, body = PREFIX.unpack_from(start)
    if header > HEADER_LIMIT or body > body_limit:
        raise ValueError(header, body)
    return PREFIX.size + int(header) + int(body)


def unpack(frame: bytes | bytearray) -> tuple[object, bytes]:
    """Return header and body of a whole frame; ValueError where the header is no JSON."""
    header = PREFIX.unpack_from(frame)[0]
    end = PREFIX.size + header
    try:
        return json.loads(bytes(frame[PREFIX.size : end])), bytes(memoryview(frame)[end:])
    except RecursionError as too_deep:
        raise ValueError("brackets") from too_deep


def read(stream: BinaryIO) -> tuple[dict[str, object], bytes] | None:
    """Return the next frame of a trusted stream, or None at its end."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    header, body = PREFIX.unpack(prefix)
    return json.loads(stream.read(header)), stream.read(body)
