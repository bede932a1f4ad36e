"""What is looked for where nothing of anybody may be left, and the search for it: in files, their names, and any other bytes."""

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.unfolding import unfolded

CHUNK = 24
"""Bytes of a document that are looked for together: as many come by chance nowhere."""
CHUNKS = 40
_BETWEEN_DIGITS = rb"(?:[\s.,/()_|-]|\xc2?\xa0|\xe2\x80[\x80-\xaf]){0,2}"


@dataclass(frozen=True, slots=True)
class Leak:
    """A canary that was found: which, where, and how it was wrapped."""

    canary: str
    where: str
    way: str


class Canaries:
    """Words, numbers, codes and documents of one person, by what they are.

    Words are ASCII and found in either case; numbers are digits, found with separators between them; of a code of six digits the
    separator stands in the middle, and no digit beside it, for six digits come by chance. Documents are found by any part of them.
    """

    def __init__(
        self,
        *,
        words: Mapping[str, str] | None = None,
        numbers: Mapping[str, str] | None = None,
        codes: Mapping[str, str] | None = None,
        documents: Mapping[str, bytes] | None = None,
    ) -> None:
        self._words = {name: word.lower().encode("ascii") for name, word in (words or {}).items()}
        self._numbers = {
            name: re.compile(_BETWEEN_DIGITS.join(digit.encode() for digit in number)) for name, number in (numbers or {}).items()
        }
        self._codes = {
            name: re.compile(rf"(?<![0-9]){code[:3]}[\s.-]{{0,2}}{code[3:]}(?![0-9])".encode())
            for name, code in (codes or {}).items()
        }
        self._documents = {name: _chunks(content) for name, content in (documents or {}).items()}

    @property
    def names(self) -> set[str]:
        """What is looked for."""
        return {*self._words, *self._numbers, *self._codes, *self._documents}

    def found_in(self, content: bytes) -> dict[str, str]:
        """Return which of them some bytes hold, each with the first way in which it was wrapped ("" where it was not)."""
        found: dict[str, str] = {}
        for way, plain in unfolded(content):
            for name in self.plainly_in(plain):
                found.setdefault(name, way)
        return found

    def leaks(self, paths: Iterable[Path]) -> list[Leak]:
        """Search files and folders with all that is in them: content, names, and what links lead to."""
        return [Leak(name, str(path), way) for path in _below(paths) for name, way in self.found_in(_told(path)).items()]

    def plainly_in(self, content: bytes) -> Iterable[str]:
        """Give those that stand there as they are, unwrapped."""
        small = content.lower()
        yield from (name for name, word in self._words.items() if word in small)
        yield from (name for name, number in self._numbers.items() if number.search(content))
        yield from (name for name, code in self._codes.items() if code.search(content))
        yield from (name for name, chunks in self._documents.items() if any(chunk in content for chunk in chunks))


def _chunks(content: bytes) -> list[bytes]:
    """Return parts from all over a document, without those that are as alike as an empty margin, or a JPEG's tables."""
    tables = content.find(b"\xff\xda") if content.startswith(b"\xff\xd8") else 0
    step = max(CHUNK, (len(content) - tables) // CHUNKS)
    parts = [content[start : start + CHUNK] for start in range(tables + CHUNK, len(content) - CHUNK, step)]
    parts = [part for part in parts if len(set(part)) > CHUNK // 2]
    assert parts, "a document of which nothing can be told apart"
    return parts


def _below(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield path
        if path.is_dir() and not path.is_symlink():
            with contextlib.suppress(FileNotFoundError):  # another program's, gone meanwhile
                yield from _below(sorted(path.iterdir()))


def _told(path: Path) -> bytes:
    """Return a file's name and what it holds."""
    name = os.fsencode(path.name) + b"\n"
    with contextlib.suppress(FileNotFoundError):  # another program's, gone meanwhile
        if path.is_symlink():
            return name + os.fsencode(path.readlink())
        if path.is_file():
            return name + path.read_bytes()
    return name
