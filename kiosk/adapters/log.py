"""The log: JSON lines in the data folder, constant event names with primitive fields; never on the terminal, which is a screen."""

import os
from pathlib import Path

import structlog

from kiosk.storage.files import private_folder

LARGEST_BYTES = 5_000_000


def open_log(folder: Path) -> None:
    """Send the log to `folder`/kiosk.log from now on, keeping one older file; raises OSError."""
    path = private_folder(folder) / "kiosk.log"
    if path.exists() and path.stat().st_size > LARGEST_BYTES:
        path.rename(folder / "kiosk.1.log")
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=os.fdopen(descriptor, "a", encoding="utf-8")),
        cache_logger_on_first_use=True,
    )
