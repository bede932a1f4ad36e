"""The command line called in this process, as an office's scripts call it: without the second that starting Python takes.

That `kiosk` started by itself does the same is held for each noun by `test_processes`, and by the tests that are about processes.
"""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from kiosk import commands


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return what `kiosk` is to find: a data folder, and nothing of this environment's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    return kept | {"KIOSK_DATA_DIR": str(folder), **variables}


def called(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Call it here; argparse ends on misuse, and what it says then counts as well."""
    said, complained = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, environ, clear=True), contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            status = commands.main(list(words))
        except SystemExit as end:
            status = int(str(end.code or 0))
    return subprocess.CompletedProcess(words, status, said.getvalue(), complained.getvalue())


def started(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Start it as a process of its own."""
    command = [sys.executable, "-m", "screens", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
