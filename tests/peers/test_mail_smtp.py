"""Mail over SMTP, against a real server (aiosmtpd) and against servers that fail in each phase."""

import contextlib
import email
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.adapters.mail import SmtpMailer
from kiosk.domain.errors import KioskError
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from kiosk.settings import MailSettings

ADDRESS = "maria@ejemplo.example"
PASSWORD = "clave-de-prueba"
SOON = 5.0
"""Seconds within which a conversation that was given up must have come back, on a busy machine."""


def letter(to: str = ADDRESS) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = "kiosco@ssc.example", to, "Verificar correo electrónico"
    message["Message-ID"] = "<1@ssc.example>"
    message.set_content("Su código es:\n\n.\n..puntos al comienzo\n    123 456\n")
    return message


class Inbox:
    """What the server does with a message: the replies may be set, what arrives is kept."""

    def __init__(self) -> None:
        self.rcpt, self.data = "250 OK", "250 2.0.0 OK"
        self.received: list[tuple[str | None, list[str], EmailMessage, bool]] = []

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a recipient, or answer what was set."""
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a message, or answer what was set."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = email.message_from_bytes(content, policy=policy.default)
        if self.data.startswith("250"):
            self.received.append((envelope.mail_from, envelope.rcpt_tos, message, session.ssl is not None))
        return self.data


def authenticate(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    good = isinstance(given, LoginPassword) and given.login == b"kiosco" and given.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Make a certificate for 127.0.0.1, signed by itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "server.pem"
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this machine trust that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@contextlib.contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[MailSettings]:  # noqa: ANN401 - whatever aiosmtpd's Controller takes
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield MailSettings(kind="smtp", host="127.0.0.1", port=port, security="none", timeout=SOON)
    finally:
        controller.stop()


def test_a_message_arrives_as_it_was_written_dots_included() -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        SmtpMailer(mail).send(letter())
    [(sender, recipients, message, encrypted)] = inbox.received
    assert (sender, recipients, encrypted) == ("kiosco@ssc.example", [ADDRESS], False)
    assert message["Subject"] == "Verificar correo electrónico"
    assert str(message.get_content()).replace("\r\n", "\n") == "Su código es:\n\n.\n..puntos al comienzo\n    123 456\n"


def test_starttls_encrypts_and_then_logs_in_with_the_password_of_the_file(trusted: Path, tmp_path: Path) -> None:
    inbox = Inbox()
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    options = {"tls_context": server_context(trusted), "auth_required": True, "authenticator": authenticate}
    with serving(inbox, **options) as mail:
        secure = replace(mail, security="starttls", user="kiosco", password_file=tmp_path / "password")
        SmtpMailer(secure).send(letter())
        assert inbox.received[0][3], "the message came encrypted"
        (tmp_path / "password").write_text("otra")
        with pytest.raises(MailDeferred, match="no acepta la clave"):
            SmtpMailer(secure).send(letter())
        with pytest.raises(MailDeferred, match="leer la contraseña"):
            SmtpMailer(replace(secure, password_file=tmp_path / "gone")).send(letter())
    assert len(inbox.received) == 1


def test_implicit_tls_works(trusted: Path) -> None:
    inbox = Inbox()
    with serving(inbox, ssl_context=server_context(trusted)) as mail:
        SmtpMailer(replace(mail, security="tls")).send(letter())
    assert len(inbox.received) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(certificate: Path, security: str) -> None:
    inbox = Inbox()
    context = server_context(certificate)
    options = {"tls_context": context} if security == "starttls" else {"ssl_context": context}
    with serving(inbox, **options) as mail, pytest.raises(MailDeferred, match="no es de confianza"):
        SmtpMailer(replace(mail, security=security)).send(letter())  # type: ignore[arg-type] # one of the two, see above
    assert not inbox.received


def test_a_certificate_for_another_name_gets_no_mail(trusted: Path) -> None:
    inbox = Inbox()
    with serving(inbox, tls_context=server_context(trusted)) as mail, pytest.raises(MailDeferred, match="no es de confianza"):
        SmtpMailer(replace(mail, security="starttls", host="localhost")).send(letter())
    assert not inbox.received


def test_a_server_without_starttls_gets_no_mail_in_the_clear() -> None:
    inbox = Inbox()
    with serving(inbox) as mail, pytest.raises(MailDeferred, match="no ofrece el cifrado"):
        SmtpMailer(replace(mail, security="starttls")).send(letter())
    assert not inbox.received


def test_without_encryption_only_this_machine_is_spoken_to() -> None:
    with pytest.raises(MailDeferred, match="sin cifrar"):
        SmtpMailer(MailSettings(kind="smtp", host="192.0.2.1", security="none")).send(letter())


@pytest.mark.parametrize(
    ("phase", "reply", "state", "words"),
    [
        ("rcpt", "450 4.2.1 <{address}> busy", MailDeferred, r"más tarde \(450 4\.2\.1\)"),
        ("rcpt", "550 5.1.1 <{address}> unknown", MailRefused, r"no acepta esa dirección \(550 5\.1\.1\)"),
        ("data", "451 try again, {address}", MailDeferred, r"más tarde \(451\)"),
        ("data", "554 5.7.1 spam from {address}", MailRefused, r"no acepta este mensaje \(554 5\.7\.1\)"),
    ],
)
def test_the_servers_refusals_tell_for_now_from_for_good_and_never_the_address(
    phase: str, reply: str, state: type[KioskError], words: str
) -> None:
    inbox = Inbox()
    setattr(inbox, phase, reply.format(address=ADDRESS))
    with serving(inbox) as mail, pytest.raises(state, match=words) as refused:
        SmtpMailer(mail).send(letter())
    assert ADDRESS not in refused.value.message
    assert not inbox.received


def test_an_address_with_an_enye_goes_to_a_server_that_knows_such_addresses() -> None:
    inbox = Inbox()
    with serving(inbox, enable_SMTPUTF8=True) as mail:
        SmtpMailer(mail).send(letter("ñusta@ejemplo.example"))
    assert inbox.received[0][1] == ["ñusta@ejemplo.example"]
    with serving(inbox, enable_SMTPUTF8=False) as mail, pytest.raises(MailRefused, match="letras como la ñ"):
        SmtpMailer(mail).send(letter("ñusta@ejemplo.example"))


def test_nobody_listening_is_told_at_once() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mail = MailSettings(kind="smtp", host="127.0.0.1", port=closed.getsockname()[1], security="none", timeout=60)
        with pytest.raises(MailDeferred, match="no está funcionando"):
            SmtpMailer(mail).send(letter())


def test_a_name_that_does_not_exist_is_told() -> None:
    with pytest.raises(MailDeferred, match="No se encuentra el servidor"):
        SmtpMailer(MailSettings(kind="smtp", host="correo.invalid", security="tls", timeout=SOON)).send(letter())


Script = dict[str, bytes | None]
"""What a broken server answers to a command (the greeting is "", the end of DATA "."); None is silence, b"" a cut."""
POLITE: Script = {
    "": b"220 hola\r\n",
    "EHLO": b"250 hola\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go\r\n",
    ".": b"250 ok\r\n",
    "QUIT": b"221 bye\r\n",
}


@contextlib.contextmanager
def broken_server(script: Script) -> Iterator[tuple[MailSettings, list[str]]]:
    """Serve one connection by a script; the list holds the commands that came."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_follow, args=(listener, script, heard), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        yield MailSettings(kind="smtp", host="127.0.0.1", port=port, security="none", timeout=0.4), heard
        thread.join(SOON)
        assert not thread.is_alive(), "the kiosk let go of the connection"


def _follow(listener: socket.socket, script: Script, heard: list[str]) -> None:
    connection, _peer = listener.accept()
    with connection, connection.makefile("rb") as lines:
        command = ""
        while True:
            answer = script[command]
            if answer == b"":
                return
            if answer:
                connection.sendall(answer)
            in_data = command == "DATA" and answer
            line = lines.readline()
            while in_data and line and line != b".\r\n":
                line = lines.readline()
            if not line:
                return
            command = "." if in_data else line.split()[0].decode().upper()
            heard.append(command)


@pytest.mark.parametrize("phase", ["", "EHLO", "MAIL", "RCPT", "DATA"])
def test_silence_before_the_message_was_given_ends_in_time_and_may_be_tried_again(phase: str) -> None:
    with broken_server(POLITE | {phase: None}) as (mail, heard):
        started = time.monotonic()
        with pytest.raises(MailDeferred, match="no contestó a tiempo"):
            SmtpMailer(mail).send(letter())
        assert time.monotonic() - started < mail.timeout + 1
    assert "." not in heard


@pytest.mark.parametrize("phase", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_cut_before_the_message_was_given_may_be_tried_again(phase: str) -> None:
    with broken_server(POLITE | {phase: b""}) as (mail, _heard), pytest.raises(MailDeferred, match="Se cortó la conexión"):
        SmtpMailer(replace(mail, timeout=SOON)).send(letter())


def test_silence_after_the_message_was_given_is_unknown() -> None:
    with broken_server(POLITE | {".": None}) as (mail, heard):
        with pytest.raises(MailUnknown, match="no confirmó a tiempo"):
            SmtpMailer(mail).send(letter())
        assert heard[-1] == "."


def test_a_cut_after_the_message_was_given_is_unknown() -> None:
    with broken_server(POLITE | {".": b""}) as (mail, _heard), pytest.raises(MailUnknown, match="Se cortó la conexión"):
        SmtpMailer(replace(mail, timeout=SOON)).send(letter())


def test_a_server_that_does_not_take_leave_does_not_hold_an_accepted_message_up() -> None:
    with broken_server(POLITE | {"QUIT": b""}) as (mail, _heard):
        SmtpMailer(replace(mail, timeout=SOON)).send(letter())


def test_a_server_that_refuses_at_the_door_may_be_tried_again() -> None:
    with broken_server(POLITE | {"": b"421 too busy\r\n"}) as (mail, _heard), pytest.raises(MailDeferred, match="no atiende ahora"):
        SmtpMailer(replace(mail, timeout=SOON)).send(letter())


def test_a_server_that_answers_one_letter_at_a_time_is_left_in_time() -> None:
    stop = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection, _peer = listener.accept()
        with connection, contextlib.suppress(OSError):
            while not stop.wait(0.05):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        mail = MailSettings(kind="smtp", host="127.0.0.1", port=listener.getsockname()[1], security="none", timeout=0.4)
        with pytest.raises(MailDeferred, match="no contestó a tiempo"):
            SmtpMailer(mail).send(letter())
        stop.set()


def test_a_name_server_that_does_not_answer_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    look_up: Callable[..., object] = socket.getaddrinfo

    def slow(*args: object, **options: object) -> object:
        answered.wait(60)
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with pytest.raises(MailDeferred, match="no contestó a tiempo"):
        SmtpMailer(MailSettings(kind="smtp", host="localhost", security="tls", timeout=0.3)).send(letter())
    answered.set()
