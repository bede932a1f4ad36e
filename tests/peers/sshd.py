"""A real sshd on loopback: Debian's own configuration file, beside it the drop-in that is delivered, and staff with keys.

Changed of Debian's file is only where it is: its folder of drop-ins, host key, port. Changed of the drop-in are the account,
which is whoever runs the tests, the folder of the data (by the line that it names for that), and the wait for a first channel.
"""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyotp

from kiosk.adapters.clock import SystemClock
from kiosk.domain.desk.permits import Role
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members, ssh_keys
from kiosk.storage.tables import Staff
from tests.bench.programs import kiosk_script
from tests.filing import open_kiosk
from tests.ports import free_port

STOCK = Path("/usr/share/openssh/sshd_config")
DROP_IN = Path(__file__).parents[2] / "deploy" / "sshd-kiosk.conf"
PATIENCE = 30.0
"""Seconds for anything that another process does, on a busy machine."""
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
WHERE = f"{ACCOUNT}@127.0.0.1"
_AS_SUBREAPER = "import ctypes, os, sys; ctypes.CDLL(None).prctl(36, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""PR_SET_CHILD_SUBREAPER: what a connection leaves behind becomes a child of sshd's, and is seen."""


@dataclass(frozen=True)
class Person:
    """A member of staff, with the private key's file and the telephone's secret."""

    name: str
    key: Path
    secret: str


@dataclass
class Sshd:
    """The server, and the kiosk behind it as the tests see it."""

    folder: Path
    port: int
    kiosk: Kiosk
    pid: int = 0

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.kiosk.settings.data_dir

    def take_in(self, name: str) -> Person:
        """Make somebody a member of staff who comes in with a key."""
        secret = pyotp.parse_uri(members.add(self.kiosk, name, role=Role.SUPERVISOR).otpauth).secret
        key = _new_key(self.folder / name)
        ssh_keys.add_key(self.kiosk, name, key.with_suffix(".pub").read_text(encoding="ascii"))
        self.publish()
        return Person(name, key, secret)

    def publish(self) -> None:
        """Write the file of keys anew."""
        ssh_keys.publish(self.kiosk, f"{kiosk_script()} assist")

    def code(self, person: Person) -> str:
        """Return the telephone's code of now, made good once more: tests sign in more often than every 30 seconds."""
        with self.kiosk.database.transaction() as session:
            row = session.get(Staff, person.name)
            assert row is not None
            row.last_step = -1
        return pyotp.TOTP(person.secret).now()

    def options(self, person: Person) -> list[str]:
        """Return a client's options, with which it reads none of the tester's own files."""
        values = {
            "Port": str(self.port),
            "IdentityFile": str(person.key),
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
            "HostKeyAlias": "kiosk",
            "LogLevel": "ERROR",
        }
        return ["-F", "none", *(word for name, value in values.items() for word in ("-o", f"{name}={value}"))]

    def ssh(self, person: Person, *options: str, words: tuple[str, ...] = ()) -> list[str]:
        """Return the command line of `ssh`; of `options` that are given twice ssh takes the first, which are these."""
        return ["ssh", *options, *self.options(person), WHERE, *words]

    def processes(self) -> dict[int, str]:
        """Return what lives of all connections, and of what they left behind: process number and name."""
        found: dict[int, str] = {}
        waiting = [self.pid]
        while waiting:
            for pid in children(waiting.pop()):
                with contextlib.suppress(OSError):  # it has ended meanwhile
                    name, state = _name_and_state(pid)
                    waiting.append(pid)
                    if state != "Z":
                        found[pid] = name
        return found

    def until_gone(self) -> float:
        """Wait until no process of any connection is left; return the seconds that it took."""
        began = time.monotonic()
        wait_until(lambda: not self.processes(), lambda: f"left behind: {self.processes()}")
        return time.monotonic() - began


def wait_until(holds: Callable[[], object], complaint: Callable[[], str], seconds: float = PATIENCE) -> None:
    """Wait until it holds; raises AssertionError with the complaint."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, complaint()
        time.sleep(0.01)  # nothing tells when another's process ends, short of asking again


@contextlib.contextmanager
def sshd(folder: Path, **settings: str) -> Iterator[Sshd]:
    """Serve from a folder; `settings` are lines of the kiosk's own file, in its section of that name."""
    kiosk = replace(open_kiosk(folder / "data"), clock=SystemClock(timedelta(days=7), None, None))
    sections = {"kiosk": 'id = "0417"\nprovince = "17"', "mail": 'kind = "maildir"', "printer": 'kind = "folder"', **settings}
    text = "".join(f"[{name}]\n{lines}\n" for name, lines in sections.items())
    (folder / "data" / "kiosk.toml").write_text(text, encoding="utf-8")
    server = Sshd(folder, free_port(), kiosk)
    _write_configuration(server)
    Path("/run/sshd").mkdir(exist_ok=True)  # where privileges are dropped; Debian's unit makes it
    command = [sys.executable, "-c", _AS_SUBREAPER, "/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "sshd_config")]
    with (folder / "log").open("ab") as log:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    server.pid = running.pid
    try:
        wait_until(lambda: _answers(server.port), lambda: (folder / "log").read_text(encoding="utf-8"))
        yield server
    finally:
        for pid in (running.pid, *server.processes()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        running.wait()
        kiosk.database.close()


def _write_configuration(server: Sshd) -> None:
    folder = server.folder
    (folder / "drop-ins").mkdir()
    ours = DROP_IN.read_text(encoding="utf-8")
    ours = _put(ours, "Match User kiosk", f"Match User {ACCOUNT}\n    SetEnv KIOSK_DATA_DIR={server.data}")
    ours = _put(ours, "/var/lib/kiosk/ssh/authorized_keys", str(server.kiosk.settings.desk.authorized_keys))
    ours = _put(ours, "UnusedConnectionTimeout 20s", "UnusedConnectionTimeout 2s")
    (folder / "drop-ins" / "kiosk.conf").write_text(ours, encoding="utf-8")
    host = _new_key(folder / "host")
    where = f"Port {server.port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\n"
    where += "StrictModes no\n"  # the folders of tests stand in /tmp, which everybody may write
    stock = _put(STOCK.read_text(encoding="utf-8"), "/etc/ssh/sshd_config.d/*.conf", f"{folder}/drop-ins/*.conf")
    (folder / "sshd_config").write_text(stock + where, encoding="utf-8")
    public = host.with_suffix(".pub").read_text(encoding="ascii")
    (folder / "known_hosts").write_text(f"kiosk {public}", encoding="ascii")


def _put(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _new_key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)
    return path


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        return connection.recv(4) == b"SSH-"
    return False


def children(pid: int) -> set[int]:
    """Return the processes that a process has started and that live."""
    found: set[int] = set()
    with contextlib.suppress(OSError):  # it has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= {int(each) for each in (task / "children").read_text().split()}
    return found


def _name_and_state(pid: int) -> tuple[str, str]:
    name, _bracket, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    return name, rest.split()[0]
