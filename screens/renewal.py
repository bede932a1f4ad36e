"""A new process in the place of the old one after each visit, on the same terminal.

What Python has freed stays in the process's memory until something else is written there: names, numbers and codes of whoever left,
while the next person is served. Only the system takes all of it away. The new process greets 0.3 s later; keys that are pressed
meanwhile wait in the terminal.
"""

import asyncio
import contextlib
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from screens import terminal
from screens.threads import in_thread

if TYPE_CHECKING:
    from textual.events import Event

    from screens.host import Host

VARIABLE: Final = "RENEWED_KIOSK"
"""What the old process leaves in the environment for the new one, which takes it away at once."""
HELD_BACK: Final = (*terminal.OUTLIVED, *terminal.TOLD)
"""Signals that wait until the new process can answer them: they would end one that is still being loaded."""

LONGEST_REST: Final = 60.0
"""Seconds for which what a visit has left may take, as long as nobody comes: a slip that is printed, a mail on a slow line."""
LONGEST_WAIT: Final = 2.0
"""Seconds for which it may once somebody has pressed a key; what is cut off then is done by the new process, or taken back."""
LOOK_AGAIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class HandedOn:
    """What a process tells the one in its place: how the terminal was at first (termios), and the failures in a row."""

    attributes: list[Any] | None = None
    failures: int = 0


def handed_on() -> HandedOn:
    """Return what the process before has left, once; nothing at a first start."""
    try:
        return HandedOn(**json.loads(os.environ.pop(VARIABLE)))
    except (KeyError, TypeError, ValueError):
        return HandedOn()


def renew(handed: HandedOn) -> None:
    """Begin anew with the same words, in the same environment; returns never. Raises OSError."""
    said = json.dumps({"attributes": handed.attributes, "failures": handed.failures}, default=ord)
    signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
    try:
        os.execve(sys.executable, sys.orig_argv, {**os.environ, VARIABLE: said})  # noqa: S606 - ourselves
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)


class Renewal:
    """What comes between a visit's end and the new process: `renew` puts it in the place of this one.

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
        """Leave the keyboard to the new process, where this one holds what somebody typed."""
        if self._holds_texts:
            self._begun = True
            await in_thread(self._app.driver.rest)

    def go_on(self) -> None:
        """Change the process, where that was begun, as soon as what the visit has left is done."""
        if self._begun and self._under_way is None:
            self._under_way = asyncio.create_task(self._when_quiet())

    async def _when_quiet(self) -> None:
        try:
            await self._wait_until_quiet()
            self._app.write_to_terminal(terminal.PLAIN_KEYS)
            with contextlib.suppress(TimeoutError):  # a child or a terminal that does not answer
                await asyncio.wait_for(in_thread(self._close), LONGEST_WAIT)
            signal.pthread_sigmask(signal.SIG_BLOCK, HELD_BACK)
            await asyncio.sleep(0)  # the end is told of by then, if it was before
            if self._app.is_ending:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD_BACK)
            else:
                self._renew()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next person must be served
            self._app.fail(error)

    async def _wait_until_quiet(self) -> None:
        """Wait for what the visit has left; not for long once somebody has pressed a key."""
        somebody_waits, until = False, time.monotonic() + LONGEST_REST
        while time.monotonic() < until and not await self._look_whether_quiet():
            if not somebody_waits and terminal.key_waits():
                somebody_waits, until = True, time.monotonic() + LONGEST_WAIT
                self._say_wait()
            await asyncio.sleep(LOOK_AGAIN)

    async def _look_whether_quiet(self) -> bool:
        with contextlib.suppress(TimeoutError):  # a database that does not answer must hold nobody up: no key is read meanwhile
            return await asyncio.wait_for(in_thread(self._is_quiet), LONGEST_WAIT)
        return False

    def _say_wait(self) -> None:
        for waiting in self._app.screen.query(importlib.import_module("screens.widgets.button").Waiting):
            waiting.begin(_("Un momento…"))

    def _is_quiet(self) -> bool:
        """Tell whether all that was asked for is done, and nothing is being sent; once it is, nothing more is."""
        return not self._app.departures.busy and not self._is_printing() and self._app.send_no_more()

    def _is_printing(self) -> bool:
        try:
            printing = importlib.import_module("kiosk.services.delivery.printing")
            return self._app.kiosk is not None and bool(printing.under_way(self._app.kiosk))
        except KioskError:  # the database cannot be asked: the new process will say so
            return False

    def _close(self) -> None:
        if self._app.kiosk is not None:
            self._app.kiosk.inspector.close()
            self._app.kiosk.database.close()
        while not self._app.driver.is_drained:
            time.sleep(LOOK_AGAIN)
