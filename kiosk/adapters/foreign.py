"""Opening what lies in a folder that anybody may have filled: no link is followed, no device or pipe opened, and nothing is parsed.

Every folder is opened relative to the one above it, so that a link that is put in between leads nowhere.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_BESIDE = {"System Volume Information", "lost+found"}
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.ENOMEDIUM}
"""What the kernel says when a stick is pulled out; anything else is the trouble of one file or folder."""


def regular_files(folder: int, path: Path, deeper: int, left: list[int]) -> Iterator[tuple[Path, os.stat_result]]:
    """Give each visible file with its status; `left` counts down over all folders."""
    with os.scandir(folder) as entries:
        for entry in entries:
            left[0] -= 1
            if left[0] < 0:
                return
            if entry.name.startswith((".", "$")) or entry.name in _BESIDE:
                continue
            with unless_gone():
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    yield path / entry.name, status
                elif stat.S_ISDIR(status.st_mode) and deeper:
                    with opened(entry.name, FOLDER | os.O_NOFOLLOW, folder) as below:
                        yield from regular_files(below, path / entry.name, deeper - 1, left)


def read(stick: int, path: Path, most: int) -> bytes | None:
    """Return the first `most` bytes of a regular file, or None where there is no such file (any more)."""
    if path.is_absolute() or ".." in path.parts:
        return None
    with unless_gone(), contextlib.ExitStack() as stack:
        folder = stick
        for part in path.parts[:-1]:
            folder = stack.enter_context(opened(part, FOLDER | os.O_NOFOLLOW, folder))
        file = stack.enter_context(opened(path.name, FILE, folder))
        if stat.S_ISREG(os.fstat(file).st_mode):
            content = bytearray()
            while len(content) < most and (chunk := os.read(file, min(2**20, most - len(content)))):
                content += chunk
            return bytes(content)
    return None


@contextlib.contextmanager
def opened(name: str, flags: int, folder: int) -> Iterator[int]:
    """Open something in a folder for as long as it is needed; raises OSError."""
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def unless_gone() -> Iterator[None]:
    """Pass over the trouble of one file or folder, but not over that of the whole stick."""
    try:
        yield
    except OSError as failure:
        if failure.errno in _GONE:
            raise
