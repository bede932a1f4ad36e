"""One conversation with an SMTP server (RFC 5321): a message after the other on one connection, each within its time."""

import re
import smtplib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from functools import partial
from ipaddress import ip_address

from kiosk.adapters.mail.in_thread import outcome
from kiosk.adapters.mail.smtp_failures import LEAVING, Phase, UnexpectedReply, expect, failure, is_closed, late
from kiosk.adapters.mail.smtp_line import SmtpConnection, SmtpProgress
from kiosk.domain.machine.message import Trouble
from kiosk.locale import _
from kiosk.ports import MailDeferred, MailRefused
from kiosk.settings import MailSettings
from kiosk.small_file import read_small

LEAVE_SECONDS = 2.0
_WIRE = policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes over the wire, and between whom."""

    sender: str
    recipient: str
    international: bool
    """Whether an address has letters outside ASCII (RFC 6531)."""
    content: bytes

    @classmethod
    def of(cls, message: EmailMessage) -> "Letter":
        """Write a message down: its last line is ended, and lines that begin with a dot get a second one (RFC 5321, 4.5.2)."""
        sender: str = message["From"].addresses[0].addr_spec
        recipient: str = message["To"].addresses[0].addr_spec
        international = not (sender + recipient).isascii()
        content = message.as_bytes(policy=_WIRE.clone(utf8=international)).removesuffix(b"\r\n") + b"\r\n"
        return cls(sender, recipient, international, re.sub(rb"(?m)^\.", b"..", content))


class Conversation:
    """One connection. It is used by one at a time; `stands` while another message may follow.

    What is said is said in threads of their own, because nothing else can leave a name look-up, or a server that answers
    one letter a second. `until` is when the time for a message is over (time.monotonic).
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._line = SmtpConnection(settings)
        self._greeted = False
        self._in_order = True
        self.stands = False
        self.was_closed = False
        """Whether the server ended it before it was given the last message."""

    def greet(self, until: float) -> None:
        """Connect, encrypt and log in; raises MailDeferred."""
        self._hold(self._greet, until)

    def send(self, letter: Letter, until: float) -> None:
        """Hand a letter over, after the greeting where there was none; raises MailDeferred, MailRefused or MailUnknown."""
        self._hold(lambda progress: self._send(letter, progress), until)

    def leave(self) -> None:
        """Take leave politely, but not for long: nothing that goes wrong now matters."""
        self.stands = False
        thread = threading.Thread(target=self._part, name="smtp", daemon=True)
        thread.start()
        thread.join(LEAVE_SECONDS)
        self._line.cut()

    def _hold(self, work: Callable[[SmtpProgress], None], until: float) -> None:
        self.stands = self.was_closed = False
        progress = SmtpProgress(self._settings.timeout, until)
        threading.Thread(target=self._run, args=(work, progress), name="smtp", daemon=True).start()
        if not progress.wait():
            self._line.cut()
            raise late(progress.phase)
        phase, error = progress.phase, progress.error
        self.stands = self._may_go_on(error)
        if error is not None:
            self.was_closed = is_closed(phase, error)
            raise failure(phase, error) from None  # the error holds the server's own words

    def _run(self, work: Callable[[SmtpProgress], None], progress: SmtpProgress) -> None:
        error = outcome(partial(work, progress))
        if not (progress.end(error) and self._may_go_on(error)):
            self._part()

    def _may_go_on(self, error: Exception | None) -> bool:
        """Tell whether another letter may follow: this one went out, or was refused by a server that stays."""
        refused = isinstance(error, UnexpectedReply) and error.smtp_code != LEAVING
        return self._greeted and (error is None or refused or isinstance(error, MailRefused))

    def _greet(self, progress: SmtpProgress) -> None:
        mail, line = self._settings, self._line
        if mail.security == "none" and not _is_loopback(mail.host):
            raise MailDeferred(_("El correo sin cifrar solo se permite dentro de este equipo."), Trouble.TLS)
        password = self._password()
        progress.enter(Phase.LOOKUP)
        addresses = socket.getaddrinfo(mail.host, mail.port, type=socket.SOCK_STREAM)
        progress.enter(Phase.CONNECT)
        line.reach([str(address[4][0]) for address in addresses])
        if mail.security == "tls":
            progress.enter(Phase.TLS)
            line.encrypt()
        progress.enter(Phase.GREETING)
        expect(line.getreply())
        line.ehlo_or_helo_if_needed()
        if mail.security == "starttls":
            progress.enter(Phase.TLS)
            if not line.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError
            expect(line.docmd("STARTTLS"))
            line.encrypt()
            progress.enter(Phase.GREETING)
            expect(line.ehlo())
        if mail.user:
            progress.enter(Phase.AUTH)
            line.login(mail.user, password)
        self._greeted = True

    def _password(self) -> str:
        try:
            return read_small(self._settings.password_file).decode().strip() if self._settings.password_file else ""
        except (OSError, UnicodeError) as error:
            raise MailDeferred(_("No se pudo leer la clave del correo en su archivo."), Trouble.CREDENTIALS) from error

    def _send(self, letter: Letter, progress: SmtpProgress) -> None:
        line = self._line
        if not self._greeted:
            self._greet(progress)
        progress.enter(Phase.MAIL)
        if not self._in_order and line.rset()[0] != 250:
            raise smtplib.SMTPServerDisconnected
        self._in_order = False  # until this letter is through
        options: list[str] = []
        if letter.international:
            if not line.has_extn("smtputf8"):
                words = _("El servidor de correo no admite letras como la ñ en una dirección: escriba otro correo.")
                raise MailRefused(words, Trouble.ADDRESS)
            options = ["SMTPUTF8"]
        expect(line.mail(letter.sender, options))
        progress.enter(Phase.RCPT)
        expect(line.rcpt(letter.recipient))
        progress.enter(Phase.DATA)
        expect(line.docmd("DATA"), wanted=3)
        progress.enter(Phase.CONTENT)
        line.send(letter.content)
        progress.enter(Phase.ANSWER)
        line.send(b".\r\n")
        expect(line.getreply())
        self._in_order = True

    def _part(self) -> None:
        try:
            if self._line.sock is not None:
                self._line.quit()
        except (OSError, smtplib.SMTPException):
            self._line.close()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
