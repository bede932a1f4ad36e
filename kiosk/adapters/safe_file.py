"""Files that are whole or not there: whoever looks into the folder never sees half a message or half a page."""

import os
from pathlib import Path


def write_safely(content: bytes, temporary: Path, final: Path) -> None:
    """Write to `temporary`, flush it to the disk, and move it to `final` on the same file system; raises OSError.

    The file is readable by its owner alone. Neither name may exist. Nothing is left behind on failure.
    """
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(final.parent)


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it, that only its owner may open; return it. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
