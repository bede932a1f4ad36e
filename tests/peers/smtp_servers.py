"""Mail servers for the tests beside Exim: one that takes everything and keeps it (aiosmtpd), and one that fails by a script."""

import contextlib
import email
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from kiosk.settings import MailSettings

if TYPE_CHECKING:
    from email.message import EmailMessage

PASSWORD = "clave-de-prueba"
PATIENCE = 30.0
"""Seconds within which anything ends that is not meant to hang, on a busy machine."""


class Inbox:
    """What the server does with a message: the replies may be set, what arrives is kept."""

    def __init__(self) -> None:
        self.rcpt, self.data = "250 OK", "250 2.0.0 OK"
        self.cuts_after_taking = False
        self.received: list[tuple[str | None, list[str], EmailMessage, bool]] = []
        self.connections: set[int] = set()

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a recipient, or answer what was set."""
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a message, or answer what was set."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = email.message_from_bytes(content, policy=policy.default)
        self.connections.add(session.peer[1] if isinstance(session.peer, tuple) else 0)
        if self.data.startswith("250"):
            self.received.append((envelope.mail_from, envelope.rcpt_tos, message, session.ssl is not None))
        if self.cuts_after_taking and server.transport is not None:
            server.transport.abort()  # type: ignore[attr-defined] # every stream of asyncio has it
        return self.data


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    good = isinstance(given, LoginPassword) and given.login == b"kiosco" and given.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@contextlib.contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[MailSettings]:  # noqa: ANN401 - whatever aiosmtpd's Controller takes
    """Serve an inbox until the end of the block; the settings are those of a kiosk that sends to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=PATIENCE, **options)
    controller.start()
    try:
        yield MailSettings(kind="smtp", host="127.0.0.1", port=port, security="none", timeout=PATIENCE)
    finally:
        controller.stop()


Answer = bytes | None
Script = dict[str, Answer | tuple[Answer, ...]]
"""What a server answers to a command, each time or in turn; the greeting is "", the end of the message "."; see SILENT and CUT."""
SILENT = None
CUT = b""


class Late(bytes):
    """An answer that comes, but after `seconds`; or letter by letter, each after as long."""

    seconds = 3.2
    letter_by_letter = False


class Dripping(Late):
    """An answer that comes one letter at a time."""

    seconds = 0.3
    letter_by_letter = True


ANYTHING_ELSE = "?"
"""The answer to what is no command of the script, else silence."""
POLITE: Script = {
    "": b"220 hola\r\n",
    "EHLO": b"250-hola\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 ok\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go\r\n",
    ".": b"250 ok\r\n",
    "RSET": b"250 ok\r\n",
    "QUIT": b"221 bye\r\n",
}


class ScriptedServer:
    """Answers the first connection by the first script, the next by the next, and all others by the last."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = list(scripts)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.heard: list[list[str]] = []
        """The commands of each connection."""
        self.taken: list[bytes] = []
        """The messages that came to their end and were accepted, or that the connection was cut after."""
        self.mail = MailSettings(
            kind="smtp", host="127.0.0.1", port=self._listener.getsockname()[1], security="none", timeout=PATIENCE
        )

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._listener.close()
        for each in self._open:
            each.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):  # the listener is closed at the end of the test
            while True:
                connection, _peer = self._listener.accept()
                self._open.append(connection)
                script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
                self.heard.append([])
                threading.Thread(target=self._follow, args=(connection, script, self.heard[-1]), daemon=True).start()

    def _follow(self, connection: socket.socket, script: Script, heard: list[str]) -> None:
        with contextlib.suppress(OSError, ValueError), connection, connection.makefile("rb") as lines:
            command, content = "", b""
            turns = {name: iter(answer) for name, answer in script.items() if isinstance(answer, tuple)}
            while True:
                answer = next(turns[command]) if command in turns else script.get(command, script.get(ANYTHING_ELSE, SILENT))
                assert not isinstance(answer, tuple)
                if command == "." and (answer == CUT or (answer or b"").startswith(b"250")):
                    self.taken.append(content)
                if answer == CUT:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no goodbye
                    return
                if isinstance(answer, Late):
                    self._send_late(connection, answer)
                else:
                    connection.sendall(answer or b"")
                if command == "DATA" and answer and answer.startswith(b"354"):
                    command, content = ".", self._content(lines, script)
                else:
                    command = next(iter(lines.readline().decode("latin-1").upper().split()), "")
                if not command:
                    return
                heard.append(command)

    def _send_late(self, connection: socket.socket, answer: Late) -> None:
        step = 1 if answer.letter_by_letter else len(answer)
        for start in range(0, len(answer), step):
            threading.Event().wait(answer.seconds)
            connection.sendall(answer[start : start + step])

    def _content(self, lines: Any, script: Script) -> bytes:  # noqa: ANN401 - makefile's own type is private
        kept = [lines.readline()]
        if script.get("CONTENT", SILENT) == CUT:
            raise OSError
        if "CONTENT" in script:
            threading.Event().wait(PATIENCE)
        while kept[-1] not in {b".\r\n", b""}:
            kept.append(lines.readline())
        if not kept[-1]:
            raise OSError
        return b"".join(kept[:-1])
