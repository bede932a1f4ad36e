"""A line to a far village: a TCP proxy on loopback that holds each direction to so many bits a second and so far away, and counts.

Like a modem it holds a packet until the line is free, and takes no more meanwhile, so that the other end is slowed down, too.
"""

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

PIECE = 512
"""Bytes at most that are handed on at once."""


@dataclass
class Line:
    """The line: its port, and what went over it so far. A turn is a change of direction: two are a round trip."""

    port: int
    bits_per_second: float
    delay: float
    up: int = 0
    down: int = 0
    turns: int = 0
    _last: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def bytes(self) -> int:
        """The bytes of both directions."""
        return self.up + self.down

    def count(self, direction: str, number: int) -> None:
        """Note what was sent."""
        with self._lock:
            setattr(self, direction, getattr(self, direction) + number)
            self.turns += direction != self._last
            self._last = direction


@contextlib.contextmanager
def slow_line(to: int, *, bits_per_second: float = 64_000, delay: float = 0.3) -> Iterator[Line]:
    """Open a line to a port of loopback; `delay` is in seconds, each way. Ends with every connection on it."""
    connections: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(listening.getsockname()[1], bits_per_second, delay)
        threading.Thread(target=_serve, args=(listening, to, line, connections), daemon=True).start()
        try:
            yield line
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            for each in connections:
                _cut(each)


def _serve(listening: socket.socket, to: int, line: Line, connections: list[socket.socket]) -> None:
    with contextlib.suppress(OSError):  # the line was taken away
        while True:
            near, _address = listening.accept()
            far = socket.create_connection(("127.0.0.1", to))
            connections += [near, far]
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, sink, direction in ((near, far, "up"), (far, near, "down")):
                threading.Thread(target=_carry, args=(source, sink, direction, line), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket, direction: str, line: Line) -> None:
    """Hand on what comes from one end, in time."""
    on_its_way: queue.Queue[tuple[float, bytes]] = queue.Queue()
    threading.Thread(target=_arrive, args=(on_its_way, sink), daemon=True).start()
    free = 0.0
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            line.count(direction, len(piece))
            free = max(free, time.monotonic()) + 8 * len(piece) / line.bits_per_second
            on_its_way.put((free + line.delay, piece))
            time.sleep(max(0.0, free - time.monotonic()))
    on_its_way.put((time.monotonic() + line.delay, b""))


def _arrive(on_its_way: "queue.Queue[tuple[float, bytes]]", sink: socket.socket) -> None:
    while True:
        due, piece = on_its_way.get()
        time.sleep(max(0.0, due - time.monotonic()))
        if not piece:
            _cut(sink)
            return
        with contextlib.suppress(OSError):  # that end is gone; the other one hears of it by itself
            sink.sendall(piece)


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
