"""The log: JSON lines in the data folder, constant event names with primitive fields; never on the terminal, which is a screen.

Nothing personal can get into it: what `FIELDS` does not let pass is withheld, whoever asks. structlog is loaded with the first
line that is written: it weighs 3 MiB, and a kiosk may run for months without a fault.
"""

import contextlib
import json
import os
import re
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from kiosk.storage.files import private_folder

LARGEST_BYTES = 5_000_000
FIELDS: Final[Mapping[str, str]] = {
    "kind": "what it was about: a value of an Enum",
    "error": "an exception: its class is written, never its words or local variables",
    "place": "function:line of our own code",
    "count": "how many",
}
"""The fields that are written at all. A text passes nowhere but in `place`: a name looks like a code as well."""
WITHHELD = "withheld"
_LARGEST_COUNT = 1_000_000
"""A larger number may be of a telephone, or of a person."""
_EVENT = re.compile(r"[a-z]{1,20}(_[a-z]{1,20}){1,4}")
_PLACE = re.compile(r"<?[a-z_][a-z0-9_]{0,60}>?:[0-9]{1,5}")
_OURS = tuple(f"{Path(__file__).parents[2] / each}{os.sep}" for each in ("kiosk", "screens"))
_paths: list[Path] = []
"""The file that is written to; none before the first is opened."""


def open_log(folder: Path) -> None:
    """Send the log to `folder`/kiosk.log from now on, keeping one older file; raises OSError."""
    path = private_folder(folder) / "kiosk.log"
    opened = _opened(path)
    try:
        torn = _is_torn(path)
        if torn:
            os.write(opened, b"\n")  # or the next line would be spoilt as well
    finally:
        os.close(opened)
    if path.stat().st_size > LARGEST_BYTES:
        path.rename(_older(folder))
    _paths[:] = [path]
    if torn:
        error("log_line_torn")


def _is_torn(path: Path) -> bool:
    """Tell whether a power cut tore the last line."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def error(event: str, **fields: Enum | BaseException | int | str) -> None:
    """Write down a fault, where it can be: a full disk must not end what goes on in spite of the fault.

    The file is opened for each line: another process may have begun a new one.
    """
    if not _paths:
        return
    import structlog  # noqa: PLC0415 - see above

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    processors = (without_anybody, structlog.processors.add_log_level, stamp, structlog.processors.JSONRenderer())
    with contextlib.suppress(OSError), os.fdopen(_opened(_paths[0]), "a", encoding="utf-8") as file:
        structlog.wrap_logger(structlog.WriteLogger(file), processors=processors).error(event, **fields)


def place_of(error: BaseException) -> str:
    """Return the last `function:line` of our own code that an exception came from or through; empty where it is all of others."""
    frames = list(traceback.walk_tb(error.__traceback__))
    return next((f"{each.f_code.co_name}:{line}" for each, line in frames[::-1] if each.f_code.co_filename.startswith(_OURS)), "")


def without_anybody(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return a line with what may be written of it: a processor of structlog's, and the first of them."""
    event = str(line.pop("event", ""))
    passed = {name: _passed(name, value) for name, value in line.items() if name in FIELDS}
    if len(passed) < len(line):
        passed[WITHHELD] = len(line) - len(passed)
    return {"event": event if _EVENT.fullmatch(event) else WITHHELD, **passed}


def purge(folder: Path, before: datetime) -> int:
    """Remove the older file once its last line is from before a time; begin a new file where the first line is. Return how many."""
    path, older, removed = folder / "kiosk.log", _older(folder), 0
    with contextlib.suppress(OSError, ValueError, KeyError):
        if older.exists() and older.stat().st_mtime < before.timestamp():
            older.unlink()
            removed += 1
        with path.open(encoding="utf-8") as file:
            first = file.readline()
        if first and datetime.fromisoformat(json.loads(first)["timestamp"]) < before and not older.exists():
            path.rename(older)
            removed += 1
    return removed


def _passed(name: str, value: object) -> str | int:
    match value:
        case BaseException():
            return type(value).__name__
        case Enum():
            return str(value.value)
        case int() if abs(value) < _LARGEST_COUNT:
            return int(value)
        case str() if name == "place" and _PLACE.fullmatch(value):
            return value
        case _:
            return f"{WITHHELD}:{len(str(value))}"


def _older(folder: Path) -> Path:
    return folder / "kiosk.1.log"


def _opened(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
