"""Work in a child process of ours: what is needed seldom and weighs much leaves nothing behind in a kiosk that runs for months."""

import os
import subprocess
import sys
from pathlib import Path

from kiosk.domain.errors import OutOfService
from kiosk.locale import _

_ROOT = str(Path(__file__).parents[2])
_LONGEST_SECONDS = 60


def run(module: str, *words: str, given: bytes = b"") -> bytes:
    """Run one of our modules with these words and input, and return what it wrote; raises OutOfService when it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", module, *words],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": _ROOT},
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OutOfService(
            _("El kiosco no pudo terminar un trabajo: le falta memoria o espacio. Reinícielo; si sigue, avise al personal.")
        ) from error
    return done.stdout
