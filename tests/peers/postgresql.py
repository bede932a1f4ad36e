"""A real PostgreSQL with a folder and a port of its own.

It runs as whoever runs the tests; root would be refused, so there it is `nobody`, as the tests' Dovecot is.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.ports import free_port

USER, PASSWORD = "kiosk", "clave/de:prueba@1"
PATIENCE = 60.0
"""Seconds for anything that the server does, on a busy machine."""
_QUICK = {"fsync": "off", "full_page_writes": "off"}
"""What nothing but a power cut tells from the usual."""
_USUAL = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}


def programs() -> Path:
    """Return the folder of the newest server's programs, which are in nobody's path."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))


@dataclass
class PostgreSQL:
    """A server; its names sort as Spanish does, unlike SQLite's, so that whatever leans on the order of bytes is found out."""

    quick: bool = True
    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="kiosk-postgresql-")))
    _process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.folder.chmod(0o755)
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            account = pwd.getpwnam("nobody")
            for each in (self.folder, secret):
                os.chown(each, account.pw_uid, account.pw_gid)
        ways = ("--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8")
        sorting = ("--locale-provider=icu", "--icu-locale=es")
        made = [
            *_as_nobody(),
            str(programs() / "initdb"),
            "-D",
            str(self.folder / "data"),
            "-U",
            USER,
            "--no-sync",
            *ways,
            *sorting,
        ]
        subprocess.run(made, check=True, capture_output=True, cwd=self.folder)

    def start(self) -> None:
        """Start it, and wait until it answers; it ends with this process."""
        given = _USUAL | (_QUICK if self.quick else {}) | {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        words = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        command = [*_as_nobody(), str(programs() / "postgres"), "-D", str(self.folder / "data"), *words]
        until = time.monotonic() + PATIENCE
        while True:
            if self._process is None or self._process.poll() is not None:  # those of a killed one may hold its memory still
                log = (self.folder / "log").open("ab")
                with log:
                    self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url("postgres")):
                return
            assert time.monotonic() < until, (self.folder / "log").read_text(encoding="utf-8", errors="replace")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it as an operator does, in the middle of whatever is being done."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Let it die as in a power cut: the first process, at which all the others end."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """End it, and leave nothing of it."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str, port: int = 0) -> str:
        """Return the address of a database, through another port where one is told."""
        password = PASSWORD.replace("/", "%2F").replace(":", "%3A").replace("@", "%40")
        return f"postgresql://{USER}:{password}@127.0.0.1:{port or self.port}/{name}"

    def run(self, *statements: str) -> None:
        """Run statements as an operator does, each in a transaction of its own."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(PATIENCE)


def _as_nobody() -> list[str]:
    """Return the words before a command: it ends with us, and is not root."""
    ends = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() != 0:
        return ends
    account = pwd.getpwnam("nobody")
    return [*ends, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
