"""What a foreign file may cost, and the cage for the process that opens it: one place, so that no parser runs outside it."""

import contextlib
import ctypes
import math
import resource
import signal
import struct
from collections.abc import Iterator

PICTURE_WIDTH, PICTURE_HEIGHT = 152, 84
"""The small picture's greatest size in pixels: 76 × 42 terminal cells, two pixels a cell in either direction."""
PICTURE_BYTES = PICTURE_WIDTH * PICTURE_HEIGHT * 3
RULES_VERSION = "5"
"""Stored with each verdict; raise it when a rule changes."""
PAGES_LIMIT = 20
PIXELS_LIMIT = 120_000_000
DECODED_PIXELS = 16_000_000
"""Larger pictures are decoded at a half, a quarter or an eighth of their size."""
VIEW_SIDE = 2000
"""Longest side in pixels of a picture to be looked at."""
VIEW_BYTES = VIEW_SIDE * VIEW_SIDE * 3
MOST_COLOURS = 64
"""Of a picture that a terminal draws in its own pixels."""
GREY_SIDE = 3600
"""Longest side in pixels of a picture to be read: A4 at 300 dpi."""
GREY_BYTES = GREY_SIDE * GREY_SIDE
OPENED_BYTES = 25_000_000
"""Files larger than this are not even handed to the child."""
CPU_SECONDS = 10
WALL_SECONDS = 15.0
ADDRESS_BYTES = 512 * 2**20
ARRANGED_BYTES = 2 * OPENED_BYTES
"""Largest sum of the documents that pages are picked from."""
BOUND_BYTES = 45_000_000
"""Largest sum of the documents that are bound together; what they become is not much more."""
SHEETS_LIMIT = 1000
QUESTIONS_LIMIT = 50
"""A child is replaced after so many questions, so that nothing that one left behind meets many others."""

_NO_NEW_PRIVS, _SET_DUMPABLE = 38, 4
_CAPABILITY_VERSION = 0x20080522
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def confine() -> None:
    """Take from this process, for good, what looking at a file does not need. Call it before any foreign byte is read.

    No core dump (the papers would be in it; RLIMIT_CORE alone does not stop a dump that is piped to a collector), no
    file written, no process started, no capability, and no network where the kernel lets an ordinary process give it up.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    libc.unshare(_NEW_USER | _NEW_NETWORK)
    libc.capset(struct.pack("Ii", _CAPABILITY_VERSION, 0), bytes(24))
    lifetime = CPU_SECONDS * (QUESTIONS_LIMIT + 1)
    for limit, value in (
        (resource.RLIMIT_AS, ADDRESS_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, lifetime),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (value, value))


def allow_time() -> None:
    """Give this process its CPU seconds for one more file, and an alarm that ends it even if its parent is gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.setitimer(signal.ITIMER_REAL, 2 * WALL_SECONDS)


@contextlib.contextmanager
def timed() -> Iterator[None]:
    """Give one question its time, and let this process wait for the next as long as it takes."""
    allow_time()
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
