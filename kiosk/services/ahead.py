"""Receipts are claimed and rendered a few ahead, while the mail server thinks about the one before.

Rendering one takes as long as many a server does, and on the second core it costs nothing. What is prepared and not sent
is put back as it was: it was not tried.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from kiosk.domain.errors import OutOfService
from kiosk.services import outbox
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message

TOGETHER = 8
"""Messages that are claimed in one transaction."""
READY = 2
"""Rendered messages that wait to be sent, at most."""
FRESH_SECONDS = 30.0
"""What waited longer behind a slow server is put back: with the longest time of a mail, a minute, its lease might run out."""

Prepared = TypeVar("Prepared")


class Ahead(Generic[Prepared]):
    """What is claimed next, prepared. The first claim is made by the first `next`; a thread goes on from there."""

    def __init__(self, kiosk: Kiosk, claim: Callable[[int], list[Message]], prepare: Callable[[Message], Prepared]) -> None:
        self._kiosk = kiosk
        self._claim = claim
        self._prepare = prepare
        self._ready: queue.Queue[tuple[Message, Prepared, float] | BaseException | None] = queue.Queue(READY)
        self._runs = False
        self._ended = threading.Event()

    def __enter__(self) -> "Ahead[Prepared]":
        return self

    def next(self) -> tuple[Message, Prepared] | None:
        """Return the next message, which is then the caller's to settle, or None when no more are due; raises OutOfService."""
        if not self._runs:
            first = self._claim(TOGETHER)
            if not first:
                return None
            self._runs = True
            threading.Thread(target=self._work, args=(first,), name="ahead", daemon=True).start()
        while isinstance(found := self._ready.get(), tuple):
            message, prepared, claimed_at = found
            if time.monotonic() - claimed_at < FRESH_SECONDS:
                return message, prepared
            self._give_back(message)
        self._runs = False
        if found is not None:
            raise found
        return None

    def __exit__(self, *_error: object) -> None:
        """Put back what was not taken."""
        self._ended.set()
        while self._runs:
            found = self._ready.get()
            if isinstance(found, tuple):
                self._give_back(found[0])
            else:
                self._runs = False

    def _work(self, found: list[Message]) -> None:
        end: BaseException | None = None
        claimed_at = time.monotonic()
        try:
            while found:
                if self._ended.is_set():
                    self._give_back(found.pop(0))
                    continue
                prepared = self._prepare(found[0])
                self._ready.put((found.pop(0), prepared, claimed_at))
                if not found and not self._ended.is_set():
                    claimed_at = time.monotonic()
                    found = self._claim(TOGETHER)
        except BaseException as error:  # noqa: BLE001 - it is the caller's, who waits for it
            end = error
            for each in found:
                self._give_back(each)
        self._ready.put(end)

    def _give_back(self, message: Message) -> None:
        with contextlib.suppress(OutOfService):  # it is void all the same
            outbox.give_back(self._kiosk, message)
