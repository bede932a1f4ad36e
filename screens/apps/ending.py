"""How a process that paints ends: in order and in time, with a code, and without a trace of what was typed."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Final, NoReturn

CANNOT_WORK: Final = 3
"""The exit code by which whatever started the kiosk learns that it cannot work."""
LAST_WORD: Final = threading.Lock()
"""Held by whoever ends the process: while one gives the terminal back, another would throw that away, or end it all before."""
LONGEST_ENDING = 1.5
"""Seconds that an orderly end may take; then the process ends all the same, for whoever stopped it waits two."""


def end_now(status: int) -> NoReturn:
    """End now that all is in order, and do not take the interpreter apart: a thread may still wake, as one that sends a mail.

    It would then read what was freed (take_gil of CPython 3.11), and the process fall; or it is ended while it holds a lock for
    which the taking apart waits, and the process stays for ever.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # it is gone, closed, or was never there
            stream.flush()
    with LAST_WORD:
        os._exit(status)


def end_all_the_same(leave: Callable[[], None]) -> None:
    """End the process in a while, whatever it is busy with, and give the terminal back."""

    def end() -> None:
        with LAST_WORD:
            leave()
            os._exit(0)

    overdue = threading.Timer(LONGEST_ENDING, end)
    overdue.daemon = True
    overdue.start()


def say_nothing() -> None:
    """Let no trace reach the terminal: its local variables are what the person in front typed."""
    sys.excepthook = lambda *_details: None
    sys.unraisablehook = lambda _details: None
    threading.excepthook = lambda _details: None


def keep_standard_error_off_the_screen() -> None:
    """Give textual, which draws there, the terminal itself: a log would get what is typed, and libraries print over the screen."""
    sys.__stderr__ = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")  # type: ignore[misc] # the one place where textual looks
    if os.isatty(2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
