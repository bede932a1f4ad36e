"""A line that breaks at the worst moment: a TCP proxy on loopback that hangs up when a word goes over it.

Either the word never arrives, or it does and its answer is lost: whoever sent it cannot tell which.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

PIECE = 65_536
Lost = Literal["question", "answer"]


@dataclass
class Line:
    """The line: its port, the word at which it breaks, and how often it did. Without a word it holds."""

    port: int
    at: bytes = b""
    lost: Lost = "answer"
    breaks: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def break_at(self, word: bytes, lost: Lost) -> None:
        """Break once, when this word is sent."""
        with self._lock:
            self.at, self.lost = word, lost

    def breaks_at(self, piece: bytes) -> bool:
        """Tell whether this is the piece at which it breaks; it does so once."""
        with self._lock:
            if not self.at or self.at not in piece:
                return False
            self.at = b""
            self.breaks += 1
            return True


@contextlib.contextmanager
def cut_line(to: int) -> Iterator[Line]:
    """Open a line to a port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(listening.getsockname()[1])
        threading.Thread(target=_serve, args=(listening, to, line), daemon=True).start()
        try:
            yield line
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, to: int, line: Line) -> None:
    with contextlib.suppress(OSError):  # the line was taken away
        while True:
            near, _address = listening.accept()
            try:
                far = socket.create_connection(("127.0.0.1", to))
            except OSError:  # nobody is there now
                near.close()
                continue
            ends = (near, far)
            lost = threading.Event()
            threading.Thread(target=_up, args=(*ends, line, lost), daemon=True).start()
            threading.Thread(target=_down, args=(*ends, lost), daemon=True).start()


def _up(near: socket.socket, far: socket.socket, line: Line, lost: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while piece := near.recv(PIECE):
            if line.breaks_at(piece):
                if line.lost == "question":
                    break
                lost.set()  # first: the answer may be there before the next line of this
            far.sendall(piece)
    if not lost.is_set():
        _cut(near, far)


def _down(near: socket.socket, far: socket.socket, lost: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while piece := far.recv(PIECE):
            if lost.is_set():
                break
            near.sendall(piece)
    _cut(near, far)


def _cut(*ends: socket.socket) -> None:
    for each in ends:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
