"""Whoever leaves, leaves nothing behind: what they had printed and did not come out is taken back, what was held is let go.

Of who walked away only the slip that they asked for still comes out, until somebody comes: nothing is put into the tray for the
next person by itself. Nobody waits for it, for the printing system may be slow. What cannot be taken back now is
withdrawn ten minutes after it was asked for, or at the next start.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kiosk.domain.errors import KioskError
from kiosk.domain.machine.message import MessageKind
from kiosk.services.filing import leases
from kiosk.services.journal import figures
from kiosk.services.messages import prints

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from screens.session.visit import Session

Result = TypeVar("Result")

LONGEST_ENDING = 0.5
"""Seconds for which the program's end waits for what is being taken back."""
_BUT_SLIP = [each for each in prints.PRINTS if each is not MessageKind.SLIP_PRINT]


class Departures:
    """Takes prints back when their person leaves; `wake` has the printer looked after at once."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._under_way: set[object] = set()
        self._threads: list[threading.Thread] = []
        self._walked_away: Kiosk | None = None

    def noted(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Return the work, which counts as under way from now on until it has ended."""
        this = object()
        self._under_way.add(this)

        def run() -> Result:
            try:
                return work()
            finally:
                self._under_way.discard(this)

        return run

    @property
    def busy(self) -> bool:
        """Whether something that somebody asked for, or left, is still being done."""
        return bool(self._under_way)

    def comes(self) -> None:
        """Somebody is there: the slip of the one who walked away comes out no more."""
        if (kiosk := self._walked_away) is not None:
            self._walked_away = None
            self._begin(partial(prints.withdraw_asked_for, kiosk), self._wake)

    def leaves(self, kiosk: "Kiosk", session: "Session | None", *, walked_away: bool = False) -> None:
        """End a visit's claims, take back what it had printed, and count it; who walked away may still get the slip asked for.

        It is taken back, too, when somebody comes before. What the visit began and only ends now prints nothing and holds nothing.
        """
        kiosk.claims.end()
        works: list[Callable[[], object]] = [partial(leases.let_go, kiosk)]
        if session is not None:
            keeps_slip = walked_away and session.draft is not None and session.draft.number is None
            self._walked_away = kiosk if keeps_slip else self._walked_away
            works.append(partial(prints.withdraw_asked_for, kiosk, _BUT_SLIP if keeps_slip else prints.PRINTS))
        works.append(self._wake)  # what was discarded may still be at the printer
        if session is not None and session.times.last is not None:
            works.append(partial(figures.note_visit, kiosk, session.times.seconds, session.times.last))
        self._begin(*works)

    def end(self) -> None:
        """Give what is being taken back a moment to end."""
        until = time.monotonic() + LONGEST_ENDING
        for each in self._threads:
            each.join(max(0.0, until - time.monotonic()))

    def _begin(self, *works: Callable[[], object]) -> None:
        def run() -> None:
            for work in works:
                with contextlib.suppress(KioskError):  # nobody is there to be told; see above for what becomes of it
                    work()

        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(threading.Thread(target=self.noted(run), daemon=True))
        self._threads[-1].start()
