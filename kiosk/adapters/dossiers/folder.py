"""The folder, perhaps a stick, into which dossiers are written: a whole dossier appears there under its name, or nothing does."""

import contextlib
import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from kiosk.domain.errors import KioskError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.storage.files import STALE_SECONDS, UNFINISHED, sync_folder, unfinished_name, write_safely
from kiosk.words.system import fault_in_words

SEALED_SUFFIX = ".p7m"
_CLEAR_NAME = re.compile(r"([0-9A-Z]{5}-\d{2}-\d{6}-[0-9A-Z])(-\d{1,2})?")
"""The name of a dossier's folder: the case's number, and which one of several it is."""
_SPARE_BYTES = 5_000_000
_MOST_OF_A_NAME = 99


def prepare(folder: Path, expected: int) -> None:
    """Make the folder, take away what a dead process left half-written, and see that there is room; raises KioskError."""
    shown = clean(str(folder), limit=1000)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for entry in os.scandir(folder):
            if UNFINISHED.fullmatch(entry.name) and entry.stat().st_mtime < time.time() - STALE_SECONDS:
                _remove(Path(entry.path))
        writable, free = os.access(folder, os.W_OK | os.X_OK), shutil.disk_usage(folder).free
    except OSError as error:
        sentence = _("No se puede escribir en {folder}: {reason}. Si es una memoria, revise que esté conectada.")
        raise KioskError(sentence.format(folder=shown, reason=fault_in_words(error))) from error
    if not writable:
        raise KioskError(_("La carpeta {folder} no se puede escribir: revise su permiso, o use otra.").format(folder=shown))
    if free < expected + _SPARE_BYTES:
        sentence = _("No hay lugar en {folder}: hacen falta {needed} MB y quedan {free}. Elija menos trámites, o libere espacio.")
        raise KioskError(sentence.format(folder=shown, needed=_megabytes(expected + _SPARE_BYTES), free=_megabytes(free)))


def find(folder: Path, name: str, sha256: str, sums: str = "") -> Path | None:
    """Return where a dossier of this sum stands whole, a file or a folder whose list is named `sums`; None where none does."""
    for path in _names(folder, name):
        with contextlib.suppress(OSError, ValueError):
            if not path.exists():
                return None
            held = path / sums if sums else path
            if _sum(held) == sha256 and (not sums or _is_whole(path, held)):
                return path
    return None


def write_sealed(folder: Path, name: str, content: bytes) -> Path:
    """Write one sealed file (mode 0600) under a name that is free, and return it; raises OSError, leaving nothing."""
    path = _free_name(folder, name)
    write_safely(path, content)
    return path


def write_clear(folder: Path, name: str, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write a folder (mode 0700, its files 0600) under a name that is free, and return it; raises OSError, leaving nothing."""
    unfinished = unfinished_name(folder / name)
    try:
        unfinished.mkdir(mode=0o700)
        for file, content in files:
            path = unfinished / file
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_safely(path, content)
        path = _free_name(folder, name)
        unfinished.rename(path)
    except BaseException:
        _remove(unfinished)
        raise
    sync_folder(folder)
    return path


def in_clear(folder: Path) -> dict[str, list[Path]]:
    """Return the folders of dossiers that anybody could read, under the case's number; none where the folder cannot be read."""
    found: dict[str, list[Path]] = {}
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            numbered = _CLEAR_NAME.fullmatch(entry.name)
            if numbered and entry.is_dir(follow_symlinks=False):
                found.setdefault(numbered[1], []).append(Path(entry.path))
    return found


def remove(dossiers: Iterable[Path]) -> int:
    """Remove dossiers, and return how many are gone; what cannot be removed now is tried again."""
    removed = 0
    for each in dossiers:
        _remove(each)
        removed += not each.exists()
    return removed


def _names(folder: Path, name: str) -> Iterable[Path]:
    """Give the names that dossiers of one case take, one after the other."""
    stem, dot, suffix = name.partition(".")
    return (folder / (name if number == 1 else f"{stem}-{number}{dot}{suffix}") for number in range(1, _MOST_OF_A_NAME + 1))


def _free_name(folder: Path, name: str) -> Path:
    free = next((each for each in _names(folder, name) if not os.path.lexists(each)), None)
    if free is None:
        raise FileExistsError(17, _("hay demasiados expedientes de este trámite"))
    return free


def _is_whole(folder: Path, sums: Path) -> bool:
    """Tell whether each file of a list of sums is as it says."""
    lines = (line.split("  ", 1) for line in sums.read_text(encoding="utf-8").splitlines())
    return all(_sum(folder / name) == expected for expected, name in lines)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(path: Path) -> None:
    """Take something half-written away, as far as it can still be reached."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f}".replace(".", ",")
