"""Mail and prints go out, and the kiosk is put in order, beside what people do at the screen; a slow server holds nobody up."""

import time
from typing import TYPE_CHECKING

from kiosk.services.delivery.lanes import LOOK_AGAIN, Lanes
from kiosk.services.upkeep import housekeeping

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

IN_ORDER_EVERY = 3600.0
"""Seconds from one putting in order to the next; the first is done at the start, before this."""


class Delivery:
    """The lanes of what waits (kiosk.services.delivery.lanes), and the hourly putting in order in one of its own."""

    def __init__(self, kiosk: "Kiosk", clock: "Callable[[], float]" = time.monotonic) -> None:
        self._kiosk = kiosk
        self._clock = clock
        self._in_order_at = clock()
        self._lanes = Lanes(kiosk, beside=(self._put_in_order,))

    def start(self) -> None:
        """Begin to send what waits."""
        self._lanes.start()

    def wake(self) -> None:
        """Look now: something was put into the outbox."""
        self._lanes.wake()

    def end(self) -> bool:
        """Send nothing more; tell whether nothing is being sent any more."""
        self._lanes.end()
        return self._lanes.has_ended

    def _put_in_order(self) -> float:
        if self._clock() - self._in_order_at >= IN_ORDER_EVERY:
            self._in_order_at = self._clock()
            housekeeping.put_in_order(self._kiosk)
        return LOOK_AGAIN
