"""Prints, codes and other mail go out side by side, each in a thread of its own, so that none waits for another's device.

The kiosk does so beside its screens, and `kiosk deliver` as a service: whoever has the lock does, and the others wait for it.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from kiosk.adapters import log
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.locale import _
from kiosk.services.delivery import bounces, mailing, printing
from kiosk.services.health import watching
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.upkeep import backups

LOOK_AGAIN = 10.0
"""Seconds until waiting messages are looked at again, when nothing new wakes a lane before."""
LOOK_OFTEN = 0.1
"""Seconds until it is looked again whether the lock is free, or another program put something into the outbox: two system calls."""
LOOK_SOON = 0.5
"""Seconds until a print that is under way is looked at again."""
FOLLOWED_FOR = 60.0
"""Seconds for which `deliver_once` waits for the printer."""

FIRST_WATCH = 120.0
"""Seconds from the start until the kiosk looks after itself for the first time: whoever started it comes first."""
BACKUP_AGAIN = 300.0
"""Seconds from one look whether a backup is due to the next."""
WATCH_AGAIN = 300.0
"""Seconds from one try to the next; once an hour one of them is a look."""

Result = TypeVar("Result")
Work = Callable[[], float]
"""One look at what waits; returns the seconds until the next. May raise anything."""
Tell = Callable[[str], object]


class DeliveredElsewhere(OutOfService):
    """Another process of this data folder delivers."""

    def __init__(self) -> None:
        super().__init__(_("Otro programa del kiosco ya envía e imprime lo que espera. Este lo hará cuando aquel termine."))


class Lanes:
    """The lanes of a kiosk, and more works beside them, each in a thread that ends with the program.

    What keeps a lane from working is told in a sentence, once as long as it stays the same; it is tried again all the same.
    """

    def __init__(self, kiosk: Kiosk, beside: Sequence[Work] = (), tell: Tell = lambda _sentence: None) -> None:
        self._kiosk = kiosk
        self._ended = threading.Event()
        self._tell = tell
        self._bounces_at = 0.0
        self._watch_at = self._backup_at = time.monotonic() + FIRST_WATCH
        comes_back = () if kiosk.mailbox is None else (self._bounces,)
        delivering = tuple(partial(self._holding, work) for work in (self._prints, self._codes, self._mail, *comes_back))
        works = (self._take_the_lock, *delivering, self._watch, self._backup, *beside)
        self._wake = tuple(threading.Event() for _work in works)
        self._threads = tuple(
            threading.Thread(target=self._run, args=each, name="lane", daemon=True) for each in zip(self._wake, works, strict=True)
        )

    def start(self) -> None:
        """Begin to send what waits."""
        for each in self._threads:
            each.start()

    def wake(self) -> None:
        """Look now, or have whoever delivers do it: something was put into the outbox."""
        if not self._kiosk.delivery.is_held:
            self._kiosk.delivery.ring()
        self._wake_all()

    def end(self, within: float = 0.0) -> None:
        """Send nothing more; wait up to so many seconds for what is being sent."""
        self._ended.set()
        self._wake_all()
        until = time.monotonic() + within
        for each in filter(threading.Thread.is_alive, self._threads):
            each.join(max(0.0, until - time.monotonic()))
        if self.has_ended:
            self._kiosk.delivery.release()

    @property
    def has_ended(self) -> bool:
        """Whether nothing is being sent any more."""
        return self._ended.is_set() and not any(map(threading.Thread.is_alive, self._threads))

    def _wake_all(self) -> None:
        for each in self._wake:
            each.set()

    def _take_the_lock(self) -> float:
        held = self._kiosk.delivery.is_held
        if not self._kiosk.delivery.take():
            raise DeliveredElsewhere
        if self._kiosk.delivery.rung() or not held:
            self._wake_all()
        return LOOK_OFTEN

    def _holding(self, work: Work) -> float:
        return work() if self._kiosk.delivery.is_held else LOOK_AGAIN

    def _prints(self) -> float:
        printing.deliver_prints(self._kiosk)
        return LOOK_SOON if printing.under_way(self._kiosk) else LOOK_AGAIN

    def _codes(self) -> float:
        mailing.deliver_codes(self._kiosk, self._goes_on)
        return LOOK_AGAIN

    def _mail(self) -> float:
        mailing.deliver_receipts(self._kiosk, self._goes_on)
        return LOOK_AGAIN

    def _bounces(self) -> float:
        if (early := self._bounces_at - time.monotonic()) > 0:  # woken for something else
            return early
        self._bounces_at = time.monotonic() + bounces.LOOK_EVERY
        bounces.collect(self._kiosk, self._goes_on)
        return bounces.LOOK_EVERY

    def _watch(self) -> float:
        if (early := self._watch_at - time.monotonic()) > 0:  # woken for something else
            return early
        self._watch_at = time.monotonic() + WATCH_AGAIN
        watching.watch(self._kiosk)
        return WATCH_AGAIN

    def _backup(self) -> float:
        if (early := self._backup_at - time.monotonic()) > 0:  # woken for something else
            return early
        self._backup_at = time.monotonic() + BACKUP_AGAIN
        backups.make_if_due(self._kiosk, self._goes_on)
        return BACKUP_AGAIN

    def _goes_on(self) -> bool:
        return not self._ended.is_set()

    def _run(self, wake: threading.Event, work: Work) -> None:
        told = ""
        while self._goes_on():
            seconds, sentence = _attempt(work, known=told)
            if seconds is None:
                seconds = LOOK_OFTEN if work == self._take_the_lock else LOOK_AGAIN
            if sentence and sentence != told:
                with contextlib.suppress(OSError):  # nobody may read it any more: the lane goes on
                    self._tell(sentence)
            told = sentence
            wake.wait(seconds)
            wake.clear()


def deliver_once(kiosk: Kiosk, go_on: Callable[[], bool], tell: Tell = lambda _sentence: None) -> list[str]:
    """Send what is due now, and follow the prints; return what kept it from working, in sentences.

    Where another process delivers, that is told, and it is waited for.
    """
    due_by, due, until = kiosk.clock.now().at, outbox.due(kiosk), time.monotonic() + FOLLOWED_FOR
    if not kiosk.delivery.take():
        tell(DeliveredElsewhere().message)
        kiosk.delivery.ring()
        while not kiosk.delivery.take():
            if not due & outbox.due(kiosk) or not go_on() or time.monotonic() > until:
                return []
            time.sleep(LOOK_OFTEN)
    try:
        return _deliver_once(kiosk, go_on, due_by)
    finally:
        kiosk.delivery.release()


def _deliver_once(kiosk: Kiosk, go_on: Callable[[], bool], due_by: datetime) -> list[str]:
    sentences: set[str] = set()

    def run(work: Callable[[], object]) -> None:
        _done, sentence = _attempt(work)
        sentences.add(sentence)

    works = (
        lambda: printing.finish(kiosk, FOLLOWED_FOR, go_on),
        lambda: mailing.deliver_codes(kiosk, go_on, due_by=due_by),
        lambda: mailing.deliver_receipts(kiosk, go_on, due_by=due_by),
        lambda: bounces.collect(kiosk, go_on),
    )
    threads = [threading.Thread(target=run, args=(work,), name="lane", daemon=True) for work in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(sentences - {""})


def _attempt(work: Callable[[], Result], known: str = "") -> tuple[Result | None, str]:
    """Do a lane's work; return what it returned, or None and what kept it from it: the lanes go on, what waits is in the outbox."""
    try:
        return work(), ""
    except Exception as error:  # noqa: BLE001 - whatever it is
        return None, in_words(error, known)


def in_words(error: Exception, known: str = "") -> str:
    """Return a lane's error as a sentence; one that nobody has foreseen is logged, unless it is known."""
    if isinstance(error, KioskError):
        return error.message
    sentence = _("El kiosco encontró un error que no esperaba ({name}). Avise a quien lo cuida.")
    sentence = sentence.format(name=type(error).__name__)
    if sentence != known:
        log.error("lane_failed", error=error)
    return sentence
