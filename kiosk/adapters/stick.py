"""Reads a memory stick that anybody may have prepared: no link is followed, no device or pipe opened, and nothing is parsed.

Every folder is opened relative to the one above it, so that a link that is put in between leads nowhere.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.domain.document import SNIFFED_BYTES, MediaType
from kiosk.domain.errors import NotFound
from kiosk.domain.stick import StickFile, StickListing
from kiosk.domain.text import clean
from kiosk.locale import _

FOLDERS_DEEP = 4
FILES_SHOWN = 200
FILES_OPENED = 2_000
ENTRIES_SEEN = 20_000
"""A stick with more files than this is looked at in part: a slow one would keep the person waiting for minutes."""

_BESIDE = {"System Volume Information", "lost+found"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.ENOMEDIUM}
"""What the kernel says when a stick is pulled out; anything else is the trouble of one file or folder."""


def list_files(folder: Path) -> StickListing:
    """Return what may be attached of the stick at `folder`; NotFound where there is no stick, none any more, or an empty one."""
    with _pulled_out(), _opened_stick(folder) as stick:
        if not os.listdir(stick):  # noqa: PTH208 - a descriptor, not a path
            raise NotFound(_("La memoria está vacía, o el kiosco todavía no la reconoce. Espere un momento y busque otra vez."))
        found = sorted(_regular_files(stick, Path(), FOLDERS_DEEP, [ENTRIES_SEEN]), key=_age)
        shown: list[StickFile] = []
        for path, status in found[:FILES_OPENED]:
            if len(shown) == FILES_SHOWN:
                break
            if MediaType.of(_read(stick, path, SNIFFED_BYTES) or b""):
                shown.append(StickFile(path, _name(path), status.st_size, _modified_at(status)))
        return StickListing(tuple(shown), len(found) - len(shown))


def read_file(folder: Path, path: Path, most: int) -> bytes:
    """Return at most `most` bytes of a listed file; NotFound where the file or the stick is gone."""
    with _pulled_out(), _opened_stick(folder) as stick:
        content = _read(stick, path, most)
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
        stick = os.open(folder, _FOLDER)
    except (FileNotFoundError, NotADirectoryError) as failure:
        raise NotFound(_("No hay ninguna memoria conectada. Conecte su memoria USB y espere un momento.")) from failure
    try:
        yield stick
    finally:
        os.close(stick)


def _regular_files(folder: int, path: Path, deeper: int, left: list[int]) -> Iterator[tuple[Path, os.stat_result]]:
    """Give each visible file with its status; `left` counts down over all folders."""
    with os.scandir(folder) as entries:
        for entry in entries:
            left[0] -= 1
            if left[0] < 0:
                return
            if entry.name.startswith((".", "$")) or entry.name in _BESIDE:
                continue
            with _unless_gone():
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield path / entry.name, status
                elif stat.S_ISDIR(status.st_mode) and deeper:
                    with _opened(entry.name, _FOLDER | os.O_NOFOLLOW, folder) as below:
                        yield from _regular_files(below, path / entry.name, deeper - 1, left)


def _read(stick: int, path: Path, most: int) -> bytes | None:
    """Return the first `most` bytes of a regular file, or None where there is no such file (any more)."""
    if path.is_absolute() or ".." in path.parts:
        return None
    with _unless_gone(), contextlib.ExitStack() as opened:
        folder = stick
        for part in path.parts[:-1]:
            folder = opened.enter_context(_opened(part, _FOLDER | os.O_NOFOLLOW, folder))
        file = opened.enter_context(_opened(path.name, _FILE, folder))
        if stat.S_ISREG(os.fstat(file).st_mode):
            content = bytearray()
            while len(content) < most and (chunk := os.read(file, min(2**20, most - len(content)))):
                content += chunk
            return bytes(content)
    return None


@contextlib.contextmanager
def _opened(name: str, flags: int, folder: int) -> Iterator[int]:
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _unless_gone() -> Iterator[None]:
    """Pass over the trouble of one file or folder, but not over that of the whole stick."""
    try:
        yield
    except OSError as failure:
        if failure.errno in _GONE:
            raise


def _age(found: tuple[Path, os.stat_result]) -> tuple[float, str]:
    path, status = found
    return -status.st_mtime, str(path)


def _name(path: Path) -> str:
    return clean(path.name) or _("archivo sin nombre")


def _modified_at(status: os.stat_result) -> datetime:
    """Return the time that the stick tells, which may be any number."""
    return _EPOCH + timedelta(seconds=min(max(status.st_mtime, 0), _LATEST))
