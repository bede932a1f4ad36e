"""The clock, and whether it can be trusted: after a power cut a machine without a battery wakes up in the past.

Trusted while the kernel says that it is synchronised (adjtimex, no STA_UNSYNC), or was within some days and has not gone back
since.
"""

import ctypes
import threading
from datetime import UTC, datetime, timedelta

from kiosk.domain.moment import Moment

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


class SystemClock:
    """The machine's clock. `synchronised_at` and `latest` are what was remembered from earlier runs, None at the first."""

    def __init__(self, trusted_for: timedelta, synchronised_at: datetime | None = None, latest: datetime | None = None) -> None:
        self._trusted_for = trusted_for
        self.synchronised_at = synchronised_at
        self._latest = latest
        self._lock = threading.Lock()

    def now(self) -> Moment:
        """Return the time, aware and in UTC, and whether it is trusted."""
        with self._lock:  # else a thread that was held up between reading and comparing would see the clock go back
            at = datetime.now(UTC)
            if kernel_is_synchronised():
                self.synchronised_at = self._latest = at
                return Moment(at)
            if self._latest is not None and at < self._latest:
                self.synchronised_at = None  # not until it is right again: an hour later it is still an hour wrong
            self._latest = at
            return Moment(at, trusted=self.synchronised_at is not None and at - self.synchronised_at <= self._trusted_for)
