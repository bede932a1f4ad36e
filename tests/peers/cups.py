"""A real printing system: CUPS with Debian's own rules, and behind it CUPS's virtual printer, which can run out of paper.

Two queues lead to it: A4 as any modern printer has one ("everywhere"), ROLL as bytes are (a raw queue keeps a page's own
size). Everything lies in a folder and on ports of its own, and runs as whoever runs the tests.
"""

import contextlib
import grp
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.settings import PrinterSettings
from tests.ports import free_port

PATIENCE = 60.0
"""Seconds for anything that CUPS does, on a busy machine."""
STOCK = Path("/usr/share/cups/cupsd.conf.default")

# What the virtual printer does with a page: it waits while there is trouble, and ends where its job was cancelled, which
# ippeveprinter notes but does not tell the program that prints.
_PRINT = """#!/bin/sh
cd "{folder}" || exit 1
echo begun >>begun
told=
while [ -s trouble ]; do
    told=$(cat trouble)
    [ "$told" = slow ] || echo "STATE: +$told" >&2
    sleep 0.1
    ipptool -X "$IPP_JOB_URI" get-job-attributes.test | grep -q processing-to-stop-point && {{ echo "STATE: -$told" >&2; exit 0; }}
done
[ -n "$told" ] && [ "$told" != slow ] && echo "STATE: -$told" >&2
cp "$1" "out/.$$" && mv "out/.$$" "out/$(date +%s%N).pdf"
"""


@dataclass
class Cups:
    """The printing system. `settings` are those of a kiosk that prints by it."""

    folder: Path
    port: int
    printer_port: int
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, init=False)

    @property
    def settings(self) -> PrinterSettings:
        """How paper comes out: a queue for each kind."""
        return PrinterSettings(kind="cups", server=f"localhost:{self.port}", roll="ROLL", a4="A4")

    @property
    def variables(self) -> dict[str, str]:
        """The same settings as variables of the environment."""
        names = ("kind", "server", "roll", "a4")
        return {f"KIOSK_PRINTER__{name.upper()}": str(getattr(self.settings, name)) for name in names}

    def pages(self) -> list[bytes]:
        """Return the documents that came out, in their order."""
        return [path.read_bytes() for path in sorted((self.folder / "out").glob("*.pdf"))]

    def begun(self) -> int:
        """Return how many documents the printer began to print."""
        path = self.folder / "begun"
        return len(path.read_text().splitlines()) if path.exists() else 0

    def trouble(self, keyword: str) -> None:
        """Let the printer wait for somebody: `media-empty`, `cover-open`…, or `slow`; nothing mends it."""
        new = self.folder / "trouble.new"
        new.write_text(keyword)
        new.replace(self.folder / "trouble")

    def give_up(self, queue: str) -> None:
        """Let a queue abort a job whose printer does not answer within a second.

        A printer that aborts a job itself would not do: CUPS's back end looks at it from two threads, of which only one tells,
        and calls the job completed when the other has seen the end first.
        """
        device = f"ipp://localhost:{self.printer_port}/ipp/print?contimeout=1"
        self.do("/usr/sbin/lpadmin", "-p", queue, "-v", device, "-o", "printer-error-policy=abort-job")

    def spool(self) -> list[Path]:
        """Return what CUPS keeps of jobs: a control file for its history, a data file for the document."""
        return sorted(each for each in (self.folder / "spool").iterdir() if each.is_file())

    def do(self, *words: str) -> str:
        """Do something as the machine's administrator, as `cupsdisable` is done, and return what was said."""
        environment = {**os.environ, "CUPS_SERVER": str(self.folder / "sock"), "LC_ALL": "C"}
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_printer(self) -> None:
        """Switch the printer on."""
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/bus"}
        command = ["/usr/sbin/ippeveprinter", "-r", "off", "-p", str(self.printer_port), "-n", "localhost"]
        command += ["-d", str(self.folder / "printer"), "-c", str(self.folder / "print.sh"), "-f", "application/pdf", "Laser"]
        self._start("printer", command, environment)
        self._wait(lambda: _answers(self.printer_port), "the printer does not answer")

    def stop_printer(self) -> None:
        """Switch the printer off, whatever it is printing."""
        self._stop("printer")

    def start_service(self) -> None:
        """Start CUPS."""
        self._start("cupsd", ["/usr/sbin/cupsd", "-f", "-c", f"{self.folder}/cupsd.conf", "-s", f"{self.folder}/cups-files.conf"])
        self._wait(lambda: _answers(self.port) and _listens(self.folder / "sock"), "CUPS does not answer")

    def stop_service(self) -> None:
        """End CUPS; what it has spooled stays."""
        self._stop("cupsd")

    def start_bus(self) -> None:
        """Start the message bus without which the printer ends at once."""
        self._start(
            "bus", ["/usr/bin/dbus-daemon", "--session", f"--address=unix:path={self.folder}/bus", "--nofork", "--nopidfile"]
        )
        self._wait(lambda: _listens(self.folder / "bus"), "there is no message bus")

    def end(self) -> None:
        """End all of it."""
        for name in list(self._running):
            self._stop(name)

    def _start(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
            )

    def _stop(self, name: str) -> None:
        running = self._running.pop(name, None)
        if running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            ended = [name for name, each in self._running.items() if each.poll() is not None]
            if ended or time.monotonic() > until:
                logs = "\n".join((self.folder / f"{name}.log").read_text() for name in self._running)
                pytest.fail(f"{otherwise} ({', '.join(ended)} ended): {logs[-2000:]}")
            time.sleep(0.02)


@contextlib.contextmanager
def cups() -> Iterator[Cups]:
    """Run a printing system; its folder lies outside pytest's, for the path of a socket is short."""
    with tempfile.TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True) as name:
        printing = Cups(Path(name), free_port(), free_port())
        _furnish(printing)
        try:
            printing.start_bus()
            printing.start_printer()
            printing.start_service()
            device = f"ipp://localhost:{printing.printer_port}/ipp/print"
            printing.do("/usr/sbin/lpadmin", "-p", "A4", "-E", "-v", device, "-m", "everywhere")
            printing.do("/usr/sbin/lpadmin", "-p", "ROLL", "-E", "-v", device, "-m", "raw")
            yield printing
        finally:
            printing.end()


def _furnish(printing: Cups) -> None:
    """Write the settings: Debian's rules of who may do what, with folders and ports of our own."""
    folder = printing.folder
    for each in ("root", "cache", "state", "spool", "tmp", "log", "out", "printer"):
        (folder / each).mkdir()
    script = folder / "print.sh"
    script.write_text(_PRINT.format(folder=folder))
    script.chmod(0o755)
    rules = re.sub(r"(?m)^(Listen|Port|Browsing|WebInterface|LogLevel|IdleExitTimeout) .*$", "", STOCK.read_text())
    own = (f"Listen localhost:{printing.port}", f"Listen {folder}/sock", "Browsing No", "WebInterface No", "LogLevel info")
    (folder / "cupsd.conf").write_text("\n".join([*own, "ErrorPolicy retry-job", "JobRetryInterval 1", rules]))
    group = grp.getgrgid(os.getgid()).gr_name
    places = {"ServerRoot": "root", "CacheDir": "cache", "StateDir": "state", "RequestRoot": "spool", "TempDir": "tmp"}
    places |= {"AccessLog": "log/access", "ErrorLog": "log/error", "PageLog": "log/page"}
    lines = [f"{name} {folder}/{place}" for name, place in places.items()]
    user = [] if os.getuid() else ["User lp"]
    (folder / "cups-files.conf").write_text("\n".join([*lines, f"SystemGroup {group}", *user]) + "\n")
    if not os.getuid():
        folder.chmod(0o755)  # filters run as another account
        shutil.chown(folder / "tmp", "lp")


def _listens(path: Path) -> bool:
    """Tell whether a socket takes connections: it has its name a moment before it does."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as trying:
        trying.connect(str(path))
        return True
    return False


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=PATIENCE):
        return True
    return False
