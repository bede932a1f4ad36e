"""What the terminal can draw beside letters: it is asked once, before anything reads its keys, and never for longer than 100 ms.

Three questions go together: kitty's for its graphics, the size of a cell in pixels (CSI 16 t, and of the window, 14 t), and the
primary device attributes, which every terminal answers and among which 4 means sixel (DEC STD 070; xterm's ctlseqs). Answers come
in the order of the questions, so that the last one ends the waiting. A terminal without graphics swallows what it does not know.

The rule for a slow line: the time until that last answer is the round trip of the line. Within 100 ms it is one on which a picture
of 60 kB comes at once; what answers later, as a far line over SSH does, gets pictures in blocks until somebody asks for pixels by
a key (or `screen.pictures` does). Without an answer there are blocks alone.

An answer that comes when the keys are already read is taken out of them (`sift`), for as long as one may still come.
"""

import contextlib
import fcntl
import os
import re
import select
import struct
import termios
import time
from dataclasses import dataclass
from typing import Final

from kiosk.domain.documents.document import IndexedPicture
from screens.terminal.pixels import Pixels, Protocol, made

QUESTION: Final = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[14t\x1b[c"
PATIENCE: Final = 0.1
"""Seconds that an answer may take, and a start for it."""
LATEST: Final = 10.0
"""Seconds after which no answer comes any more: what looks like one then was typed."""
UNKNOWN_CELL: Final = (10, 20)
"""Pixels of a cell where the terminal tells neither that nor the window's: xterm's sixels are drawn so, too (VT340)."""
SMALLEST_CELL, LARGEST_CELL = 4, 100
_ANSWER = re.compile(
    r"\x1b(?:_G(?P<kitty>[^\x1b]{0,200})\x1b\\|\[(?P<what>[46]);(?P<size>\d{1,5};\d{1,5})t|\[\?(?P<traits>[\d;]{1,80})c)"
)
_BEGUN = re.compile(r"\x1b(?:_(?:G[^\x1b]{0,200}\x1b?)?|\[(?:[46](?:;[\d;]{0,11})?|\?[\d;]{0,80})?)?\Z")
"""The beginning of an answer whose rest is still on its way."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What pictures can be drawn by, on cells of so many pixels; `is_slow` where they are only drawn so when asked for."""

    protocol: Protocol
    cell: tuple[int, int]
    is_slow: bool = False

    def drawn(self, picture: IndexedPicture) -> Pixels:
        """Return a picture ready to be sent: see `made`."""
        return made(picture, self.protocol, self.cell)


class Asking:
    """The question to one terminal and its answers, by the setting `screen.pictures`."""

    def __init__(self, pictures: str = "blocks") -> None:
        self._pictures = pictures
        self._asked_at: float | None = None
        self._answered_after: float | None = None
        self._kitty = self._sixel = False
        self._cell: tuple[int, int] | None = None
        self._begun = ""
        self.typed = ""
        """What was typed while it was waited for."""

    def ask(self, descriptor: int) -> None:
        """Ask, and wait for the answers; keys that come meanwhile are kept, and from here on none is shown or waits for its line.

        The raw console draws no pictures, and shows what it does not know as text.
        """
        if self._pictures == "blocks" or os.environ.get("TERM", "linux") in {"linux", "dumb"}:
            return
        with contextlib.suppress(OSError, termios.error):  # it is gone: whoever shows the first screen sees that
            attributes = termios.tcgetattr(descriptor)
            attributes[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(descriptor, termios.TCSANOW, attributes)
            os.write(descriptor, QUESTION.encode("ascii"))
            self._asked_at = time.monotonic()
            while (left := self._asked_at + PATIENCE - time.monotonic()) > 0 and self._is_awaited:
                if select.select([descriptor], [], [], left)[0]:
                    read = os.read(descriptor, 4096)
                    if not read:
                        return
                    self.typed = self.sift(read.decode("utf-8", "surrogateescape"))

    @property
    def _is_awaited(self) -> bool:
        return self._asked_at is not None and self._answered_after is None and time.monotonic() < self._asked_at + LATEST

    def sift(self, text: str) -> str:
        """Return what was read without the answers in it, which are noted; the beginning of one waits for its rest, or `rest`."""
        text, self._begun, typed, self.typed = self._begun + text, "", self.typed, ""
        if not self._is_awaited:
            return typed + text
        text = _ANSWER.sub(self._note, text)
        begun = _BEGUN.search(text) if self._is_awaited else None
        self._begun = begun[0] if begun else ""
        return typed + text.removesuffix(self._begun)

    def rest(self) -> str:
        """Return what was typed before, and what looked like the beginning of an answer and was followed by nothing."""
        rest, self.typed, self._begun = self.typed + self._begun, "", ""
        return rest

    def _note(self, answer: re.Match[str]) -> str:
        if (kitty := answer["kitty"]) is not None:
            self._kitty = kitty.endswith(";OK")
        elif answer["size"]:
            self._cell = self._cell_of(answer["what"], answer["size"]) or self._cell
        else:
            self._sixel = "4" in answer["traits"].split(";")[1:]
            self._answered_after = time.monotonic() - (self._asked_at or 0.0)
        return ""

    def _cell_of(self, what: str, size: str) -> tuple[int, int] | None:
        height, width = map(int, size.split(";"))
        if what == "4":  # of the whole window, which is told only where that of a cell is not
            columns, rows = os.get_terminal_size() if self._cell is None else (0, 0)
            width, height = (width // columns, height // rows) if columns and rows else (0, 0)
        return _possible(width, height)

    @property
    def canvas(self) -> Canvas | None:
        """What pictures can be drawn by, as far as is known by now; None where letters are all there is."""
        protocol = Protocol.KITTY if self._kitty else Protocol.SIXEL if self._sixel else None
        if protocol is None or self._answered_after is None:
            return None
        is_slow = self._pictures == "auto" and self._answered_after > PATIENCE
        return Canvas(protocol, _cell_now() or self._cell or UNKNOWN_CELL, is_slow)


def _cell_now() -> tuple[int, int] | None:
    """Return the pixels of a cell as the system knows them, which follow the letters' size; SSH carries them along."""
    with contextlib.suppress(OSError):
        rows, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8)))
        if rows and columns and width and height:
            return _possible(width // columns, height // rows)
    return None


def _possible(width: int, height: int) -> tuple[int, int] | None:
    return (width, height) if all(SMALLEST_CELL <= side <= LARGEST_CELL for side in (width, height)) else None
