"""A child process that stands ready: started for the first question, asked one at a time, and replaced when it fails."""

import math
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kiosk.children.child import CAGED, Child, ChildFailed, command_of
from kiosk.domain.errors import OutOfService
from kiosk.locale import _

T = TypeVar("T")
_LONGEST_SECONDS = 60.0
_MOST_BYTES = 2**31


class StandingChild:
    """One child at a time, of which `most` questions are asked before another takes its place; several threads may ask."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] = CAGED, *, most: float = math.inf) -> None:
        self._command = command
        self._environment = environment
        self._most = most
        self._lock = threading.Lock()
        self.running: Child | None = None

    def ask(
        self, header: dict[str, object], body: bytes, believe: Callable[[object, bytes], T], *, answer_bytes: int, seconds: float
    ) -> T:
        """Return what is believed of the answer's header and body, where ValueError means a lie; raises ChildFailed, OSError."""
        with self._lock:
            try:
                return believe(*self._ready().ask(header, body, answer_bytes=answer_bytes, seconds=seconds))
            except ValueError as lie:
                self._end()
                raise ChildFailed from lie
            except ChildFailed:
                self.running = None
                raise

    def warm(self) -> None:
        """Start it, so that the first question does not wait for that; raises OSError."""
        with self._lock:
            self._ready()

    def close(self) -> None:
        """End it; the next question starts another."""
        with self._lock:
            self._end()

    def _ready(self) -> Child:
        """Return a child that can be asked; raises OSError where none can be started."""
        if self.running and (self.running.questions >= self._most or not self.running.fit):
            self._end()
        self.running = self.running or Child(self._command, self._environment)
        return self.running

    def _end(self) -> None:
        if self.running:
            self.running.end()
        self.running = None


class Worker:
    """A module of ours that does what weighs much, so that nothing of it stays in a kiosk that runs for months.

    It works for itself alone, may see our environment, and may go to rest when nothing is asked.
    """

    def __init__(self, module: str, *words: str) -> None:
        self._child = StandingChild(command_of(module, *words), os.environ)

    def ask(self, body: bytes = b"", **header: object) -> bytes:
        """Return the answer; raises OutOfService when there is none within a minute. Whoever asks meanwhile waits."""
        try:
            try:
                return self._asked(header, body)
            except ChildFailed as failure:
                if not failure.rested:
                    raise
                return self._asked(header, body)  # it had gone to rest before it was asked
        except (ChildFailed, OSError) as failure:
            words = _(
                "El kiosco no pudo terminar un trabajo: le falta espacio para trabajar. Reinícielo; si sigue, avise al personal."
            )
            raise OutOfService(words) from failure

    def _asked(self, header: dict[str, object], body: bytes) -> bytes:
        return self._child.ask(header, body, lambda _header, answer: answer, answer_bytes=_MOST_BYTES, seconds=_LONGEST_SECONDS)

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()
