"""A real mail server, Exim, with a folder and a port of its own: STARTTLS and a password, mailboxes, refusals and bounces.

It can be stopped and started again, as a server that is away for a while. It runs as whoever runs the tests; as root it
would deliver nothing, so there it is `nobody`, who cannot look into pytest's folders and gets one in the system's.
"""

import contextlib
import email
import email.policy
import os
import pwd
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiosk.settings import MailSettings
from tests.certificates import make_certificate
from tests.peers.sending import variables_of
from tests.ports import free_port

USER, PASSWORD = "kiosco", "clave-de-prueba"
SENDER = f"{USER}@ejemplo.test"
"""The mailbox that bounces come back to."""
ELSEWHERE = "nadie@otro.test"
"""Exim takes mail for it, is refused where it passes it on, and tells the sender in a mail of its own."""
PATIENCE = 60.0
"""Seconds for anything that Exim does, on a busy machine."""

_CONFIG = """
exim_user = {user}
exim_group = {group}
spool_directory = {folder}/spool
pid_file_path = {folder}/pid
log_selector = +smtp_connection
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
daemon_startup_retries = 0
primary_hostname = correo.ejemplo.test
domainlist local_domains = ejemplo.test
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {certificate}
smtputf8_advertise_hosts = *
rfc1413_hosts =
smtp_accept_max = 0
# Without these, it would put off the eleventh message of a connection, and refuse the thousandth.
smtp_accept_queue_per_connection = 0
smtp_accept_max_per_connection = 0
ignore_bounce_errors_after = 0s
acl_smtp_rcpt = rcpt
acl_smtp_data = accept

begin acl
rcpt:
  deny    condition = ${{if eq{{$sender_helo_name}}{{$primary_hostname}}}}
          message = 5.1.1 <$local_part@$domain>: no such person here
  deny    !authenticated = *
          message = 5.7.0 authentication required
  defer   condition = ${{lookup{{$local_part@$domain}}lsearch{{{folder}/later}}{{yes}}{{no}}}}
          message = 4.2.1 <$local_part@$domain>: try again later
  deny    domains = +local_domains
          !verify = recipient
          message = 5.1.1 <$local_part@$domain>: no such person here
  accept

begin routers
mailbox:
  driver = accept
  domains = +local_domains
  local_parts = lsearch;{folder}/people
  transport = maildir
unknown:
  driver = redirect
  domains = +local_domains
  data = :fail: no such person here
  allow_fail
elsewhere:
  driver = manualroute
  route_list = * 127.0.0.1::{port}
  self = send
  transport = pass_on

begin transports
maildir:
  driver = appendfile
  directory = {folder}/mail/$local_part_data
  create_directory
  maildir_format
  user = {user}
  group = {group}
  envelope_to_add
  return_path_add
pass_on:
  driver = smtp
  allow_localhost
  hosts_avoid_tls = *

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{login}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
  server_advertise_condition = ${{if def:tls_in_cipher}}
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{login}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
  server_advertise_condition = ${{if def:tls_in_cipher}}
"""


@dataclass
class Exim:
    """The server. `settings` are those of a kiosk that sends by it; each person's mailbox is a Maildir in `folder`/mail."""

    folder: Path
    port: int
    account: pwd.struct_passwd
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def settings(self) -> MailSettings:
        """How mail leaves by this server: encrypted, with a password."""
        return MailSettings(
            kind="smtp",
            host="127.0.0.1",
            port=self.port,
            security="starttls",
            user=USER,
            password_file=self.folder / "password",
            sender=SENDER,
            timeout=30.0,
        )

    @property
    def variables(self) -> dict[str, str]:
        """The same settings as variables of the environment, for `open_kiosk` and for programs."""
        return variables_of(self.settings)

    @property
    def bounces(self) -> Path:
        """The Maildir that bounces come back to."""
        return self.folder / "mail" / USER

    def mails(self, person: str = "maria") -> list[EmailMessage]:
        """Return what is in a mailbox, once everything that the server has accepted is delivered."""
        if self._running:
            self._wait_for_delivery()
        found = sorted((self.folder / "mail" / person / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns)
        read = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in found]
        return [each for each in read if isinstance(each, EmailMessage)]

    def log(self) -> str:
        """Return what the server wrote down of its connections and messages."""
        path = self.folder / "log"
        return path.read_text("utf-8") if path.exists() else ""

    def put_off(self, *addresses: str) -> None:
        """Answer 451 from now on for these addresses, and for no others."""
        self._write("later", "".join(f"{each}: yes\n" for each in addresses))

    def start(self) -> None:
        """Serve, on the same port as before."""
        command = ["/usr/sbin/exim4", "-C", str(self.folder / "exim.conf"), "-bdf", "-q5s"]
        other = os.getuid() == 0
        with (self.folder / "log").open("ab") as log:  # without privileges, Exim logs to standard error
            self._running = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                user=self.account.pw_uid if other else None,
                group=self.account.pw_gid if other else None,
                extra_groups=[] if other else None,
                start_new_session=True,
            )
        _wait_until(self._answers, "Exim does not answer")

    def stop(self) -> None:
        """End the server and cut its connections, once it has delivered what it accepted: cut there, Exim delivers twice."""
        if self._running is None:
            return
        self._running.terminate()
        self._running.wait()
        with contextlib.suppress(ProcessLookupError):
            self._wait_for_delivery()
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running = None

    def _wait_for_delivery(self) -> None:
        _wait_until(lambda: not list((self.folder / "spool" / "input").rglob("*-H")), "mail still waits in Exim's spool")

    def _answers(self) -> bool:
        if self._running is not None and self._running.poll() is not None:
            pytest.fail(f"Exim ended: {self.log()}")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                greeted = connection.recv(3) == b"220"
                connection.sendall(b"QUIT\r\n")
                connection.recv(1000)
                return greeted
        except OSError:
            return False

    def _write(self, name: str, text: str, mode: int = 0o600) -> None:
        """Replace a file of the server's in one step: it reads them at any time."""
        new = self.folder / f"{name}.new"
        new.write_text(text, "utf-8")
        new.chmod(mode)
        os.chown(new, self.account.pw_uid, self.account.pw_gid)
        new.replace(self.folder / name)


@contextlib.contextmanager
def exim(folder: Path, *people: str) -> Iterator[Exim]:
    """Serve mailboxes for these people of @ejemplo.test, beside maria and the sender; its certificate is trusted meanwhile."""
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    with contextlib.ExitStack() as stack:
        if os.getuid() == 0:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="exim-", ignore_cleanup_errors=True)))
        else:
            home = folder / "exim"
            home.mkdir()
        server = Exim(home, free_port(), account)
        os.chown(home, account.pw_uid, account.pw_gid)
        _furnish(server, {USER, "maria", *people})
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("SSL_CERT_FILE", str(home / "server.pem"))
        stack.callback(server.stop)
        server.start()
        yield server


def _furnish(server: Exim, people: set[str]) -> None:
    for name in ("spool", "mail"):
        (server.folder / name).mkdir()
        os.chown(server.folder / name, server.account.pw_uid, server.account.pw_gid)
    certificate = make_certificate(server.folder / "server.pem")
    os.chown(certificate, server.account.pw_uid, server.account.pw_gid)
    server._write("people", "".join(f"{each}: {each}\n" for each in sorted(people)))
    server.put_off()
    config = _CONFIG.format(
        user=server.account.pw_name,
        group=server.account.pw_gid,
        folder=server.folder,
        port=server.port,
        certificate=certificate,
        login=USER,
        password=PASSWORD,
    )
    server._write("exim.conf", config)
    (server.folder / "password").touch(0o600)  # the kiosk's own, not the server's
    (server.folder / "password").write_text(f"{PASSWORD}\n")


def _wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            pytest.fail(otherwise)
        time.sleep(0.02)
