"""Staff over SSH: bytes of a journey, seconds a screen on a slow line, memory of a connection, and the echo while twenty type."""

import os
import select
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.bench.comparison import Row, percentile, seconds
from tests.bench.programs import smallest_script
from tests.peers.slow_line import Line, slow_line
from tests.peers.sshd import Person, Sshd
from tests.terminal.assisting import connect, post, sign_in
from tests.terminal.driver import Terminal
from tests.terminal.journey import IDENTIFY, START, walk

MOST_BYTES = 250_000
MOST_MEMORY = 2.2
MOST_ECHO = 3
TOGETHER = 20
CONNECTIONS = 5
KEYS = 120
SILENCE = 1.5
"""Seconds without a byte, after which nothing is on its way any more on the slow line."""
PACE = 0.2
"""Seconds from one key to the next: a person who types fast."""
DOCUMENTS = ("¿Se ve completo y derecho?", "¿Se alcanza a leer bien?")
"""The screens with a document's picture on them."""


@contextmanager
def _through(line: Line, server: Sshd, person: Person, *options: str) -> Iterator[Terminal]:
    with connect(server, person, "-o", f"Port={line.port}", *options) as terminal:
        sign_in(terminal, server, person, seconds=60)
        yield terminal


def traffic(folder: Path) -> list[Row]:
    """Count the bytes of a whole assisted journey as they go over the connection, sign-in and encryption with them."""
    rows = []
    for how, options in (("", ()), (", ssh -C", ("-C",))):
        with post(folder / f"post{len(options)}") as server, slow_line(server.port, bits_per_second=1e12, delay=0) as line:
            with _through(line, server, server.take_in("rosa"), *options) as terminal:
                pictures = before = 0
                for paint in walk(terminal, server.data / "mail", by_key=True):
                    pictures += line.bytes - before if paint.question in DOCUMENTS else 0
                    before = line.bytes
            count = line.bytes - pictures
            trips = f"{line.turns // 2} round trips; the pictures of 3 documents {pictures:,} B more"
            goal, reached = (f"≤ {MOST_BYTES:,} B", count <= MOST_BYTES) if not how else ("report", None)
            rows.append(Row(f"bytes over SSH of an assisted journey{how}", "–", f"{count:,} B", trips, None, goal, reached))
    return rows


SCREENS = (
    ("", START),
    ("", "Antes de empezar"),
    ("\x1b[B", IDENTIFY),
    ("9900000010", "¿Está bien escrito?"),
    ("", "¿Cómo se llama?"),
    ("Quispe Ñato\rMaría Luisa", "¿Quién es usted en el Seguro Social Campesino?"),
    ("\x1b[B", "Este es su número para volver"),
    ("", "¿A qué teléfono le pueden llamar?"),
    ("0987654321", "¿Cuál es su correo electrónico?"),
)
"""What is typed before Enter, and what that leads to."""


class Watched(Terminal):
    """A terminal that notes how long each paint took: from the key to the last byte that came for it."""

    _pressed = 0.0

    def key(self, *names: str) -> None:
        """Press keys."""
        super().key(*names)
        self._pressed = time.perf_counter()

    @property
    def took(self) -> float:
        """Return the seconds from the last key to the last byte since."""
        return max(0.0, self._arrived - self._pressed)


def slow(folder: Path) -> list[Row]:
    """Take the seconds from a key to the whole next screen, over 64 kbit/s and 600 ms there and back, with and without -C."""
    rows = []
    with post(folder) as server:
        rosa = server.take_in("rosa")
        for how, options in (("", ()), (", ssh -C", ("-C",))):
            with slow_line(server.port) as line:
                command = server.ssh(rosa, "-o", f"Port={line.port}", *options)
                with Watched(command) as terminal:
                    terminal.wait("6 números", 60)
                    opened = time.perf_counter() - terminal.started
                    sign_in(terminal, server, rosa, seconds=60)
                    screens: dict[str, float] = {}
                    for typed, following in SCREENS:
                        terminal.type(typed)
                        terminal.settle(SILENCE)
                        terminal.key("enter")
                        terminal.wait(following, 60)
                        terminal.settle(SILENCE)
                        screens[following] = terminal.took
            worst = max(screens, key=lambda name: screens[name])
            shown = f"{seconds(median(screens.values()))} a screen, at most {seconds(screens[worst])} («{worst}»)"
            what = f"64 kbit/s, 600 ms: to the first screen, then each{how}"
            rows.append(Row(what, f"{len(screens)} screens", seconds(opened), shown, None, "report", None))
    return rows


def memory(folder: Path) -> list[Row]:
    """Compare what a further connection holds with the smallest app, what is shared counted once (PSS), five of each running."""
    with post(folder) as server, ExitStack() as stack:
        script = str(smallest_script(folder))
        smallest = [stack.enter_context(Terminal([script])) for _each in range(CONNECTIONS)]
        for terminal in smallest:
            terminal.wait("Continuar")
        theirs = median(held(terminal.pid) for terminal in smallest)
        rosa = server.take_in("rosa")
        connections = [stack.enter_context(connect(server, rosa)) for _each in range(CONNECTIONS)]
        for terminal in connections:
            sign_in(terminal, server, rosa, seconds=60)
        ours = median(held(pid) for pid, name in server.processes().items() if name == "kiosk")
        around = sum(held(pid) for pid, name in server.processes().items() if name != "kiosk") / CONNECTIONS
        for terminal in connections:
            for _question in walk(terminal, server.data / "mail", until="¿Cuál es su correo electrónico?"):
                pass
        later = median(held(pid) for pid, name in server.processes().items() if name == "kiosk")
    goal = f"≤ {MOST_MEMORY}×"
    against = "smallest Textual app"
    return [
        Row(
            f"memory of a further connection, {when}",
            against,
            _mib(mine),
            _mib(theirs),
            mine / theirs,
            goal,
            mine / theirs <= MOST_MEMORY,
        )
        for when, mine in (("at the desk", ours), ("in a filing", later))
    ] + [Row("sshd's own processes of a connection", against, _mib(around), _mib(theirs), around / theirs, "report", None)]


def held(pid: int) -> int:
    """Return a process's memory in bytes, its share of what it shares."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(rollup.split("Pss:")[1].split()[0]) * 1024


def echo(folder: Path) -> list[Row]:
    """Compare the 99th percentile from key to echo of twenty who type at once with that of one who is alone."""
    with post(folder) as server, ExitStack() as stack:
        people = [server.take_in(f"ana{number}") for number in range(TOGETHER)]
        terminals: list[Typed] = []
        for person in people:
            terminal = stack.enter_context(Typed(server.ssh(person)))
            sign_in(terminal, server, person, seconds=60)
            for _question in walk(terminal, server.data / "mail", until=IDENTIFY):
                pass
            terminals.append(terminal)
            if len(terminals) == 1:
                alone = terminal.echoes(0)
        with ThreadPoolExecutor(TOGETHER) as at_once:
            together = [each for times in at_once.map(Typed.echoes, terminals, range(TOGETHER)) for each in times]
    rows = []
    for name, mine, other in (
        ("p50", median(together), median(alone)),
        ("p99", percentile(together, 99), percentile(alone, 99)),
    ):
        goal, reached = (f"≤ {MOST_ECHO}×", mine / other <= MOST_ECHO) if name == "p99" else ("report", None)
        what = f"key to echo over SSH, {TOGETHER} at once, {name}"
        rows.append(Row(what, "one alone", seconds(mine), seconds(other), mine / other, goal, reached))
    return rows


class Typed(Terminal):
    """A terminal on which somebody types at a person's pace, digits and backspaces in turn."""

    def echoes(self, number: int) -> list[float]:
        """Return the seconds from each key to the first byte that came for it."""
        self.settle(1.5)
        begin = time.perf_counter() + 0.5 + PACE * number / TOGETHER
        times = []
        for each in range(KEYS):
            time.sleep(max(0.0, begin + each * PACE - time.perf_counter()))
            while select.select([self._descriptor], [], [], 0)[0]:  # the rest of the one before, or a new minute
                os.read(self._descriptor, 65536)
            pressed = time.perf_counter()
            os.write(self._descriptor, b"\x7f" if each % 2 else b"5")
            assert select.select([self._descriptor], [], [], 10)[0], "a key had no echo"
            times.append(time.perf_counter() - pressed)
        return times


def _mib(count: float) -> str:
    return f"{count / 2**20:.0f} MiB"
