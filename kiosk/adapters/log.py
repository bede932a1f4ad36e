"""The log: JSON lines in the data folder, constant event names with primitive fields; never on the terminal, which is a screen.

structlog is loaded with the first line that is written: it weighs 3 MiB, and a kiosk may run for months without a fault.
"""

import contextlib
import os
from pathlib import Path

from kiosk.storage.files import private_folder

LARGEST_BYTES = 5_000_000
_descriptors: list[int] = []
"""The file that is written to; none before the first is opened."""


def open_log(folder: Path) -> None:
    """Send the log to `folder`/kiosk.log from now on, keeping one older file; raises OSError."""
    path = private_folder(folder) / "kiosk.log"
    if path.exists() and path.stat().st_size > LARGEST_BYTES:
        path.rename(folder / "kiosk.1.log")
    torn = _is_torn(path)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    if not _descriptors:
        _descriptors.append(opened)
    else:
        os.dup2(opened, _descriptors[0], inheritable=False)  # whoever writes just now writes on
        os.close(opened)
    if torn:
        os.write(_descriptors[0], b"\n")  # or the next line would be spoilt as well
        error("log_line_torn")


def _is_torn(path: Path) -> bool:
    """Tell whether a power cut tore the last line."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def error(event: str, **fields: str | int) -> None:
    """Write down a fault, where it can be: a full disk must not end what goes on in spite of the fault."""
    if not _descriptors:
        return
    import structlog  # noqa: PLC0415 - see above

    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    processors = (structlog.processors.add_log_level, stamp, structlog.processors.JSONRenderer())
    with contextlib.suppress(OSError), os.fdopen(os.dup(_descriptors[0]), "a", encoding="utf-8") as file:
        structlog.wrap_logger(structlog.WriteLogger(file), processors=processors).error(event, **fields)
