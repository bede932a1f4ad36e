"""Reads the folder into which a copier drops files: in one piece when they are whole, and never half of one.

Whole is a file that two looks at least a second apart saw unchanged, and that ends as its kind does.
"""

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.adapters.foreign import FILE, FOLDER, opened, read, regular_files, unless_gone
from kiosk.domain.documents.copier import Arrivals, ArrivedFile, State
from kiosk.domain.documents.document import SNIFFED_BYTES, MediaType
from kiosk.domain.errors import NotFound
from kiosk.domain.text import clean
from kiosk.locale import _

STILL_SECONDS = 1.0
FILES_SHOWN = 50
ENTRIES_SEEN = 5_000
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")


def look(folder: Path, since: datetime, before: Arrivals, *, now: float | None = None) -> Arrivals:
    """Return what arrived after `since`, compared with what the look `before` saw; raises NotFound where the folder is gone.

    `now` is in monotonic seconds. When a file arrived is when the kernel wrote it here: the copier's clock may be wrong.
    """
    now = time.monotonic() if now is None else now
    seen: dict[Path, tuple[State, float]] = {}
    files: list[ArrivedFile] = []
    with _opened_folder(folder) as inbox:
        for path, status in regular_files(inbox, Path(), 0, [ENTRIES_SEEN]):
            arrived_at = datetime.fromtimestamp(status.st_ctime, UTC)
            if path.name.lower().endswith(_UNFINISHED) or arrived_at < since:
                continue
            state = _state(status)
            known, still_since = before.seen.get(path, (None, now))
            seen[path] = state, still_since if known == state else now
            if now - seen[path][1] >= STILL_SECONDS and _complete(inbox, path, status.st_size):
                name = clean(path.name) or _("archivo sin nombre")
                files.append(ArrivedFile(path, name, status.st_size, arrived_at, state))
    newest = sorted(files, key=lambda each: (each.arrived_at, each.name), reverse=True)
    return Arrivals(tuple(newest[:FILES_SHOWN]), len(seen) - len(files), seen)


def read_file(folder: Path, file: ArrivedFile, most: int) -> bytes:
    """Return at most `most` bytes of a file as it was listed; raises NotFound where it is gone or has changed since."""
    with _opened_folder(folder) as inbox:
        content = read(inbox, file.path, most)
        same = _state_of(inbox, file.path) == file.state
    if content is None or not same or len(content) != min(most, file.byte_count):
        raise NotFound(_("Ese archivo cambió o ya no está. Espere un momento y elija otra vez."))
    return content


def remove_file(folder: Path, file: ArrivedFile) -> None:
    """Remove a file that was taken, unless another one has its name by now; one that cannot be removed stays."""
    with _opened_folder(folder) as inbox, contextlib.suppress(OSError):
        if _state_of(inbox, file.path) == file.state:
            os.unlink(file.path.name, dir_fd=inbox)


def remove_older(folder: Path, before: datetime) -> int:
    """Remove the files that arrived before a time, whole or not, and return how many; raises NotFound where the folder is gone."""
    removed = 0
    with _opened_folder(folder) as inbox:
        for path, status in list(regular_files(inbox, Path(), 0, [ENTRIES_SEEN])):
            if datetime.fromtimestamp(status.st_ctime, UTC) < before:
                with contextlib.suppress(OSError):  # one that cannot be removed is tried again
                    os.unlink(path.name, dir_fd=inbox)
                    removed += 1
    return removed


@contextlib.contextmanager
def _opened_folder(folder: Path) -> Iterator[int]:
    try:
        inbox = os.open(folder, FOLDER)
        try:
            yield inbox
        finally:
            os.close(inbox)
    except OSError as failure:
        raise NotFound(_("El kiosco no puede ver lo que manda la copiadora. Avise al personal.")) from failure


def _state(status: os.stat_result) -> State:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _state_of(inbox: int, path: Path) -> State | None:
    try:
        status = os.stat(path.name, dir_fd=inbox, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return _state(status) if stat.S_ISREG(status.st_mode) else None


def _complete(inbox: int, path: Path, size: int) -> bool:
    """Tell by its ends whether a file is whole: End of Image of a JPEG, %%EOF of a PDF (padded with zeros by some copiers)."""
    media_type = MediaType.of(read(inbox, path, SNIFFED_BYTES) or b"")
    with unless_gone(), opened(path.name, FILE, inbox) as file:
        end = os.pread(file, SNIFFED_BYTES, max(0, size - SNIFFED_BYTES))
        if media_type is MediaType.JPEG:
            return end.rstrip(b"\0").endswith(b"\xff\xd9")
        return media_type is MediaType.PDF and b"%%EOF" in end
    return False
