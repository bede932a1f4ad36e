"""Whoever leaves, leaves nothing behind: what they had printed and did not come out is taken back, what was held is let go.

Of who walked away only the slip that they asked for still comes out, until somebody comes: nothing is put into the tray for the
next person by itself. Nobody waits for it, for the printing system may be slow. What cannot be taken back now is
withdrawn ten minutes after it was asked for, or at the next start.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.domain.filing.answers import Draft
from kiosk.domain.machine.message import MessageKind
from kiosk.services.filing import leases
from kiosk.services.journal import figures
from kiosk.services.messages import prints

if TYPE_CHECKING:
    from kiosk.domain.filing.journey import Step
    from kiosk.services.kiosk import Kiosk
    from screens.session.visit import Session

Result = TypeVar("Result")

LONGEST_CALL = 60.0
"""Seconds that what a person asked for just before leaving is waited for: it may print."""
LONGEST_ENDING = 0.5
"""Seconds for which the program's end waits for what is being taken back."""


class _Call:
    """A call of a screen's into a service: whether it is over, and what it returned."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.result: object = None


class Departures:
    """Takes prints back when their person leaves; `wake` has the printer looked after at once."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self.kiosk: Kiosk | None = None
        self._calls: set[_Call] = set()
        self._threads: list[threading.Thread] = []
        self._abandoned: tuple[Kiosk, str, threading.Thread] | None = None

    def open(self, kiosk: "Kiosk") -> None:
        """Take back what was being printed when the program ended; to be called before anything is printed."""
        self.kiosk = kiosk
        with contextlib.suppress(Exception):  # the printer or the database is not there: whatever needs it says so
            prints.withdraw_left_over(kiosk)

    def noted(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Return the work, noted while it runs: what is printed by it belongs to the person who is there now."""
        call = _Call()
        self._calls.add(call)

        def run() -> Result:
            try:
                call.result = result = work()
                return result
            finally:
                call.over.set()
                self._calls.discard(call)

        return run

    def comes(self) -> None:
        """Somebody is there: the slip of the one who walked away comes out no more."""
        if self._abandoned is not None:
            kiosk, draft, before = self._abandoned
            self._abandoned = None
            self._begin(self._after, kiosk, before, draft)

    def leaves(self, session: "Session | None", *, walked_away: bool = False) -> None:
        """Take back what was printed in a visit, and let go of what was held; who walked away may still get the slip asked for.

        It is taken back, too, when somebody comes before.
        """
        kiosk, draft = self.kiosk, session.draft if session else None
        if kiosk is None:
            return
        if session is not None and session.times.last is not None:
            self._begin(self._count, kiosk, session.times.seconds, session.times.last)
        self._begin(self._let_go, kiosk, leases.held(kiosk), tuple(self._calls))
        if draft is None:
            self._wake()  # what was discarded may still be at the printer
        elif walked_away and draft.number is None:
            self._abandoned = (kiosk, draft.id, self._begin(self._take_back_but_slip, kiosk, draft.id, tuple(self._calls)))
        else:
            self._begin(self._take_back, kiosk, draft.id, tuple(self._calls))

    @property
    def busy(self) -> bool:
        """Whether something that somebody asked for, or left, is still being done."""
        return bool(self._calls) or any(each.is_alive() for each in self._threads)

    def end(self) -> None:
        """Give what is being taken back a moment to end."""
        until = time.monotonic() + LONGEST_ENDING
        for each in self._threads:
            each.join(max(0.0, until - time.monotonic()))

    def _begin(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        self._threads = [each for each in self._threads if each.is_alive()]
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _let_go(self, kiosk: "Kiosk", held: tuple[str, ...], calls: tuple[_Call, ...]) -> None:
        """Free the drafts that are `held`, and afterwards those that calls hold which end only now: nobody is at them."""
        for draft in held:
            with contextlib.suppress(Exception):  # nobody is there to be told; the next one who leaves tries it again
                leases.let_go(kiosk, draft)
        late = [each for each in calls if each.over.wait(LONGEST_CALL)]
        opened = [each.result.id for each in late if isinstance(each.result, Draft)]
        for draft in {*held, *opened} if late else ():
            with contextlib.suppress(Exception):  # the next one who leaves tries it again
                leases.let_go(kiosk, draft)

    def _take_back(self, kiosk: "Kiosk", draft: str, calls: tuple[_Call, ...] = (), *, but_slip: bool = False) -> None:
        kinds = [each for each in prints.PRINTS if each is not MessageKind.SLIP_PRINT or not but_slip]
        with contextlib.suppress(Exception):  # nobody is there to be told; see above for what becomes of it
            prints.withdraw(kiosk, draft, kinds)
        still_running = [each for each in calls if not each.over.is_set()]
        for each in still_running:
            each.over.wait(LONGEST_CALL)
        if still_running:
            with contextlib.suppress(Exception):  # withdrawn ten minutes after it was asked for, or at the next start
                prints.withdraw(kiosk, draft, kinds)
        self._wake()

    def _count(self, kiosk: "Kiosk", steps: "dict[Step, float]", ended_at: "Step") -> None:
        with contextlib.suppress(Exception):  # a count is worth nobody's wait, and nobody is there to be told
            figures.note_visit(kiosk, steps, ended_at)

    def _after(self, kiosk: "Kiosk", before: threading.Thread, draft: str) -> None:
        before.join()
        self._take_back(kiosk, draft)

    def _take_back_but_slip(self, kiosk: "Kiosk", draft: str, calls: tuple[_Call, ...]) -> None:
        self._take_back(kiosk, draft, calls, but_slip=True)
