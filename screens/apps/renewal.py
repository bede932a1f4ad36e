"""A visit's end at the public screen: its process ends with it, and its parent begins the next (screens.apps.parent)."""

import asyncio
import contextlib
import math
import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.services.delivery import printing
from screens.terminal import tty
from screens.terminal.threads import in_thread
from screens.widgets.button import Waiting

if TYPE_CHECKING:
    from textual.events import Event

    from screens.host import Host

LONGEST_REST: Final = 60.0
"""Seconds for which what a visit has left may take, as long as nobody comes: a slip that is printed, a mail on a slow line."""
LONGEST_WAIT: Final = 2.0
"""Seconds for which it may once somebody has pressed a key; what is cut off then is done by the next process, or taken back."""
LOOK_AGAIN: Final = 0.01


class Renewal:
    """What comes between a visit's end and the next process: `renew` ends this one.

    From its beginning on no key is read here: what was pressed belongs to whoever comes next.
    """

    def __init__(self, app: "Host", renew: Callable[[], None]) -> None:
        self._app = app
        self._renew = renew
        self._under_way: asyncio.Task[None] | None = None
        self._holds_texts = self._begun = False

    def hears(self, event: "Event") -> bool:
        """Note a key or paste that may be somebody's; tell whether it is to be heard, and not of a visit that is over."""
        if len(self._app.screen_stack) > 1 and (getattr(event, "is_printable", False) or hasattr(event, "text")):
            self._holds_texts = True
        return not self._begun

    async def begin(self) -> None:
        """Leave the keyboard to the next process, where this one holds what somebody typed."""
        if self._holds_texts:
            self._begun = True
            await in_thread(self._app.driver.rest)

    def go_on(self) -> None:
        """End the process, where that was begun, as soon as what the visit has left is done."""
        if self._begun and self._under_way is None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # what hangs is taken away, and the next process serves
            signal.alarm(math.ceil(LONGEST_REST + 3 * LONGEST_WAIT))
            self._under_way = asyncio.create_task(self._when_quiet())

    async def _when_quiet(self) -> None:
        with self._app.failing():  # the next person must be served
            await self._wait_until_quiet()
            self._app.write_to_terminal(tty.PLAIN_KEYS)
            with contextlib.suppress(TimeoutError):  # a child or a terminal that does not answer
                await asyncio.wait_for(in_thread(self._close), LONGEST_WAIT)
            await asyncio.sleep(0)  # the end is told of by then, if it was before
            if not self._app.is_ending:
                self._renew()

    async def _wait_until_quiet(self) -> None:
        """Wait for what the visit has left; not for long once somebody has pressed a key."""
        somebody_waits, until = False, time.monotonic() + LONGEST_REST
        while time.monotonic() < until and not await self._look_whether_quiet():
            if not somebody_waits and tty.key_waits():
                somebody_waits, until = True, time.monotonic() + LONGEST_WAIT
                self._say_wait()
            await asyncio.sleep(LOOK_AGAIN)

    async def _look_whether_quiet(self) -> bool:
        with contextlib.suppress(TimeoutError):  # a database that does not answer must hold nobody up: no key is read meanwhile
            return await asyncio.wait_for(in_thread(self._is_quiet), LONGEST_WAIT)
        return False

    def _say_wait(self) -> None:
        for waiting in self._app.screen.query(Waiting):
            waiting.begin(_("Un momento…"))

    def _is_quiet(self) -> bool:
        """Tell whether all that was asked for is done, and nothing is being sent; once it is, nothing more is."""
        return not self._app.departures.busy and not self._is_printing() and self._app.send_no_more()

    def _is_printing(self) -> bool:
        try:
            return self._app.kiosk is not None and printing.under_way(self._app.kiosk)
        except KioskError:  # the database cannot be asked: the next process will say so
            return False

    def _close(self) -> None:
        if self._app.kiosk is not None:
            self._app.kiosk.inspector.close()
            self._app.kiosk.database.close()
        while not self._app.driver.is_drained:
            time.sleep(LOOK_AGAIN)
