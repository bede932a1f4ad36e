"""Writing files so that a power cut leaves either all of one or nothing, and whoever looks into the folder never sees half."""

import contextlib
import os
import re
import secrets
from pathlib import Path

UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.new")
"""The names of what is being written; one that stays so was left by a process that died."""
STALE_SECONDS = 3600
"""What is unfinished for so long nobody writes at any more."""


def write_safely(path: Path, content: bytes, *, temporary: Path | None = None) -> None:
    """Write `content` (mode 0600) to `temporary`, fsync, rename to `path`, fsync the folder; raises OSError, leaving no remains.

    `temporary` must not exist and must be on the same file system; where it is not given it is a hidden name beside `path`.
    """
    unfinished = temporary or unfinished_name(path)
    try:
        write_new(unfinished, content)
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_once(path: Path, content: bytes) -> None:
    """Write a file in one piece, unless somebody else was first: then theirs stays, whole, and nothing is raised."""
    unfinished = unfinished_name(path)
    try:
        write_new(unfinished, content)
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it, that only its owner may open; return it. Raises OSError.

    Its name is made to survive a power cut: without it, all that is written into it and synced would be gone.
    """
    if folder.is_dir():
        return folder
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(new):
        with contextlib.suppress(PermissionError):  # names may be written there, and not read
            sync_folder(each.parent)
    return folder


def unfinished_name(path: Path) -> Path:
    """Return a hidden name beside `path` for what is still to become it."""
    return path.with_name(f".{secrets.token_hex(8)}.new")


def remove_unfinished(folder: Path, *, older_than: float) -> None:
    """Remove the files in a folder that were left unfinished before `older_than` (seconds since 1970); nothing is raised."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                if UNFINISHED.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < older_than:
                    os.unlink(entry.path)  # noqa: PTH108 - scandir gives names, not paths


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet (mode 0600), and fsync it; its name is safe once its folder is. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def forget_cached(path: Path) -> None:
    """Have a file on the disk, and read from there from now on, so that what is checked is what was kept; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
