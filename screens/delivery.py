"""Mail and prints go out, and the kiosk is put in order, beside what people do at the screen; a slow server holds nobody up."""

import contextlib
import importlib
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

LOOK_AGAIN = 10.0
"""Seconds until waiting messages are looked at again, when nothing new wakes the thread before."""
IN_ORDER_EVERY = 3600.0
"""Seconds from one putting in order to the next; the first is done at the start, before this."""


class Delivery:
    """One thread each for prints and mail, so that slow mail delays no paper; they end with the program."""

    def __init__(self, kiosk: "Kiosk", clock: "Callable[[], float]" = time.monotonic) -> None:
        self._kiosk = kiosk
        self._clock = clock
        self._in_order_at = clock()
        self._wake = (threading.Event(), threading.Event())
        self._ended = False

    def start(self) -> None:
        """Begin to send what waits."""
        delivery = importlib.import_module("kiosk.services.delivery")
        printing = importlib.import_module("kiosk.services.printing")
        works = ((printing.deliver_prints, self._put_in_order), (delivery.deliver_mail,))
        for wake, work in zip(self._wake, works, strict=True):
            threading.Thread(target=self._run, args=(wake, *work), daemon=True).start()

    def wake(self) -> None:
        """Look now: something was put into the outbox."""
        for each in self._wake:
            each.set()

    def end(self) -> None:
        """Send nothing more."""
        self._ended = True
        self.wake()

    def _put_in_order(self, kiosk: "Kiosk") -> None:
        if self._clock() - self._in_order_at >= IN_ORDER_EVERY:
            self._in_order_at = self._clock()
            importlib.import_module("kiosk.services.upkeep").put_in_order(kiosk)

    def _run(self, wake: threading.Event, *works: "Callable[[Kiosk], object]") -> None:
        while not self._ended:
            for work in works:
                with contextlib.suppress(
                    Exception
                ):  # what could not be sent waits in the outbox, with its cause; the rest, an hour
                    work(self._kiosk)
            wake.wait(LOOK_AGAIN)
            wake.clear()
