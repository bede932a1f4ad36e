"""Mail through a real mail server, from the kiosk's outbox to the mailbox, with the server's own refusals and absences."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from kiosk.adapters.mail.outgoing import SmtpMailer
from kiosk.domain.machine.message import MessageState, Trouble
from kiosk.services.delivery import mailing, rendering
from kiosk.services.papers import letters
from kiosk.settings import KioskSettings, MailSettings, Settings
from tests.filing import EMAIL, StoppedClock, answer_all, submit
from tests.peers.exim import ELSEWHERE, SENDER, Exim, exim
from tests.peers.sending import RECEIPT, Sending

pytestmark = pytest.mark.peer("exim4")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Exim]:
    with exim(tmp_path) as running:
        yield running


def test_a_filing_and_its_code_arrive_encrypted_on_one_connection_with_the_kiosks_password(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    draft = submit(sending.kiosk, answer_all(sending.kiosk))
    sending.ask_for_code()
    assert mailing.deliver_mail(sending.kiosk) == 2
    assert mailing.deliver_mail(sending.kiosk) == 0
    code, receipt = server.mails()
    assert code["Subject"].startswith("Verificar correo electrónico")
    assert str(draft.number) in receipt["Subject"]
    for mail in (code, receipt):
        assert (mail["Envelope-To"], mail["Return-Path"]) == (EMAIL, f"<{SENDER}>")
        assert "esmtpsa" in mail["Received"]
    [attached] = receipt.iter_attachments()
    assert attached.get_content().startswith(b"%PDF")
    assert server.log().count("A=plain:kiosco") == 2
    greeted = [line for line in server.log().splitlines() if "closed by QUIT" in line and "[127.0.0.1]) [" in line]
    assert len(greeted) == 1, "both on one connection, and with a goodbye"


def test_an_address_that_is_put_off_is_taken_later(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    server.put_off(EMAIL)
    submit(sending.kiosk, answer_all(sending.kiosk))
    words = "El servidor de correo pide intentar más tarde (451 4.2.1)."
    assert sending.deliver(RECEIPT) == (MessageState.DEFERRED, Trouble.BUSY, words)
    server.put_off()
    assert sending.deliver_later(RECEIPT) == MessageState.ACCEPTED
    assert len(server.mails()) == 1


def test_a_server_that_comes_back_gets_the_mail_once(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    server.stop()
    draft = submit(sending.kiosk, answer_all(sending.kiosk))
    words = "El servidor de correo no está funcionando."
    assert sending.deliver(RECEIPT) == (MessageState.DEFERRED, Trouble.UNREACHABLE, words)
    server.start()
    assert sending.deliver_later(RECEIPT) == MessageState.ACCEPTED
    (mail,) = server.mails()
    assert str(draft.number) in mail["Subject"]


def test_somebody_unknown_is_refused_for_good(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    submit(sending.kiosk, answer_all(sending.kiosk, email="nadie@ejemplo.test"))
    words = "El servidor de correo no acepta esa dirección (550 5.1.1)."
    assert sending.deliver(RECEIPT) == (MessageState.FAILED, Trouble.ADDRESS, words)
    assert sending.deliver_later(RECEIPT) == MessageState.FAILED
    assert not server.mails("nadie")
    assert server.log().count("rejected RCPT") == 1


def test_a_wrong_password_is_told_and_mended_without_losing_the_mail(server: Exim, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("otra")
    sending = Sending.by(replace(server.settings, password_file=password), tmp_path)
    sending.ask_for_code()
    words = "El servidor de correo no acepta la clave del kiosco (535)."
    assert sending.deliver() == (MessageState.DEFERRED, Trouble.CREDENTIALS, words)
    password.write_text("clave-de-prueba")
    assert sending.deliver_later() == MessageState.ACCEPTED
    assert len(server.mails()) == 1


def test_a_server_that_was_away_between_two_messages_is_called_again(server: Exim) -> None:
    mailer, message = SmtpMailer(server.settings), _code()
    mailer.send(message)
    server.stop()
    server.start()
    mailer.send(message)
    mailer.hang_up()
    assert len(server.mails()) == 2


def test_mail_that_is_refused_farther_on_comes_back_to_the_sender(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    submit(sending.kiosk, answer_all(sending.kiosk, email=ELSEWHERE))
    assert sending.deliver(RECEIPT) == (MessageState.ACCEPTED, "", "")
    (bounce,) = server.mails("kiosco")
    assert (bounce["Return-Path"], bounce["X-Failed-Recipients"]) == ("<>", ELSEWHERE)
    assert bounce.get_content_type() == "multipart/report"


def test_a_receipt_of_many_lines_is_read_back_as_it_was_written(server: Exim, tmp_path: Path) -> None:
    sending = Sending.by(server.settings, tmp_path)
    submit(sending.kiosk, answer_all(sending.kiosk))
    written = rendering.mailed(sending.kiosk, sending.row(RECEIPT))
    assert mailing.deliver_mail(sending.kiosk) == 1
    (read,) = server.mails()
    for kind in ("plain", "html"):
        here, there = written.get_body((kind,)), read.get_body((kind,))
        assert here is not None
        assert there is not None
        assert str(there.get_content()).splitlines() == str(here.get_content()).splitlines()


def test_no_name_of_a_place_adds_a_header_or_a_recipient_on_its_way_through_the_server(server: Exim) -> None:
    mailer, sent = SmtpMailer(server.settings), []

    @given(place=st.text(min_size=1, max_size=120) | st.sampled_from(["a\r\nBcc: kiosco@ejemplo.test", "\n.\r\n", "<b@c>, d"]))
    @of_hypothesis(max_examples=60, database=None)
    def send(place: str) -> None:
        message = _code(place)
        mailer.send(message)
        sent.append(str(message["Message-ID"]))

    send()
    mailer.hang_up()
    arrived = server.mails()
    assert sorted(str(mail["Message-ID"]) for mail in arrived) == sorted(sent)
    for mail in arrived:
        assert sorted(mail.keys()) == sorted([*HEADERS, "Return-path", "Envelope-to", "Received"])
        assert (mail["Envelope-To"], mail["To"]) == (EMAIL, EMAIL)
        assert mail["Subject"].startswith("Verificar correo electrónico: ")
        assert not mail.defects
    assert not server.mails("kiosco")


HEADERS = ["From", "To", "Date", "Message-ID", "Auto-Submitted", "Subject", "MIME-Version", "Content-Type"]


def _code(place: str = "Dispensario 0417") -> EmailMessage:
    configured = Settings(
        data_dir=Path("/nowhere"),
        kiosk=KioskSettings(id="0417", dispensary=place),
        mail=MailSettings(kind="smtp", sender=SENDER),
    )
    name = letters.message_id(configured, secrets.token_hex(8))
    return letters.email_code_message(configured, to=EMAIL, code="123456", issued=StoppedClock().now(), message_id=name)
