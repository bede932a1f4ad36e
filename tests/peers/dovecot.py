"""A real IMAP server, Dovecot, with a folder and ports of its own, over a Maildir.

It runs as whoever runs the tests; root would not be let in, so there it is `nobody`, as the tests' Exim is.
"""

import contextlib
import grp
import os
import pwd
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.settings import BouncesSettings
from tests.certificates import make_certificate

USER, PASSWORD = "kiosco", "clave-de-prueba"
PATIENCE = 30.0
"""Seconds for anything that Dovecot does, on a busy machine."""

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{mail}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """The server of one mailbox, `mail`."""

    folder: Path
    mail: Path
    port: int
    tls_port: int
    account: pwd.struct_passwd
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def settings(self, security: str = "tls", **others: object) -> BouncesSettings:
        """How a kiosk reads it."""
        given = {
            "kind": "imap",
            "host": "127.0.0.1",
            "port": self.tls_port if security == "tls" else self.port,
            "security": security,
            "user": USER,
            "password_file": self.folder / "password",
        }
        return BouncesSettings(**given | others)  # type: ignore[arg-type] # the values have the types of their settings

    @property
    def variables(self) -> dict[str, str]:
        """The same settings as variables of the environment."""
        given = self.settings()
        names = ("kind", "host", "port", "security", "user", "password_file")
        return {f"KIOSK_BOUNCES__{name.upper()}": str(getattr(given, name)) for name in names}

    def start(self) -> None:
        """Serve, on the same ports as before."""
        command = ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        other = os.getuid() == 0
        self._running = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self.account.pw_uid if other else None,
            group=self.account.pw_gid if other else None,
            extra_groups=[] if other else None,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until or self._running.poll() is not None:
                pytest.fail(f"Dovecot does not answer: {(self.folder / 'log').read_text('utf-8')}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server, and cut its connections."""
        if self._running is None:
            return
        self._running.terminate()
        self._running.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running = None

    def put(self, content: bytes) -> None:
        """Deliver a mail, by the Maildir rules."""
        name = f"{time.time_ns()}.{secrets.token_hex(4)}.tests"
        (self.mail / "tmp" / name).write_bytes(content)
        os.chown(self.mail / "tmp" / name, self.mail.stat().st_uid, self.mail.stat().st_gid)
        (self.mail / "tmp" / name).rename(self.mail / "new" / name)

    def held(self) -> list[bytes]:
        """Return the mails that are in the mailbox, the oldest first."""
        found = sorted((path.name, path) for part in ("new", "cur") for path in (self.mail / part).iterdir())
        return [path.read_bytes() for _name, path in found]

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                return connection.recv(4) == b"* OK"
        except OSError:
            return False


@contextlib.contextmanager
def dovecot(mail: Path | None = None, certificate: Path | None = None) -> Iterator[Dovecot]:
    """Serve a Maildir by IMAP, a new one if none is given; a certificate of its own is `server.pem` in its folder, not trusted yet.

    Of two certificates that vouch for themselves by the same name, only one can be trusted: another server's may be given.
    """
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        server = _furnished(Path(folder), mail, certificate, account)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _furnished(home: Path, mail: Path | None, given: Path | None, account: pwd.struct_passwd) -> Dovecot:
    if mail is None:
        mail = home / "mail"
        for part in (mail, *(mail / each for each in ("tmp", "new", "cur"))):
            part.mkdir()
            os.chown(part, account.pw_uid, account.pw_gid)
    server = Dovecot(home, mail, *_free_ports(), account)
    certificate = home / "server.pem"
    if given:
        certificate.write_bytes(given.read_bytes())
    else:
        make_certificate(certificate)
    config = _CONFIG.format(
        folder=home,
        user=account.pw_name,
        group=grp.getgrgid(account.pw_gid).gr_name,
        certificate=certificate,
        mail=mail,
        password=PASSWORD,
        uid=account.pw_uid,
        gid=account.pw_gid,
        port=server.port,
        tls_port=server.tls_port,
    )
    (home / "dovecot.conf").write_text(config, "utf-8")
    for each in (home, certificate, home / "dovecot.conf"):
        os.chown(each, account.pw_uid, account.pw_gid)
    (home / "password").touch(0o600)  # the kiosk's own, not the server's
    (home / "password").write_text(f"{PASSWORD}\n", "utf-8")
    return server


def _free_ports() -> tuple[int, int]:
    """Return two ports that nobody uses now."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
