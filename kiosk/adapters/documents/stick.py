"""Reads a memory stick that anybody may have prepared: what may be attached of it, and its bytes; the rest is never opened."""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.adapters.foreign import FOLDER, read, regular_files
from kiosk.domain.documents.document import SNIFFED_BYTES
from kiosk.domain.documents.stick import StickFile, StickListing
from kiosk.domain.errors import NotFound
from kiosk.domain.text import clean
from kiosk.locale import _

FOLDERS_DEEP = 4
FILES_SHOWN = 200
FILES_OPENED = 2_000
ENTRIES_SEEN = 20_000
"""A stick with more files than this is looked at in part: a slow one would keep the person waiting for minutes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def list_files(folder: Path, kind_not_taken: Callable[[bytes], str | None]) -> StickListing:
    """Return what may be attached of the stick at `folder`; NotFound where there is no stick, none any more, or an empty one.

    `kind_not_taken` names a file's kind by its first bytes, None where it may be attached.
    """
    with _pulled_out(), _opened_stick(folder) as stick:
        if not os.listdir(stick):  # noqa: PTH208 - a descriptor, not a path
            raise NotFound(_("La memoria está vacía, o el kiosco todavía no la reconoce. Espere un momento y busque otra vez."))
        found = sorted(regular_files(stick, Path(), FOLDERS_DEEP, [ENTRIES_SEEN]), key=_age)
        shown: list[StickFile] = []
        kinds: set[str] = set()
        for path, status in found[:FILES_OPENED]:
            if len(shown) == FILES_SHOWN:
                break
            kind = kind_not_taken(read(stick, path, SNIFFED_BYTES) or b"")
            if kind:
                kinds.add(kind)
            else:
                shown.append(StickFile(path, _name(path), status.st_size, _modified_at(status)))
        return StickListing(tuple(shown), len(found) - len(shown), frozenset(kinds))


def read_file(folder: Path, path: Path, most: int) -> bytes:
    """Return at most `most` bytes of a listed file; NotFound where the file or the stick is gone."""
    with _pulled_out(), _opened_stick(folder) as stick:
        content = read(stick, path, most)
    if content is None:
        raise NotFound(_("Ese archivo ya no está en la memoria. Busque otra vez y elija otro."))
    return content


@contextlib.contextmanager
def _pulled_out() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise NotFound(_("La memoria se desconectó. Conéctela otra vez y espere un momento.")) from failure


@contextlib.contextmanager
def _opened_stick(folder: Path) -> Iterator[int]:
    try:
        stick = os.open(folder, FOLDER)
    except (FileNotFoundError, NotADirectoryError) as failure:
        raise NotFound(_("No hay ninguna memoria conectada. Conecte su memoria USB y espere un momento.")) from failure
    try:
        yield stick
    finally:
        os.close(stick)


def _age(found: tuple[Path, os.stat_result]) -> tuple[float, str]:
    path, status = found
    return -status.st_mtime, str(path)


def _name(path: Path) -> str:
    return clean(path.name) or _("archivo sin nombre")


def _modified_at(status: os.stat_result) -> datetime:
    """Return the time that the stick tells, which may be any number."""
    return _EPOCH + timedelta(seconds=min(max(status.st_mtime, 0), _LATEST))
