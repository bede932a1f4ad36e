"""Work in a child process of ours: what is needed seldom and weighs much leaves nothing behind in a kiosk that runs for months."""

import os
import threading

from kiosk.children.child import Child, ChildFailed, command_of
from kiosk.domain.errors import OutOfService
from kiosk.locale import _

_LONGEST_SECONDS = 60.0
_MOST_BYTES = 2**31


class Worker:
    """A module of ours that answers one question after another in a child, which may go to rest when nothing is asked."""

    def __init__(self, module: str, *words: str) -> None:
        self._command = command_of(module, *words)
        self._lock = threading.Lock()
        self._child: Child | None = None

    def ask(self, body: bytes = b"", **header: object) -> bytes:
        """Return the answer; raises OutOfService when there is none within a minute. Whoever asks meanwhile waits."""
        with self._lock:
            try:
                try:
                    return self._asked(header, body)
                except ChildFailed as failure:
                    if not failure.rested:
                        raise
                    return self._asked(header, body)  # it had gone to rest before it was asked
            except (ChildFailed, OSError) as failure:
                raise _failed() from failure

    def _asked(self, header: dict[str, object], body: bytes) -> bytes:
        if self._child and not self._child.fit:
            self._end()
        self._child = self._child or Child(self._command, os.environ)
        try:
            return self._child.ask(header, body, answer_bytes=_MOST_BYTES, seconds=_LONGEST_SECONDS)[1]
        except ChildFailed:
            self._child = None
            raise

    def close(self) -> None:
        """End the child, if there is one; the next question starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


def _failed() -> OutOfService:
    return OutOfService(
        _("El kiosco no pudo terminar un trabajo: le falta espacio para trabajar. Reinícielo; si sigue, avise al personal.")
    )
