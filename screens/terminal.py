"""The terminal itself: whether it is still there, and leaving nothing on it."""

import asyncio
import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable

WIPE_SCROLL_BACK = "\x1b[3J"


def wipe(*, demo: bool) -> None:
    """Leave nothing on the terminal after the end; a demonstration clears only the raw console, which has no second screen."""
    with contextlib.suppress(OSError):
        if not demo or os.environ.get("TERM") == "linux":
            sys.stdout.write(f"\x1b[H\x1b[2J{WIPE_SCROLL_BACK}")
        sys.stdout.flush()


def lost() -> bool:
    """Tell whether the terminal hung up: textual would read its end for ever."""
    poll = select.poll()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        poll.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr] # None is suppressed above
        return any(happened & (select.POLLHUP | select.POLLERR) for _fd, happened in poll.poll(0))
    return False


def when_told_to_end(end: Callable[[], None]) -> None:
    """Call `end` when the system or the line says that it is over; without a main thread (in a test) nothing says so."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(name, end)
