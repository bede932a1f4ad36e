"""Mail over SMTP, as the adapter speaks it: what arrives at a server (aiosmtpd), and what never goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.adapters.mail.outgoing import SmtpMailer
from kiosk.domain.errors import KioskError
from kiosk.domain.machine.message import Trouble
from kiosk.domain.moment import Moment
from kiosk.ports import MailDeferred, MailRefused
from kiosk.services.papers import letters
from kiosk.settings import KioskSettings, MailSettings, Settings
from tests.certificates import make_certificate
from tests.peers.smtp_servers import (
    ADDRESS,
    PASSWORD,
    POLITE,
    Inbox,
    ScriptedServer,
    authenticate,
    letter,
    server_context,
    serving,
)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path / "server.pem")


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this machine trust that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return certificate


Open = tuple[Inbox, SmtpMailer]
SETTINGS = Settings(data_dir=Path("/nowhere"), kiosk=KioskSettings(id="0417"), mail=MailSettings(sender="kiosco@ssc.example"))
ISSUED = Moment(datetime(2026, 11, 23, 15, 41, tzinfo=UTC))


@pytest.fixture
def open_inbox() -> Iterator[Open]:
    inbox = Inbox()
    with serving(inbox) as mail:
        yield inbox, SmtpMailer(mail)


def test_a_message_arrives_as_it_was_written_dots_included() -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        SmtpMailer(mail).send(letter())
    [(sender, recipients, message, encrypted)] = inbox.received
    assert (sender, recipients, encrypted) == ("kiosco@ssc.example", [ADDRESS], False)
    assert message["Subject"] == "Verificar correo electrónico"
    assert str(message.get_content()).replace("\r\n", "\n") == "Su código es:\n\n.\n..puntos al comienzo\n    123 456\n"


def test_a_message_whose_last_line_is_not_ended_comes_to_its_end() -> None:
    inbox, message = Inbox(), letter()
    message.set_payload("sin fin")
    with serving(inbox) as mail:
        SmtpMailer(mail).send(message)
    assert str(inbox.received[0][2].get_content()).rstrip() == "sin fin"


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
        with pytest.raises(MailDeferred, match="leer la clave"):
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


def test_a_server_that_knows_only_the_old_greeting_gets_the_mail() -> None:
    old = POLITE | {"EHLO": b"500 what?\r\n", "HELO": b"250 hola\r\n"}
    with ScriptedServer(old, old | {"HELO": b"550 5.7.1 not you\r\n"}) as server:
        SmtpMailer(server.mail).send(letter())
        with pytest.raises(MailDeferred, match=r"no atiende a este kiosco \(550 5\.7\.1\)") as refused:
            SmtpMailer(server.mail).check()
    assert (len(server.taken), refused.value.trouble) == (1, Trouble.SENDER)


def test_a_server_is_greeted_as_for_a_message_and_gets_none(trusted: Path, tmp_path: Path) -> None:
    inbox = Inbox()
    (tmp_path / "password").write_text(PASSWORD)
    with serving(inbox, tls_context=server_context(trusted), auth_required=True, authenticator=authenticate) as mail:
        secure = replace(mail, security="starttls", user="kiosco", password_file=tmp_path / "password")
        SmtpMailer(secure).check()
        (tmp_path / "password").write_text("otra")
        with pytest.raises(MailDeferred, match="no acepta la clave") as refused:
            SmtpMailer(secure).check()
    assert refused.value.trouble is Trouble.CREDENTIALS
    assert not inbox.received
    with ScriptedServer(POLITE) as server:
        SmtpMailer(server.mail).check()
    assert server.heard == [["EHLO", "QUIT"]]
    with pytest.raises(MailDeferred, match="no está funcionando"):
        SmtpMailer(mail).check()


@given(name=st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "S", "Z", "Cc"]), max_size=40))
@settings(max_examples=60, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_address_reaches_the_server_as_one_recipient_or_is_refused_before(open_inbox: Open, name: str) -> None:
    inbox, mailer = open_inbox
    inbox.received.clear()
    try:
        message = letters.email_code_message(
            SETTINGS, to=f"{name}@ejemplo.example", code="123456", issued=ISSUED, message_id="<1@ssc.example>"
        )
    except MailRefused:
        return
    mailer.send(message)
    [(_sender, recipients, arrived, _tls)] = inbox.received
    assert recipients == [f"{name}@ejemplo.example"]
    assert [each.addr_spec for each in arrived["To"].addresses] == recipients
    assert set(arrived.keys()) == set(message.keys())
