"""Work in a child process of ours: what is needed seldom and weighs much leaves nothing behind in a kiosk that runs for months."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from kiosk.domain.errors import OutOfService
from kiosk.locale import _

_ROOT = str(Path(__file__).parents[2])
_LONGEST_SECONDS = 60
_LENGTH = 8
"""Bytes before each question and answer that say how long it is."""


def run(module: str, *words: str, given: bytes = b"") -> bytes:
    """Run one of our modules with these words and input, and return what it wrote; raises OutOfService when it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            _command(module, *words),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _failed() from error
    return done.stdout


class StandingChild:
    """A child that answers one question after another, and ends by itself with exit 0 when nothing is asked for a while."""

    def __init__(self, module: str, *words: str) -> None:
        self._command = _command(module, *words)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, question: bytes) -> bytes:
        """Return the answer; raises OutOfService when there is none within a minute. Whoever asks meanwhile waits."""
        with self._lock:
            answer = self._asked(question) if self._process is not None and self._process.poll() is None else None
            if answer is None:
                self._begin()
                answer = self._asked(question)
            if answer is None:
                raise _failed()
            return answer

    def _begin(self) -> None:
        self._end()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl+C is for us: it ends when we do
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _failed() from error

    def _asked(self, question: bytes) -> bytes | None:
        """Return the answer; None where the child had gone to rest before it was asked. Raises OutOfService when it died of it."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        overdue = threading.Timer(_LONGEST_SECONDS, process.kill)
        overdue.daemon = True
        overdue.start()
        try:
            with contextlib.suppress(OSError):
                write_frame(process.stdin, question)
                if (answer := read_frame(process.stdout)) is not None:
                    return answer
            self._end()
        finally:
            overdue.cancel()
        if process.returncode != 0:
            raise _failed()
        return None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(OSError), process:  # closes the pipes, at which it ends, and waits for it
                pass
            process.wait()


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one question or answer; raises OSError."""
    stream.write(len(content).to_bytes(_LENGTH) + content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next question or answer, or None when the other side has ended."""
    length = _read(stream, _LENGTH)
    return None if length is None else _read(stream, int.from_bytes(length))


def _read(stream: IO[bytes], count: int) -> bytes | None:
    content = b""
    while len(content) < count:
        more = stream.read(count - len(content))
        if not more:
            return None
        content += more
    return content


def _command(module: str, *words: str) -> list[str]:
    return [sys.executable, "-B", "-P", "-m", module, *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": _ROOT}


def _failed() -> OutOfService:
    return OutOfService(
        _("El kiosco no pudo terminar un trabajo: le falta espacio para trabajar. Reinícielo; si sigue, avise al personal.")
    )
