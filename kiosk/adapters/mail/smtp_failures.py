"""What each way of failing on the way to an SMTP server means for the message, and what it is called for people.

Until the dot that ends the message is sent, whatever breaks may be tried again; from then on only the server's answer counts,
and without one nobody knows. No text of the server is passed on, because servers repeat the address in it: only its numbers.
The words are one sentence, to stand among others.
"""

import re
import smtplib
import ssl
from enum import StrEnum

from kiosk.domain.machine.message import Trouble
from kiosk.locale import _
from kiosk.ports import DeliveryFailed, MailDeferred, MailRefused, MailUnknown

LEAVING = 421
"""The reply of a server that ends the connection, whatever it was asked."""
WHO_ASKS = 530
"""The reply of a server that wants a password first, whatever it was asked (RFC 4954, 6)."""
_GONE = (smtplib.SMTPServerDisconnected, ssl.SSLEOFError, ConnectionError)


class Phase(StrEnum):
    """How far a conversation is, in the order of RFC 5321."""

    LOOKUP = "lookup"
    CONNECT = "connect"
    GREETING = "greeting"
    TLS = "tls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CONTENT = "content"
    ANSWER = "answer"
    """The dot is sent: the message is the server's, if it says so."""


class UnexpectedReply(smtplib.SMTPResponseException):
    """A reply of another kind than the one that goes on."""


def expect(reply: tuple[int, bytes], wanted: int = 2) -> None:
    """Go on when the reply is of the class `wanted` (RFC 5321, 4.2.1); raises UnexpectedReply."""
    if reply[0] // 100 != wanted:
        raise UnexpectedReply(*reply)


def is_closed(phase: Phase, error: Exception) -> bool:
    """Tell whether the server ended the connection, before it was given the message: another connection may be tried."""
    leaves = isinstance(error, UnexpectedReply) and error.smtp_code == LEAVING
    return phase is not Phase.ANSWER and (leaves or isinstance(error, _GONE))


def late(phase: Phase) -> DeliveryFailed:
    """Return what it means that a phase did not end in time."""
    words, trouble = {
        Phase.LOOKUP: (_("No se pudo buscar el servidor de correo: puede que no haya internet."), Trouble.UNREACHABLE),
        Phase.CONNECT: (_("No se llega al servidor de correo: puede que no haya internet."), Trouble.UNREACHABLE),
        Phase.GREETING: (_("El servidor de correo no saludó a tiempo."), Trouble.LATE),
        Phase.TLS: (_("El servidor de correo no cifró la conexión a tiempo."), Trouble.LATE),
        Phase.AUTH: (_("El servidor de correo no revisó a tiempo la clave del kiosco."), Trouble.LATE),
        Phase.MAIL: (_("El servidor de correo no contestó a tiempo."), Trouble.LATE),
        Phase.RCPT: (_("El servidor de correo no contestó a tiempo si acepta la dirección."), Trouble.LATE),
        Phase.DATA: (_("El servidor de correo no contestó a tiempo si acepta el mensaje."), Trouble.LATE),
        Phase.CONTENT: (_("El servidor de correo no recibió a tiempo el mensaje entero."), Trouble.LATE),
        Phase.ANSWER: (_("El servidor de correo recibió el mensaje, pero no confirmó a tiempo."), Trouble.LATE),
    }[phase]
    return MailUnknown(words, trouble) if phase is Phase.ANSWER else MailDeferred(words, trouble)


def failure(phase: Phase, error: Exception) -> Exception:
    """Return what an error in a phase means; one that nobody has foreseen, before the dot, as it is."""
    if isinstance(error, DeliveryFailed):
        return error
    if isinstance(error, UnexpectedReply) or (isinstance(error, smtplib.SMTPResponseException) and phase is not Phase.ANSWER):
        return _answered(phase, error)
    if phase is Phase.ANSWER:
        return MailUnknown(_("Se cortó la conexión cuando el servidor de correo ya tenía el mensaje."), Trouble.CUT)
    return _broken(phase, error)


def _answered(phase: Phase, error: smtplib.SMTPResponseException) -> DeliveryFailed:
    """Say what a reply means that does not go on: 4xx is for now, 5xx for good where it speaks of this message."""
    code, enhanced = error.smtp_code, _enhanced(error.smtp_error)
    not_understood, for_now = code // 100 not in {4, 5}, code // 100 == 4
    before_any_message = phase in {Phase.GREETING, Phase.TLS, Phase.AUTH}
    of_sender = phase is Phase.MAIL or (phase is Phase.RCPT and re.fullmatch(r"5\.(1\.[78]|7\.\d+)", enhanced))  # RFC 3463, 3
    trouble, words = _first(
        (not_understood, Trouble.OTHER, _("El servidor de correo contestó algo que no se entiende.")),
        (phase is Phase.TLS and code != LEAVING, Trouble.TLS, _("El servidor de correo no quiso cifrar la conexión ({code}).")),
        (for_now, Trouble.BUSY, _("El servidor de correo pide intentar más tarde ({code}).")),
        (phase is Phase.AUTH, Trouble.CREDENTIALS, _("El servidor de correo no acepta la clave del kiosco ({code}).")),
        (code == WHO_ASKS, Trouble.CREDENTIALS, _("El servidor de correo pide una clave al kiosco ({code}).")),
        (phase is Phase.GREETING, Trouble.SENDER, _("El servidor de correo no atiende a este kiosco ({code}).")),
        (bool(of_sender), Trouble.SENDER, _("El servidor de correo no acepta mensajes de este kiosco ({code}).")),
        (phase is Phase.RCPT, Trouble.ADDRESS, _("El servidor de correo no acepta esa dirección ({code}).")),
        (True, Trouble.CONTENT, _("El servidor de correo no acepta este mensaje ({code}).")),
    )
    kind: type[DeliveryFailed] = MailRefused
    if not_understood and phase is Phase.ANSWER:
        kind = MailUnknown
    elif not_understood or for_now or before_any_message or code == WHO_ASKS:
        kind = MailDeferred
    return kind(words.format(code=f"{code} {enhanced}".strip()), trouble)


def _enhanced(text: object) -> str:
    """Return the three numbers with which a server may tell more (RFC 3463), or nothing."""
    found = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", text) if isinstance(text, bytes) else None
    return found[0].decode() if found else ""


def _broken(phase: Phase, error: Exception) -> Exception:
    """Say why a conversation ended without an answer, before the dot; the first that fits, for these errors are of one family."""
    is_smtp = isinstance(error, smtplib.SMTPException)
    trouble, words = _first(
        (
            isinstance(error, ssl.SSLCertVerificationError),
            Trouble.TLS,
            _("El certificado del servidor de correo no es de confianza."),
        ),
        (
            phase is Phase.LOOKUP and isinstance(error, (OSError, UnicodeError)),
            Trouble.UNREACHABLE,
            _("No se encuentra el servidor de correo: puede que no haya internet."),
        ),
        (isinstance(error, ConnectionRefusedError), Trouble.UNREACHABLE, _("El servidor de correo no está funcionando.")),
        (isinstance(error, _GONE), Trouble.CUT, _("Se cortó la conexión con el servidor de correo.")),
        (
            phase is Phase.CONNECT and isinstance(error, OSError),
            Trouble.UNREACHABLE,
            _("No se llega al servidor de correo: puede que no haya internet."),
        ),
        (isinstance(error, ssl.SSLError), Trouble.TLS, _("No se pudo cifrar la conexión con el servidor de correo.")),
        (
            phase is Phase.TLS and is_smtp,
            Trouble.TLS,
            _("El servidor de correo no ofrece el cifrado que pide el kiosco."),
        ),
        (
            phase is Phase.AUTH and isinstance(error, UnicodeError),
            Trouble.CREDENTIALS,
            _("La clave del correo tiene letras que el servidor no admite."),
        ),
        (phase is Phase.AUTH and is_smtp, Trouble.CREDENTIALS, _("El servidor de correo no recibe ninguna clave del kiosco.")),
        (isinstance(error, OSError), Trouble.OTHER, _("No se pudo hablar con el servidor de correo.")),
        (True, Trouble.DEFECT, ""),
    )
    return error if trouble is Trouble.DEFECT else MailDeferred(words, trouble)


def _first(*rows: tuple[bool, Trouble, str]) -> tuple[Trouble, str]:
    return next((trouble, words) for fits, trouble, words in rows if fits)
