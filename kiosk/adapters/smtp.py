"""One conversation with an SMTP server (RFC 5321), and what each way of failing means for the message.

Until the server has been given the message, any failure may be tried again; from then on only its answer counts, and
without one nobody knows. No text of the server is passed on, because servers repeat the address in it: only its numbers.
"""

import re
import smtplib
import socket
import ssl
import threading
from email import policy
from email.message import EmailMessage
from ipaddress import ip_address

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from kiosk.settings import MailSettings

GREETING_NAME = "[127.0.0.1]"
"""What the kiosk calls itself: smtplib would ask the name servers for it, and wait for them."""
_WIRE = policy.SMTP.clone(cte_type="7bit")


class Conversation:
    """Sends one message in a thread (`run`), while another waits for the outcome no longer than it wants (`wait`)."""

    def __init__(self, settings: MailSettings, message: EmailMessage) -> None:
        self._settings = settings
        self._message = message
        self._sender: str = message["From"].addresses[0].addr_spec
        self._recipient: str = message["To"].addresses[0].addr_spec
        self._international = not (self._sender + self._recipient).isascii()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._handed_over = False
        self._given_up = False
        self._failure: KioskError | None = None
        self._smtp: smtplib.SMTP | None = None

    def run(self) -> None:
        """Hold the conversation; its outcome is for `wait`."""
        try:
            smtp = self._connect()
            self._envelope(smtp)
            self._hand_over(smtp)
        except KioskError as failure:
            self._failure = failure
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._failure = MailUnknown(_cut()) if self._handed_over else MailDeferred(_cause(error))
        finally:
            self._ended.set()
        self._part()

    def wait(self, seconds: float) -> None:
        """Return once the server accepted; raises the failure, or when the time is up what is then known."""
        self._ended.wait(seconds)
        with self._lock:
            ended, handed_over = self._ended.is_set(), self._handed_over
            self._given_up = not ended
        if ended and self._failure:
            raise self._failure
        if ended:
            return
        self._hang_up()
        if handed_over:
            raise MailUnknown(_("El servidor de correo recibió el mensaje, pero no confirmó a tiempo."))
        raise MailDeferred(_late())

    def _connect(self) -> smtplib.SMTP:
        mail = self._settings
        if mail.security == "none" and not _is_loopback(mail.host):
            raise MailDeferred(_("El correo sin cifrar solo se permite dentro de este equipo. Avise al personal."))
        patience = mail.timeout + 1  # longer than anybody waits, so that `wait` alone decides what being late means
        if mail.security == "tls":
            context = ssl.create_default_context()
            self._smtp = smtplib.SMTP_SSL(mail.host, mail.port, GREETING_NAME, timeout=patience, context=context)
        else:
            self._smtp = smtplib.SMTP(mail.host, mail.port, GREETING_NAME, timeout=patience)
        if mail.security == "starttls":
            self._smtp.starttls(context=ssl.create_default_context())
        self._smtp.ehlo_or_helo_if_needed()
        if mail.user:
            self._smtp.login(mail.user, self._password())
        return self._smtp

    def _password(self) -> str:
        try:
            return self._settings.password_file.read_text("utf-8").strip() if self._settings.password_file else ""
        except OSError as error:
            raise MailDeferred(_("No se pudo leer la contraseña del correo. Avise al personal.")) from error

    def _envelope(self, smtp: smtplib.SMTP) -> None:
        options: list[str] = []
        if self._international:
            if not smtp.has_extn("smtputf8"):
                raise MailRefused(_("El servidor de correo no admite letras como la ñ en una dirección. Escriba otro correo."))
            options = ["SMTPUTF8"]
        _expect(smtp.mail(self._sender, options), _("El servidor de correo no acepta al kiosco como remitente ({code})."))
        _expect(smtp.rcpt(self._recipient), _("El servidor de correo no acepta esa dirección ({code})."))

    def _hand_over(self, smtp: smtplib.SMTP) -> None:
        content = self._message.as_bytes(policy=_WIRE.clone(utf8=self._international))
        dotted = re.sub(rb"(?m)^\.", b"..", content)
        refusal = _("El servidor de correo no acepta este mensaje ({code}).")
        _expect(smtp.docmd("DATA"), refusal, wanted=3)
        with self._lock:
            if self._given_up:
                return
            self._handed_over = True
        smtp.send(dotted + b".\r\n")
        _expect(smtp.getreply(), refusal)

    def _part(self) -> None:
        """Take leave politely; the message is settled already, so nothing that goes wrong now matters."""
        if self._smtp is None:
            return
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _hang_up(self) -> None:
        """Wake the thread that waits for the server; the socket of TLS is cut below TLS, which another thread is using."""
        sock = self._smtp.sock if self._smtp else None
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return  # it was closed already


def _expect(reply: tuple[int, bytes], refusal: str, *, wanted: int = 2) -> None:
    """Go on when the reply is of the class `wanted`; 5xx is for good, anything else may be tried later (RFC 5321, 4.2.1)."""
    code, text = reply
    if code // 100 == wanted:
        return
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", text)
    numbers = f"{code} {enhanced[0].decode()}" if enhanced else str(code)
    if code // 100 == 5:
        raise MailRefused(refusal.format(code=numbers))
    raise MailDeferred(_("El servidor de correo pide intentar más tarde ({code}).").format(code=numbers))


def _cause(error: Exception) -> str:
    """Say in words why a conversation broke before the message was handed over; the first that fits, for they are of one family."""
    words: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLCertVerificationError, _("El certificado del servidor de correo no es de confianza. Avise al personal.")),
        (ssl.SSLError, _("No se pudo cifrar la conexión con el servidor de correo. Avise al personal.")),
        (TimeoutError, _late()),
        (socket.gaierror, _("No se encuentra el servidor de correo. Puede que no haya internet.")),
        (ConnectionRefusedError, _("El servidor de correo no está funcionando.")),
        (smtplib.SMTPAuthenticationError, _("El servidor de correo no acepta la clave del kiosco. Avise al personal.")),
        (UnicodeError, _("La clave del correo tiene letras que el servidor no admite. Avise al personal.")),
        (
            smtplib.SMTPNotSupportedError,
            _("El servidor de correo no ofrece el cifrado o la clave que pide el kiosco. Avise al personal."),
        ),
        (smtplib.SMTPResponseException, _("El servidor de correo no atiende ahora.")),
        (Exception, _cut()),
    )
    return next(sentence for kind, sentence in words if isinstance(error, kind))


def _cut() -> str:
    return _("Se cortó la conexión con el servidor de correo.")


def _late() -> str:
    return _("El servidor de correo no contestó a tiempo.")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
