"""The terminal itself: whether it is still there, and leaving nothing on it."""

import asyncio
import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from typing import Any, Final

WIPE_SCROLL_BACK = "\x1b[3J"
WIPE: Final = f"\x1b[H\x1b[2J{WIPE_SCROLL_BACK}"
PLAIN_KEYS: Final = "\x1b[<u"
"""Takes one wish for kitty's keys back: the next process makes its own."""
AS_BEFORE: Final = "\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""What textual sends at an orderly end: pastes unmarked, wrapped lines, no mouse, plain keys, the first screen, the cursor."""
OUTLIVED: Final = (
    *(
        signal.SIGINT,
        signal.SIGQUIT,
        signal.SIGTSTP,
        signal.SIGTTIN,
        signal.SIGTTOU,
        signal.SIGCONT,
        signal.SIGUSR1,
        signal.SIGUSR2,
    ),
    *(signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGPIPE, signal.SIGIO, signal.SIGPWR),
)
"""Signals that say nothing to a kiosk; by themselves most of them end or stop a process."""
TOLD: Final = (signal.SIGTERM, signal.SIGHUP)
"""Signals by which the system or the line says that it is over."""
PATIENCE: Final = 0.3
"""Seconds for which a terminal that takes nothing is tried, before it is left as it is."""
_POUR: Final = 0.02
"""Seconds after which a write that waited has filled the room that it was given, or was done."""
_LAST: Final = f"{AS_BEFORE}{WIPE}".encode()


def wipe(*, demo: bool, say: str = "") -> None:
    """Leave nothing on the terminal but what is to be said; the end of a demonstration clears only the raw console's one screen."""
    with contextlib.suppress(OSError):
        if say or not demo or os.environ.get("TERM") == "linux":
            sys.stdout.write(f"{WIPE}{say}")
        sys.stdout.flush()


def lost() -> bool:
    """Tell whether the terminal hung up: textual would read its end for ever."""
    poll = select.poll()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        poll.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr] # None is suppressed above
        return any(happened & (select.POLLHUP | select.POLLERR) for _fd, happened in poll.poll(0))
    return False


def when_told_to_end(end: Callable[[], None], *, at_once: Callable[[], None]) -> None:
    """Call `end` when the system or the line says that it is over; without a main thread (in a test) nothing says so.

    `at_once` is called even while the application waits for a terminal that takes nothing, and must not wait for it.
    """
    loop = asyncio.get_running_loop()
    for name in TOLD:
        with contextlib.suppress(ValueError, RuntimeError):
            loop.add_signal_handler(name, end)
            signal.signal(name, lambda *_details: at_once())  # the loop hears of it by its wake-up file, as before
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {name})  # one that came before is heard now


def outlive_signals() -> None:
    """Let no other signal end or stop the process; programs that it starts get them all as usual.

    One by which it is told to end waits until the application can end in order: see `when_told_to_end`.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
    for number in OUTLIVED:
        signal.signal(number, lambda *_details: None)
        signal.siginterrupt(number, False)  # noqa: FBT003 - it takes no names


def key_waits() -> bool:
    """Tell whether something was typed that nobody has read."""
    poll = select.poll()
    poll.register(sys.stdin.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def attributes() -> list[Any]:
    """Return how the terminal is now (termios)."""
    return termios.tcgetattr(sys.stdin.fileno())


def say_for_now(words: str) -> None:
    """Say something in the line where the terminal stands, in place of what was said so before."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"\r\x1b[K{words}")
        sys.stdout.flush()


def begin_anew(say: str) -> None:
    """Take away what an application left that something has ended, and say why nothing else stands there for a moment.

    What is typed meanwhile is still not shown.
    """
    with contextlib.suppress(OSError):  # it is gone
        os.write(sys.stdout.fileno(), _LAST + say.encode())


def give_back(before: list[Any], *, say: str = "") -> None:
    """Give the terminal back as it was, where no application begins again, and say why: errors are not shown there."""
    with contextlib.suppress(OSError, termios.error):  # it is gone
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)
        os.write(sys.stdout.fileno(), _LAST + (f"{say}\n" if say else "").encode())


def leaving(before: list[Any]) -> Callable[[], None]:
    """Return what gives the terminal back as it was, even where it takes nothing and the application hangs."""
    own = os.dup(sys.stdout.fileno())

    def leave() -> None:
        with contextlib.suppress(OSError, termios.error):  # it is gone
            termios.tcsetattr(own, termios.TCSANOW, before)
            _hush()
            os.set_blocking(own, False)  # for a write that waits as well: it ends once it finds no room again
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                termios.tcflush(own, termios.TCOFLUSH)  # what nobody has read, so that there is room
                _wake_others()
                time.sleep(_POUR)
                termios.tcflush(own, termios.TCOFLUSH)  # what was being written
                with contextlib.suppress(BlockingIOError):
                    if os.write(own, _LAST) == len(_LAST):
                        break
            os.set_blocking(own, True)  # whoever started us shares it

    return leave


def _wake_others() -> None:
    """Wake a thread that waits for room: it holds the terminal's lock, and a flush does not tell it."""
    for each in threading.enumerate():
        if each.ident and each is not threading.current_thread():
            with contextlib.suppress(ProcessLookupError):
                signal.pthread_kill(each.ident, signal.SIGUSR1)  # one of those that say nothing to a kiosk


def _hush() -> None:
    """Let nothing more of ours come to the terminal: pictures wait to be drawn, and would stand there afterwards."""
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno(), inheritable=False)
