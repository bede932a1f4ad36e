"""The process that stays at the public screen: it forks one for each visit, and the next one as soon as that has ended.

What Python has freed stays in a process's memory until something else is written there: names, numbers and codes of whoever left,
while the next person is served. Only the system takes all of it away, and it does when the visit's process ends. This one has
loaded everything that a visit needs, so that the next greets at once; it never opens the database, holds no key, and starts no
thread, of which a fork would leave the locks behind. Keys that are pressed meanwhile wait in the terminal.
"""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, NoReturn

from kiosk import bootstrap
from kiosk.domain.errors import OutOfService, SettingsError
from kiosk.locale import _
from kiosk.settings import Settings
from screens.apps import ending, painting
from screens.apps.background import IN_ORDER_EVERY
from screens.apps.kiosk import KioskApp
from screens.apps.renewal import Renewal
from screens.terminal import tty
from screens.terminal.asking import Asking

_HEARD: Final = {signal.SIGCHLD, *tty.TOLD}
"""Signals that this process waits for instead of being interrupted by them."""
_LONGEST_END: Final = ending.LONGEST_ENDING + tty.PATIENCE
"""Seconds after which a visit's process that was told to end is taken away: by itself it takes no longer, whatever it does."""
_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when its parent has ended."""


class VisitEnd(IntEnum):
    """How a visit's process ended, as its exit code; any other means that something has ended it."""

    ENDED = 0
    """It was told to."""
    RENEWED = 10
    """The visit is over, and the next process is to serve."""
    FAILED = 11
    """Nobody had begun yet when an error came that nobody has foreseen."""
    FAILED_IN_VISIT = 12
    """As FAILED, but somebody had been served."""


@dataclass(slots=True)
class _Place:
    """What stays from one visit to the next: what the terminal can draw, how it was at first (termios), what is to be known."""

    asking: Asking
    before: list[Any] = field(default_factory=tty.attributes)
    outcome: VisitEnd | None = None
    """How the last one ended; at the first start, and where something has ended it, nothing."""
    failures: int = 0
    """Those in a row."""
    in_order_at: float = float("-inf")
    """When one was begun that puts the data in order, on the clock that never goes back."""

    def is_in_order(self) -> bool:
        """Tell whether the next one may leave that out: it was done within the hour, and nothing was ended since in disorder."""
        if self.outcome is VisitEnd.RENEWED and time.monotonic() - self.in_order_at < IN_ORDER_EVERY:
            return True
        self.in_order_at = time.monotonic()
        return False


def serve(settings: Settings, settings_again: Callable[[], Settings]) -> int:
    """Have one person after the other served until the kiosk is told to end; returns the exit code."""
    place = _Place(Asking(settings.screen.pictures))
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    place.asking.ask(sys.stdin.fileno())
    bootstrap.prepare()
    gc.collect()
    gc.freeze()  # a look for circles would write into all that is loaded, and each process would get a copy of its own
    while True:
        assert threading.active_count() == 1, "a fork leaves the locks of other threads behind, held"  # noqa: S101 - a defect of ours
        place.outcome, told = _await(_fork(settings, place))
        if told and place.outcome is not VisitEnd.ENDED:
            tty.leaving(place.before)()
        if told or place.outcome is VisitEnd.ENDED:
            return 0
        kept = {VisitEnd.RENEWED: 0, VisitEnd.FAILED_IN_VISIT: 1}
        place.failures = kept[place.outcome] if place.outcome in kept else place.failures + 1
        if place.failures >= painting.MOST_FAILURES:
            tty.give_back(place.before)
            return ending.CANNOT_WORK
        if place.outcome is None:
            tty.begin_anew(_("Un momento, por favor…"))
        elif place.failures:
            tty.wipe(demo=settings.demo, say=_("Un momento, por favor…"))
        try:
            settings = settings_again()
        except (SettingsError, OutOfService) as error:
            tty.give_back(place.before, say=error.message)
            sys.stderr.write(f"{error.message}\n")
            return ending.CANNOT_WORK


def _fork(settings: Settings, place: _Place) -> int:
    """Begin a visit's process; returns its number."""
    sys.stdout.flush()
    parent, in_order = os.getpid(), not place.is_in_order()
    child = os.fork()
    if child:
        place.asking.typed = ""  # it is the first one's
        return child
    try:
        _end_with(parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        ending.end_now(_visit(settings, place, in_order=in_order))
    finally:  # whatever it was, it must not go on as its parent
        os._exit(VisitEnd.FAILED)


def _end_with(parent: int) -> None:
    """Have this process told to end when its parent ends, however that comes."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it had ended before
        os._exit(VisitEnd.FAILED)


def _visit(settings: Settings, place: _Place, *, in_order: bool) -> VisitEnd:
    ending.keep_standard_error_off_the_screen()
    app = KioskApp(settings, after_failure=place.failures > 0, in_order=in_order)
    app.asking = place.asking
    app.haste.first_was_seen = place.outcome is VisitEnd.RENEWED  # the one before has painted it
    app.renewal = Renewal(app, _renew)
    is_ended = painting.paint(app, place.before, mouse=True)
    if app.kiosk is not None:
        app.kiosk.database.close()  # the last to leave its file puts the journal away
    if is_ended:
        return VisitEnd.ENDED
    return VisitEnd.FAILED_IN_VISIT if app.served else VisitEnd.FAILED


def _renew() -> NoReturn:
    """Leave the place to the next process: the terminal is as that one wants it, and the welcome screen stands there."""
    os._exit(VisitEnd.RENEWED)


def _await(child: int) -> tuple[VisitEnd | None, bool]:
    """Wait until a visit's process has ended; returns how, None where something ended it, and whether this one was told to end.

    It is told as well, and taken away where it does not end in time.
    """
    until: float | None = None
    while True:
        heard = signal.sigtimedwait(_HEARD, 3600.0 if until is None else max(0.0, until - time.monotonic()))
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _outcome(status), until is not None or _is_told(heard)
        if _is_told(heard):
            os.kill(child, signal.SIGTERM)
            until = until or time.monotonic() + _LONGEST_END
        elif until is not None and time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)


def _is_told(heard: signal.struct_siginfo | None) -> bool:
    """Tell whether a signal said that it is over, or another one waits that does."""
    return (heard is not None and heard.si_signo in tty.TOLD) or not signal.sigpending().isdisjoint(tty.TOLD)


def _outcome(status: int) -> VisitEnd | None:
    with contextlib.suppress(ValueError):
        return VisitEnd(os.waitstatus_to_exitcode(status))
    return None
