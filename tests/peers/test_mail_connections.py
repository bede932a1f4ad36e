"""How the kiosk uses connections to a mail server: one for many messages, each phase within its time."""

import threading
from dataclasses import replace

import pytest

from kiosk.adapters.mail.outgoing import SmtpMailer
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from tests.peers.smtp_servers import ADDRESS, CUT, POLITE, SILENT, Dripping, Inbox, Late, ScriptedServer, letter, serving


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
    with ScriptedServer(once, POLITE | {phase: leaving}) as server:  # type: ignore[arg-type] # one answer, then the other
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


def test_leaving_a_server_that_does_not_say_goodbye_takes_no_longer_than_a_moment() -> None:
    with ScriptedServer(POLITE | {"QUIT": SILENT}) as server:
        mailer = SmtpMailer(replace(server.mail, timeout=3600))  # so long would this test take
        sent(mailer, ADDRESS)
        mailer.hang_up()


def test_a_cut_while_a_large_message_is_being_handed_over_is_known_to_have_kept_it_back() -> None:
    large = letter()
    large.set_content("grande")
    large.add_attachment(b"\0" * 20_000_000, maintype="application", subtype="pdf")
    for answer, words in ((CUT, "Se cortó"), (SILENT, "no recibió a tiempo el mensaje entero")):
        with ScriptedServer(POLITE | {"CONTENT": answer}) as server, pytest.raises(MailDeferred, match=words):
            SmtpMailer(replace(server.mail, timeout=8)).send(large)
