"""Receipts are claimed and rendered a few ahead, while the mail server thinks about the one before.

Rendering one takes as long as many a server does: half of it in the child that draws, half of it here, so two are under way
at once. What is prepared and not sent is put back as it was: it was not tried.
"""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from kiosk.domain.errors import OutOfService
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Message

TOGETHER = 8
"""Messages that are claimed in one transaction."""
FEW = 4
"""So many are left when the next are claimed."""
HANDS = 2
FRESH_SECONDS = 30.0
"""What waited longer behind a slow server is put back: with the longest time of a mail, a minute, its lease might run out."""

Prepared = TypeVar("Prepared")


class Ahead(Generic[Prepared]):
    """What is claimed next, prepared."""

    def __init__(self, kiosk: Kiosk, claim: Callable[[int], list[Message]], prepare: Callable[[Message], Prepared]) -> None:
        self._kiosk = kiosk
        self._claim = claim
        self._prepare = prepare
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="ahead")
        self._waiting: deque[tuple[Message, Future[Prepared], float]] = deque()

    def __enter__(self) -> "Ahead[Prepared]":
        return self

    def next(self) -> tuple[Message, Prepared] | None:
        """Return the next message, which is then the caller's to settle, or None when no more are due; raises OutOfService."""
        while True:
            if len(self._waiting) <= FEW:
                self._claim_more()
            if not self._waiting:
                return None
            message, prepared, claimed_at = self._waiting.popleft()
            if time.monotonic() - claimed_at < FRESH_SECONDS:
                return message, self._result(message, prepared)
            self._put_back(message, prepared)

    def __exit__(self, *_error: object) -> None:
        """Put back what was not taken."""
        while self._waiting:
            message, prepared, _claimed_at = self._waiting.pop()
            self._put_back(message, prepared)
        self._hands.shutdown()

    def _claim_more(self) -> None:
        claimed_at = time.monotonic()
        for each in self._claim(TOGETHER):
            self._waiting.append((each, self._hands.submit(self._prepare, each), claimed_at))

    def _result(self, message: Message, prepared: Future[Prepared]) -> Prepared:
        try:
            return prepared.result()
        except BaseException:
            self._put_back(message, prepared)
            raise

    def _put_back(self, message: Message, prepared: Future[Prepared]) -> None:
        prepared.cancel()
        with contextlib.suppress(OutOfService):  # it is void all the same
            outbox.give_back(self._kiosk, message)
