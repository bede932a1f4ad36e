"""A program on a real pseudo-terminal: keys go in, and what a person would see comes out. Tests and measurements share it."""

import contextlib
import os
import re
import select
import signal
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

from tests.loaded import OnTerminal

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f9": "\x1b[20~",
}
"""Keys by Textual's names; `ctrl+x` is computed, and any single character is itself."""

# What pyte would print as text: strings (OSC, DCS, APC, PM, SOS), CSI with < = > or an intermediate, the question for kitty keys.
FOREIGN = re.compile(
    rb"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b\[\?[0-9;]*[mu]"
)
# The beginning of a sequence whose rest is still on its way.
UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)?\Z")
# Variables that would change what is drawn, or let the tester's own settings in.
DRAWING = re.compile(r"(TEXTUAL|KIOSK|PYTEST)_.*|COLORTERM|NO_COLOR|FORCE_COLOR|LINES|COLUMNS|LC_.*|LANGUAGE")


SEEN = 0.35
"""Seconds for which a person looks at a new screen before they press a key that does something, and between two same presses.

The program takes no such key sooner (terminal/haste.py); what is written by `type` comes as fast as it may, and tries that rule.
"""
LOOK = 0.1
"""Seconds after which is looked again though nothing was sent: what is waited for may be a file, a mail or a process."""
NEW_SCREEN = 400
"""Bytes after a key from which on it has brought a new screen, not an echo."""


def _console_colours(ink: str, ground: str, *, bold: bool) -> tuple[str, str]:
    """Return ink and ground of the console's own palette, from pyte's names: `brown` is its dark yellow, `white` its grey."""
    names = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
    dark = ("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa")
    bright = ("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff")
    name = {"default": "white"}.get(ink, ink)
    is_bright = bold or name.startswith("bright")
    place = names.index(name.removeprefix("bright"))
    return (bright if is_bright else dark)[place], dark[
        names.index({"default": "black"}.get(ground, ground).removeprefix("bright"))
    ]


def _words_of(pid: int) -> bytes:
    """Return what a process was started with, which one that it has forked shares."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


class Terminal:
    """One program on one pseudo-terminal of `columns` × `rows` cells; killed, with its children, when the block is left."""

    def __init__(  # noqa: PLR0913 - what a terminal is, each named
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        term: str = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        forked: bool = False,
    ) -> None:
        """Start it; one of the program's own may be `forked`, see tests/loaded.py."""
        self.written = bytearray()
        """Every byte that the program sent."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unfinished = b""
        self._text: str | None = None
        self._taken = 0
        self._arrived = 0.0
        self._since_key = 0
        self._new_screen_at = 0.0
        self._last_press: dict[str, float] = {}
        kept = {name: value for name, value in os.environ.items() if not DRAWING.fullmatch(name)}
        environment = {**kept, "TERM": term, "LANG": "C.UTF-8", **(env or {})}
        self.started = time.perf_counter()
        """When the program was started, on the clock of `time.perf_counter`."""
        spawn = OnTerminal if forked else pexpect.spawn
        self._child = spawn(
            command[0], list(command[1:]), dimensions=(rows, columns), env=environment, cwd=cwd and str(cwd), timeout=None
        )
        self._descriptor: int = self._child.child_fd

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The program's process number."""
        return int(self._child.pid)

    @property
    def serving(self) -> int:
        """The number of the process that serves: the one that the program has forked for a visit, else the program's own."""
        with contextlib.suppress(OSError):
            for each in map(int, Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()):
                if _words_of(each) == _words_of(self.pid):
                    return each
        return self.pid

    @property
    def modes(self) -> int:
        """The terminal's local modes (termios' lflag): whether it echoes, edits lines, and makes signals of keys."""
        return int(termios.tcgetattr(self._descriptor)[3])

    @property
    def text(self) -> str:
        """The screen as lines of text, without the blanks at their ends; kept until more is drawn: it takes pyte 4 ms."""
        if self._text is None:
            self._text = "\n".join(line.rstrip() for line in self._screen.display)
        return self._text

    def shows(self, text: str) -> bool:
        """Tell whether the screen shows the text; a line break on the screen counts as a blank."""
        return text in self.text or " ".join(text.split()) in " ".join(self.text.split())

    def wait(self, text: str, seconds: float = 10.0) -> float:
        """Wait until the screen shows the text; returns when the last byte for it came, raises AssertionError with the screen."""
        return self.until(lambda: self.shows(text), f"never showed {text!r}", seconds)

    def wait_gone(self, text: str, seconds: float = 10.0) -> float:
        """Wait until the screen no longer shows the text; returns and raises as `wait` does."""
        return self.until(lambda: not self.shows(text), f"still shows {text!r}", seconds)

    def until(self, holds: Callable[[], bool], complaint: str, seconds: float = 10.0) -> float:
        """Read until it holds; returns when the last byte came (`time.perf_counter`), raises AssertionError with the screen."""
        end = time.monotonic() + seconds
        while not holds():
            left = end - time.monotonic()
            if left <= 0 or not self._read(min(left, LOOK)):
                if holds():
                    break
                ending = "" if left <= 0 else f" and ended with {self.exit_status(1)}"
                raise AssertionError(f"{complaint}{ending}:\n{self.text}")
        return self._arrived

    def settle(self, quiet: float = 0.1, seconds: float = 10.0) -> None:
        """Read until the program has sent nothing for `quiet` seconds: for measuring; a test waits for what it expects to see."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._ready(quiet) and self._read(quiet):
            pass

    def type(self, text: str) -> None:
        """Send the text as if it were typed."""
        os.write(self._descriptor, text.encode())

    def send(self, sent: bytes) -> None:
        """Send bytes as they are, however many, reading meanwhile."""
        os.set_blocking(self._descriptor, False)
        while sent:
            self._read(0)
            try:
                sent = sent[os.write(self._descriptor, sent[:4096]) :]
            except BlockingIOError:  # it has not read yet what was sent before
                select.select([self._descriptor], [self._descriptor], [], 1.0)
        os.set_blocking(self._descriptor, True)

    def key(self, *names: str) -> None:
        """Press keys by Textual's names, at a person's pace. After `escape` wait for its effect: keys at once are a sequence."""
        for name in names:
            if name in {"enter", "space", "escape"} or name.isdigit():
                self._look(name)
            self.type(chr(ord(name[5:]) & 0x1F) if name.startswith("ctrl+") else KEYS.get(name, name))

    def _look(self, name: str) -> None:
        """Wait until a person has seen what a key does here."""
        while (left := max(self._new_screen_at, self._last_press.get(name, 0.0)) + SEEN - time.perf_counter()) > 0:
            if not self._read(left):
                break
        self._last_press = {name: time.perf_counter()}
        self._since_key = 0

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, as a window manager would."""
        self._screen.resize(rows, columns)
        self._text = None
        self._child.setwinsize(rows, columns)

    def overwrite(self, sent: bytes) -> None:
        """Show what another program writes on the same screen, as the kernel does: ours does not hear of it."""
        self._stream.feed(sent)
        self._text = None

    def console_cells(self) -> list[tuple[str, str, str]]:
        """Return each letter and digit that the raw console shows, with its ink and ground as `#rrggbb`.

        Linux draws a bold one of the eight dark colours in the bright one beside it (drivers/tty/vt/vt.c), and no ground bright.
        """
        cells = [self._screen.buffer[y][x] for y in range(self._screen.lines) for x in range(self._screen.columns)]
        return [
            (cell.data, *(reversed(colours) if cell.reverse else colours))
            for cell in cells
            if cell.data.isalnum() and (colours := _console_colours(cell.fg, cell.bg, bold=cell.bold))
        ]

    def take(self) -> bytes:
        """Return what the program sent since the last call: the bytes of one step."""
        taken = bytes(self.written[self._taken :])
        self._taken = len(self.written)
        return taken

    def resident(self) -> int:
        """Return the bytes of memory that the program holds, its children left out."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away, as a lost connection does."""
        self._child.ptyproc.fileobj.close()
        self._descriptor = -1

    def exit_status(self, seconds: float = 10.0) -> int:
        """Wait for the end; returns the exit status, or minus the signal's number; raises AssertionError if it goes on."""
        end = time.monotonic() + seconds
        while self._child.isalive():
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"still running:\n{self.text}")
            if not self._ready(0.02) or not self._read(0.02):
                time.sleep(0.005)  # the terminal is closed but the process not yet gone: nothing tells when, short of asking again
        while self._ready(0) and self._read(0):  # what it said last
            pass
        return int(-self._child.signalstatus if self._child.signalstatus else self._child.exitstatus)

    def kill(self) -> None:
        """End the program and what it started, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        if self._child.isalive():
            self._child.wait()
        if self._descriptor >= 0:
            self._child.close(force=True)

    def _ready(self, seconds: float) -> bool:
        return self._descriptor >= 0 and bool(select.select([self._descriptor], [], [], seconds)[0])

    def _read(self, seconds: float) -> bool:
        """Read once, waiting at most so many seconds; returns False when the program has closed its terminal."""
        if not self._ready(seconds):
            return self._descriptor >= 0
        try:
            chunk = os.read(self._descriptor, 65536)
        except OSError:  # Linux says EIO when the other side is closed
            return False
        self._arrived = time.perf_counter()
        self.written += chunk
        self._since_key += len(chunk)
        if self._since_key >= NEW_SCREEN:
            self._new_screen_at = self._arrived
        pending = self._unfinished + chunk
        cut = UNFINISHED.search(pending)
        complete, self._unfinished = (pending[: cut.start()], pending[cut.start() :]) if cut else (pending, b"")
        self._stream.feed(FOREIGN.sub(b"", complete))
        self._text = None
        return len(chunk) > 0
