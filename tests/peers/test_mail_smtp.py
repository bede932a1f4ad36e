"""Mail over SMTP, as the adapter speaks it: what arrives at a server, over how many connections, and what never goes."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.adapters.mail import SmtpMailer
from kiosk.domain.errors import KioskError
from kiosk.domain.message import Trouble
from kiosk.domain.moment import Moment
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from kiosk.services import letters
from kiosk.settings import KioskSettings, MailSettings, Settings
from tests.certificates import make_certificate
from tests.peers.smtp_servers import (
    CUT,
    PASSWORD,
    POLITE,
    SILENT,
    Dripping,
    Inbox,
    Late,
    ScriptedServer,
    authenticate,
    server_context,
    serving,
)

ADDRESS = "maria@ejemplo.example"


def letter(to: str = ADDRESS) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = "kiosco@ssc.example", to, "Verificar correo electrónico"
    message["Message-ID"] = "<1@ssc.example>"
    message.set_content("Su código es:\n\n.\n..puntos al comienzo\n    123 456\n")
    return message


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


def sent(mailer: SmtpMailer, *recipients: str) -> None:
    for each in recipients:
        mailer.send(letter(each))


def test_messages_that_follow_one_another_go_on_one_connection_and_the_kiosk_takes_its_leave() -> None:
    with ScriptedServer(POLITE) as server:
        mailer = SmtpMailer(server.mail)
        sent(mailer, *[ADDRESS] * 3)
        mailer.hang_up()
        sent(mailer, ADDRESS)
        mailer.hang_up()
        mailer.hang_up()
    envelope = ["MAIL", "RCPT", "DATA", "."]
    assert server.heard == [["EHLO", *envelope * 3, "QUIT"], ["EHLO", *envelope, "QUIT"]]


def test_after_a_refused_address_the_next_message_goes_on_the_same_connection() -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        mailer = SmtpMailer(mail)
        sent(mailer, ADDRESS)
        inbox.rcpt = "550 5.1.1 unknown"
        with pytest.raises(MailRefused, match="esa dirección"):
            sent(mailer, ADDRESS)
        inbox.rcpt = "250 OK"
        sent(mailer, ADDRESS)
    assert len(inbox.received) == 2
    assert len(inbox.connections) == 1


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("leaving", [CUT, b"421 4.4.2 idle for too long\r\n"], ids=["cut", "421"])
def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew_once(phase: str, leaving: bytes) -> None:
    once = POLITE | {phase: (POLITE[phase], leaving)}
    with ScriptedServer(once, POLITE) as server:  # type: ignore[arg-type] # one answer, then the other
        mailer = SmtpMailer(server.mail)
        sent(mailer, ADDRESS, ADDRESS)
        assert len(server.taken) == len(server.heard) == 2
    with ScriptedServer(once, POLITE | {phase: leaving}) as server:  # type: ignore[arg-type] # as above
        mailer = SmtpMailer(server.mail)
        sent(mailer, ADDRESS)
        with pytest.raises(MailDeferred):
            sent(mailer, ADDRESS)
        assert (len(server.taken), len(server.heard)) == (1, 2), "once, and no more"


def test_what_may_have_been_handed_over_is_never_sent_on_another_connection_by_itself() -> None:
    with ScriptedServer(POLITE | {".": (b"250 ok\r\n", CUT)}, POLITE) as server:
        mailer = SmtpMailer(server.mail)
        sent(mailer, ADDRESS)
        with pytest.raises(MailUnknown):
            sent(mailer, ADDRESS)
        assert len(server.heard) == 1


def test_a_server_that_leaves_instead_of_taking_the_message_is_left_alone_until_later() -> None:
    with ScriptedServer(POLITE | {".": (b"250 ok\r\n", b"421 bye\r\n")}, POLITE) as server:
        mailer = SmtpMailer(server.mail)
        sent(mailer, ADDRESS)
        with pytest.raises(MailDeferred, match="más tarde"):
            sent(mailer, ADDRESS)
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    "answer", [Late(b"220 hola\r\n"), Dripping(b"220-hola, hola, hola\r\n220 hola\r\n")], ids=["late", "dripping"]
)
def test_no_phase_may_use_up_the_time_that_the_others_need(answer: Late) -> None:
    with ScriptedServer(POLITE | {"": answer}) as server:
        with pytest.raises(MailDeferred, match="no saludó a tiempo"):
            SmtpMailer(replace(server.mail, timeout=5)).send(letter())
        assert not server.taken


def test_what_comes_too_late_for_an_answer_is_not_handed_over() -> None:
    slow = {
        phase: Late(answer) for phase, answer in POLITE.items() if phase in {"EHLO", "MAIL", "RCPT"} and isinstance(answer, bytes)
    }
    with ScriptedServer(POLITE | slow) as server:
        with pytest.raises(MailDeferred, match="no contestó a tiempo si acepta la dirección"):
            SmtpMailer(replace(server.mail, timeout=10.7)).send(letter())
        assert "DATA" not in server.heard[0]


def test_a_message_that_is_put_off_on_a_connection_in_use_is_not_tried_twice() -> None:
    with ScriptedServer(POLITE | {"RCPT": (b"250 ok\r\n", b"450 busy\r\n")}, POLITE) as server:
        mailer = SmtpMailer(server.mail)
        sent(mailer, ADDRESS)
        with pytest.raises(MailDeferred, match="más tarde"):
            sent(mailer, ADDRESS)
        assert len(server.heard) == 1


def test_threads_that_send_at_once_have_a_connection_each() -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        mailer = SmtpMailer(mail)
        threads = [threading.Thread(target=sent, args=(mailer, *[ADDRESS] * 5)) for _thread in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        mailer.hang_up()
    assert len(inbox.received) == 20


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


def test_leaving_a_server_that_does_not_say_goodbye_takes_no_longer_than_a_moment() -> None:
    with ScriptedServer(POLITE | {"QUIT": SILENT}) as server:
        mailer = SmtpMailer(replace(server.mail, timeout=3600))  # so long would this test take
        sent(mailer, ADDRESS)
        mailer.hang_up()


def test_a_cut_while_a_large_message_is_being_handed_over_is_known_to_have_kept_it_back() -> None:
    large = letter()
    large.set_content("grande")
    large.add_attachment(b"\0" * 20_000_000, maintype="application", subtype="pdf")
    for answer, words in ((CUT, "se cortó"), (SILENT, "no recibió a tiempo el mensaje entero")):
        with ScriptedServer(POLITE | {"CONTENT": answer}) as server, pytest.raises(MailDeferred, match=words):
            SmtpMailer(replace(server.mail, timeout=8)).send(large)


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
