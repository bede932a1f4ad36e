"""What a program does besides painting: which others it starts, which files it leaves, what it says to the terminal."""

import contextlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screens.terminal.asking import QUESTION
from tests.peers.sshd import children
from tests.terminal.driver import Terminal

EVERY = 0.01
"""Seconds between two looks at the processes: whatever starts takes longer to be loaded."""
OBEYED = re.compile(r"\x1b(?:[PX^_]|\](?!22;[a-z-]+\x07)|\[[0-9;]*[tin])|[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b]|Traceback")
"""What no screen sends: strings to the terminal (title, clipboard, pictures; only the mouse's shape), questions and movements of a
window, C1 controls, signs that turn the order of what is read, traces."""

UNPLAIN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What no text holds that a person is shown: controls but the line's end, what turns the order or has no width, half letters."""


def started_by(pid: int) -> set[int]:
    """Return the process numbers of all that a process has started and that live."""
    found: set[int] = set()
    waiting = list(children(pid))
    while waiting:
        each = waiting.pop()
        waiting += children(each)
        found.add(each)
    return found


def command_line(pid: int) -> str:
    """Return what a process was started with; nothing once it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return ""


def lives(pid: int) -> bool:
    """Tell whether a process has not ended; one that nobody has asked about has."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in {"Z", "X"}
    return False


@contextmanager
def programs_of(terminal: Terminal) -> Iterator[set[str]]:
    """Collect the command lines of whatever the program on a terminal starts, as long as the block lasts."""
    found: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            found.update(filter(None, map(command_line, started_by(terminal.pid))))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield found
    finally:
        over.set()
        looking.join()


def said_to_the_terminal(written: bytes) -> list[str]:
    """Return what was sent that a terminal would obey, and a screen never means."""
    text = written.decode("utf-8", "replace").replace("\x1b[?2026$p", "")  # textual's one question, and ours
    text = text.replace(QUESTION, "")
    return [text[max(0, each.start() - 20) : each.end() + 20] for each in OBEYED.finditer(text)]
