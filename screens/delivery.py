"""Mail and prints go out beside what people do at the screen; a server that does not answer holds nobody up."""

import contextlib
import importlib
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

LOOK_AGAIN = 10.0
"""Seconds until waiting messages are looked at again, when nothing new wakes the thread before."""


class Delivery:
    """One thread each for prints and mail, so that slow mail delays no paper; they end with the program."""

    def __init__(self, kiosk: "Kiosk") -> None:
        self._kiosk = kiosk
        self._wake = (threading.Event(), threading.Event())
        self._ended = False

    def start(self) -> None:
        """Begin to send what waits."""
        delivery = importlib.import_module("kiosk.services.delivery")
        for wake, deliver in zip(self._wake, (delivery.deliver_prints, delivery.deliver_mail), strict=True):
            threading.Thread(target=self._run, args=(wake, deliver), daemon=True).start()

    def wake(self) -> None:
        """Look now: something was put into the outbox."""
        for each in self._wake:
            each.set()

    def end(self) -> None:
        """Send nothing more."""
        self._ended = True
        self.wake()

    def _run(self, wake: threading.Event, deliver: "Callable[[Kiosk], int]") -> None:
        while not self._ended:
            with contextlib.suppress(Exception):  # what could not be sent waits in the outbox, with its cause
                deliver(self._kiosk)
            wake.wait(LOOK_AGAIN)
            wake.clear()
