"""The clock, whether it can be trusted, and how much time was seen to pass whatever it says.

After a power cut a machine without a battery wakes up in the past, or anywhere. Trusted while the kernel says that it is
synchronised (adjtimex, no STA_UNSYNC), or was within some days and has not leapt since; or a person has confirmed it.
"""

import ctypes
import functools
import threading
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.domain.moment import Moment, SeenTime

MARGIN = timedelta(minutes=1)
"""By so much the clock may differ from the time that the machine was on, which goes on evenly; what is more was set by somebody."""
ASTRAY = timedelta(days=1)
"""So far ahead of the time that was seen to pass, an untrusted clock is told to staff: a machine is switched off for a night."""
WRITTEN, LONG_AFTER = datetime(2026, 11, 1, tzinfo=UTC), timedelta(days=5 * 366)
"""When this release was written: no clock is right that says an earlier time, and none is believed at a first start that says one
so long after. It stands here, held by a test against the changelog's newest release: a file's time is that of whatever clock
unpacked it, and a package's metadata hold none.
"""
REST = timedelta(days=30)
"""So long a machine may have been off while the kernel's word is enough; longer, and a member of staff is asked: what a wrong
server said once would remove what people put in.
"""
_MOST_LEAPS = 20
"""Of one process, that are remembered."""
_STA_UNSYNC = 0x40


class _Timex(ctypes.Structure):
    """The head of `struct timex` (adjtimex(2)); the rest is room that the kernel fills."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 208),
    )


def kernel_is_synchronised() -> bool:
    """Ask the kernel, changing nothing; False where it cannot be asked."""
    try:
        timex = _Timex()
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(timex))
    except (OSError, AttributeError):
        return False
    return state >= 0 and not timex.status & _STA_UNSYNC


def uptime() -> tuple[float, str]:
    """Return for how many seconds the machine has been on, asleep or not, and the name of this boot: no clock has a say in them."""
    try:
        return float(Path("/proc/uptime").read_text(encoding="ascii").split()[0]), _boot()
    except (OSError, ValueError, IndexError):
        return time.clock_gettime(time.CLOCK_BOOTTIME), ""


@functools.cache
def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def is_plausible(at: datetime, seen: datetime) -> bool:
    """Tell whether a time that the kernel vouches for may be right, by the program's age and the time `seen` to pass."""
    return at >= WRITTEN and abs(at - seen) <= REST


class SystemClock:
    """The machine's clock. What it is given was remembered from earlier runs, None at the first.

    `synchronised_at` is when it was last known to be right, `latest` the last time that was written down, `seen` how far time was
    seen to pass.
    """

    def __init__(
        self,
        trusted_for: timedelta,
        synchronised_at: datetime | None = None,
        latest: datetime | None = None,
        seen: SeenTime | None = None,
    ) -> None:
        self._trusted_for = trusted_for
        self.synchronised_at = synchronised_at
        self._latest = latest
        first = datetime.now(UTC)
        self._seen = seen or SeenTime(latest or (first if first < WRITTEN + LONG_AFTER else WRITTEN))
        self._lock = threading.Lock()
        self._told: tuple[datetime, float] | None = None
        """The time that was told last, and for how long the machine had been on by then."""
        self._leaps: deque[tuple[datetime, datetime]] = deque(maxlen=_MOST_LEAPS)
        """From what time to which one the times told here went on at once."""

    def now(self) -> Moment:
        """Return the time, aware and in UTC, and whether it is trusted; never one before what was seen to pass."""
        with self._lock:  # else a thread that was held up between reading and comparing would see the clock go back
            moment = self._now()
            if self._told is not None:
                even = self._told[0] + timedelta(seconds=self._seen.uptime - self._told[1])
                if abs(moment.at - even) > MARGIN:
                    self._leaps.append((even, moment.at))
            self._told = moment.at, self._seen.uptime
            return moment

    def since(self, at: datetime) -> timedelta:
        """Return how long ago a time was told: the leaps that it took since in this process are no time that passed.

        Over starts it is the time that was seen to pass. A time from before a leap that nobody saw is longer ago than anything.
        """
        moment = self.now()
        with self._lock:
            passed = self._walked(at, moment.at)
            seen = self._seen.at - at
            return min(passed, seen) if not moment.trusted and seen >= timedelta() else passed

    def _walked(self, at: datetime, now: datetime) -> timedelta:
        passed = timedelta()
        for before, after in reversed(self._leaps):
            if after <= at <= now:
                break
            passed, now = passed + (now - after), before
        return passed + max(now - at, timedelta()) if at <= now + MARGIN else timedelta.max

    def _now(self) -> Moment:
        at, before = datetime.now(UTC), self._seen
        seen = before.later(*uptime(), at)
        if kernel_is_synchronised() and is_plausible(at, seen.at):
            self._be_right(at, seen)
            return Moment(at)
        leapt = before.boot == seen.boot and at > seen.at + MARGIN
        if leapt or at < seen.at - MARGIN or (self._latest is not None and at < self._latest):
            self.synchronised_at = None  # not until it is right again: an hour later it is still an hour wrong
        self._latest = at
        trusted = self.synchronised_at is not None and at - self.synchronised_at <= self._trusted_for
        self._seen = seen.at_least(at) if trusted else seen
        return Moment(at if trusted else max(at, seen.at), trusted)

    def says(self) -> datetime:
        """Return what the machine's clock says, right or not."""
        return datetime.now(UTC)

    def seen(self) -> datetime:
        """Return up to when time was seen to pass: what is due by then is due, whatever the clock is set to."""
        self.now()
        with self._lock:
            return min(self._seen.at, self._latest or self._seen.at)

    def is_astray(self) -> bool:
        """Tell whether the clock says something that the time seen to pass does not bear out, and nobody vouched for."""
        trusted, seen = self.now().trusted, self.memory
        at = self._latest or seen.at
        return not trusted and not seen.at - MARGIN <= at <= seen.at + ASTRAY

    @property
    def memory(self) -> SeenTime:
        """How far time was seen to pass, to be remembered."""
        with self._lock:
            return self._seen

    def confirm(self) -> None:
        """Take the clock for right, for somebody has compared it."""
        with self._lock:
            at = datetime.now(UTC)
            seen = self._seen.later(*uptime(), at)
            self._be_right(at, SeenTime(seen.at, seen.uptime, seen.boot, confirmed=seen.uptime))

    def learn(self, seen: SeenTime, synchronised_at: datetime | None) -> None:
        """Take over what another process of this machine has written down, where somebody confirmed the clock to it since."""
        with self._lock:
            if seen.boot == self._seen.boot and seen.confirmed > self._seen.confirmed:
                self._seen, self.synchronised_at, self._latest = seen, synchronised_at, None

    def _be_right(self, at: datetime, seen: SeenTime) -> None:
        self.synchronised_at = self._latest = at
        self._seen = SeenTime(at, seen.uptime, seen.boot, seen.confirmed)
