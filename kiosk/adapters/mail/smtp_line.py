"""The connection to an SMTP server, and how far a piece of work on it is: each phase has its own time, and may be given up."""

import smtplib
import socket
import ssl
import threading
import time

from kiosk.adapters.mail.smtp_failures import LEAVING, Phase, UnexpectedReply
from kiosk.settings import MailSettings

GREETING_NAME = "[127.0.0.1]"
"""What the kiosk calls itself: smtplib would ask the name servers for it, and wait for them."""
PHASE_SHARE = 0.5
"""No phase may take more of a message's time than this …"""
ANSWER_SHARE = 0.25
"""… and so much is left for the answer at the end, the only one that cannot simply be asked for again."""


class SmtpProgress:
    """How far a piece of work is: told by the thread that does it, read by the one that waits for it and may give it up."""

    def __init__(self, seconds: float, until: float) -> None:
        self._changed = threading.Condition()
        self._seconds = seconds
        self._until = until
        self._entered = time.monotonic()
        self._ended = False
        self._given_up = False
        self.phase = Phase.LOOKUP
        self.error: Exception | None = None

    def enter(self, phase: Phase) -> None:
        """Begin a phase; raises TimeoutError when nobody waits any more: what was given up is not handed over."""
        with self._changed:
            if self._given_up:
                raise TimeoutError
            self.phase, self._entered = phase, time.monotonic()
            self._changed.notify()

    def end(self, error: Exception | None) -> bool:
        """Tell that the work is over; False when nobody waits any more."""
        with self._changed:
            self._ended, self.error = True, error
            self._changed.notify()
            return not self._given_up

    def wait(self) -> bool:
        """Wait for the end of the work; False when its time, or that of a phase, was over before."""
        with self._changed:
            while not self._ended and (left := self._left()) > 0:
                self._changed.wait(left)
            self._given_up = not self._ended
            return self._ended

    def _left(self) -> float:
        until = self._until
        if self.phase is not Phase.ANSWER:
            until = min(self._entered + self._seconds * PHASE_SHARE, self._until - self._seconds * ANSWER_SHARE)
        return until - time.monotonic()


class SmtpConnection(smtplib.SMTP):
    """The connection itself; smtplib opens it in one go, where here each phase has its own time."""

    def __init__(self, settings: MailSettings) -> None:
        super().__init__(local_hostname=GREETING_NAME, timeout=settings.timeout + 1)  # longer than anybody waits
        self._settings = settings

    def reach(self, addresses: list[str]) -> None:
        """Connect to the first address that answers; raises OSError."""
        mail = self._settings
        for tried, address in enumerate(addresses, start=1):
            try:
                self.sock = socket.create_connection((address, mail.port), mail.timeout * PHASE_SHARE / len(addresses))
            except OSError:
                if tried == len(addresses):
                    raise
            else:
                self.sock.settimeout(mail.timeout + 1)
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot waits for nothing
                return

    def encrypt(self) -> None:
        """Encrypt, for a server of the settings' name with a certificate to be trusted; raises OSError.

        What came before unencrypted is forgotten (RFC 3207, 4.2).
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        context = ssl.create_default_context()
        encrypted = context.wrap_socket(self.sock, server_hostname=self._settings.host, do_handshake_on_connect=False)
        self.sock, self.file = encrypted, None
        encrypted.do_handshake()

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; one that says that the server leaves is the last, whatever was asked."""
        reply = super().getreply()
        if reply[0] == LEAVING:
            raise UnexpectedReply(*reply)
        return reply

    def cut(self) -> None:
        """Wake the thread that waits for the server; the socket of TLS is cut below TLS, which another thread is using."""
        sock = self.sock
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return  # it was closed already
