"""Whether SQLite's write-ahead log still says all that was committed: SQLite passes over a damaged frame and all after it.

That is right for a transaction that a power cut tore, which nobody was told of. It is silent loss where later ones follow: with
`synchronous=FULL` those were written only after the former was on the disk. Format: https://www.sqlite.org/fileformat2.html#walformat
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_LITTLE_ENDIAN_SUMS, _BIG_ENDIAN_SUMS = 0x377F0682, 0x377F0683


def has_lost(path: Path) -> bool:
    """Tell whether committed transactions of a database that nobody has open are unreadable in its log; raises OSError.

    A log that is gone beside its index (`-shm`, which comes after it and goes before it) was taken away; one damaged in its
    last transaction cannot be told from one that was never finished.
    """
    log, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    if not log.exists():
        return index.exists()
    with log.open("rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not any(head):
            return False  # it was never begun
        magic, _version, page, _count, *salts, first, second = _HEADER.unpack(head)
        little = magic == _LITTLE_ENDIAN_SUMS
        if magic not in {_LITTLE_ENDIAN_SUMS, _BIG_ENDIAN_SUMS} or _sums(head[:24], little, (0, 0)) != (first, second):
            return True
        return _breaks_off(_frames(file, page, salts), (first, second), little=little)


def _frames(file: BinaryIO, page: int, salts: list[int]) -> Iterator[tuple[bool, bytes, tuple[int, int]]]:
    """Give each frame of this run of the log: whether it ends a transaction, what is summed up, and the sums it bears."""
    while len(frame := file.read(_FRAME.size + page)) == _FRAME.size + page:
        _number, size_after, *rest = _FRAME.unpack_from(frame)
        if rest[:2] == salts:
            yield size_after != 0, frame[:8] + frame[_FRAME.size :], (rest[2], rest[3])


def _breaks_off(frames: Iterator[tuple[bool, bytes, tuple[int, int]]], sums: tuple[int, int], *, little: bool) -> bool:
    """Tell whether frames follow the end of a transaction of which a frame is not as it was written."""
    whole, ended = True, False
    for ends, content, borne in frames:
        if ended:
            return True
        if whole:
            sums = _sums(content, little, sums)
            whole = sums == borne
        ended = not whole and ends
    return False


def _sums(content: bytes, little: bool, sums: tuple[int, int]) -> tuple[int, int]:  # noqa: FBT001 - as the format has it
    first, second = sums
    words = struct.unpack(f"{'<' if little else '>'}{len(content) // 4}I", content)
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return first, second
