"""Each way in which a mail server can fail, and what becomes of the kiosk's mail: state, trouble, words, and how many went."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.machine.message import MessageState, Trouble
from kiosk.services.delivery import mailing
from kiosk.services.filing import verification
from tests.filing import answer_all, submit
from tests.peers.sending import RECEIPT, Sending
from tests.peers.smtp_servers import CUT, PATIENCE, POLITE, SILENT, Answer, Script, ScriptedServer

SHORT = 3.0
"""Seconds for a message to a server that hangs: half of them for each phase, which an answer needs even on a busy machine."""


class Sender:
    """Makes kiosks that send to a server of given scripts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack

    def to(self, *scripts: Script, timeout: float = PATIENCE, user: str = "") -> tuple[Sending, ScriptedServer]:
        """Open a kiosk that sends to such a server, logging in where there is a user; return both."""
        server = self._stack.enter_context(ScriptedServer(*scripts))
        password = self._folder / "password"
        password.write_text("clave")
        mail = replace(server.mail, timeout=timeout, user=user, password_file=password if user else None)
        return Sending.by(mail, self._folder), server


@pytest.fixture
def kiosk_sending(tmp_path: Path) -> Iterator[Sender]:
    with ExitStack() as stack:
        yield Sender(tmp_path, stack)


LATER = "El servidor de correo pide intentar más tarde"
FOR_NOW = [
    ("", b"421 busy\r\n", (Trouble.BUSY, f"{LATER} (421).")),
    ("", b"554 no service\r\n", (Trouble.SENDER, "El servidor de correo no atiende a este kiosco (554).")),
    ("EHLO", b"421 4.3.2 going down\r\n", (Trouble.BUSY, f"{LATER} (421 4.3.2).")),
    ("AUTH", b"454 4.7.0 later\r\n", (Trouble.BUSY, f"{LATER} (454 4.7.0).")),
    ("AUTH", b"421 bye\r\n", (Trouble.BUSY, f"{LATER} (421).")),
    ("AUTH", b"535 5.7.8 no\r\n", (Trouble.CREDENTIALS, "El servidor de correo no acepta la clave del kiosco (535 5.7.8).")),
    ("MAIL", b"451 4.3.0 <maria@ejemplo.test>\r\n", (Trouble.BUSY, f"{LATER} (451 4.3.0).")),
    ("MAIL", b"421 bye\r\n", (Trouble.BUSY, f"{LATER} (421).")),
    ("MAIL", b"530 5.7.0 who?\r\n", (Trouble.CREDENTIALS, "El servidor de correo pide una clave al kiosco (530 5.7.0).")),
    ("RCPT", b"450 4.2.1 <maria@ejemplo.test>\r\n", (Trouble.BUSY, f"{LATER} (450 4.2.1).")),
    ("RCPT", b"421 bye\r\n", (Trouble.BUSY, f"{LATER} (421).")),
    ("DATA", b"451 later\r\n", (Trouble.BUSY, f"{LATER} (451).")),
    ("DATA", b"421 bye\r\n", (Trouble.BUSY, f"{LATER} (421).")),
    (".", b"452 4.3.1 full\r\n", (Trouble.BUSY, f"{LATER} (452 4.3.1).")),
    (".", b"421 4.3.0 bye\r\n", (Trouble.BUSY, f"{LATER} (421 4.3.0).")),
    ("MAIL", b"hello?\r\n", (Trouble.OTHER, "El servidor de correo contestó algo que no se entiende.")),
    ("DATA", b"250 what?\r\n", (Trouble.OTHER, "El servidor de correo contestó algo que no se entiende.")),
]


@pytest.mark.parametrize(("phase", "answer", "told"), FOR_NOW, ids=[f"{each[0]} {each[1][:3]!r}" for each in FOR_NOW])
def test_what_a_server_refuses_for_now_is_sent_once_when_it_takes_it(
    kiosk_sending: Sender, phase: str, answer: bytes, told: tuple[Trouble, str]
) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: answer}, POLITE, user="kiosco")
    sending.ask_for_code()
    assert sending.deliver() == (MessageState.DEFERRED, *told)
    assert not server.taken
    assert sending.deliver_later() == MessageState.ACCEPTED
    assert len(server.taken) == 1


SENDER_REFUSED = "El servidor de correo no acepta mensajes de este kiosco"
FOR_GOOD = [
    ("MAIL", b"550 5.1.8 <kiosco@localhost>\r\n", (Trouble.SENDER, f"{SENDER_REFUSED} (550 5.1.8).")),
    (
        "RCPT",
        b"550 5.1.1 <maria@ejemplo.test>\r\n",
        (Trouble.ADDRESS, "El servidor de correo no acepta esa dirección (550 5.1.1)."),
    ),
    ("RCPT", b"553 no\r\n", (Trouble.ADDRESS, "El servidor de correo no acepta esa dirección (553).")),
    ("RCPT", b"550 5.7.1 no relaying\r\n", (Trouble.SENDER, f"{SENDER_REFUSED} (550 5.7.1).")),
    ("DATA", b"554 no\r\n", (Trouble.CONTENT, "El servidor de correo no acepta este mensaje (554).")),
    (
        ".",
        b"554 5.7.1 spam to maria@ejemplo.test\r\n",
        (Trouble.CONTENT, "El servidor de correo no acepta este mensaje (554 5.7.1)."),
    ),
]


@pytest.mark.parametrize(("phase", "answer", "told"), FOR_GOOD, ids=[f"{each[0]} {each[1][:9]!r}" for each in FOR_GOOD])
def test_what_a_server_refuses_for_good_is_not_tried_again(
    kiosk_sending: Sender, phase: str, answer: bytes, told: tuple[Trouble, str]
) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: answer}, POLITE)
    sending.ask_for_code()
    assert sending.deliver() == (MessageState.FAILED, *told)
    assert sending.deliver_later() == MessageState.FAILED
    assert (len(server.heard), len(server.taken)) == (1, 0)


HANGS = [
    ("", "El servidor de correo no saludó a tiempo."),
    ("EHLO", "El servidor de correo no saludó a tiempo."),
    ("AUTH", "El servidor de correo no revisó a tiempo la clave del kiosco."),
    ("MAIL", "El servidor de correo no contestó a tiempo."),
    ("RCPT", "El servidor de correo no contestó a tiempo si acepta la dirección."),
    ("DATA", "El servidor de correo no contestó a tiempo si acepta el mensaje."),
]


@pytest.mark.parametrize(("phase", "words"), HANGS)
def test_silence_in_each_phase_before_the_message_is_told_as_what_was_waited_for(
    kiosk_sending: Sender, phase: str, words: str
) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: SILENT}, POLITE, timeout=SHORT, user="kiosco")
    sending.ask_for_code()
    assert sending.deliver() == (MessageState.DEFERRED, Trouble.LATE, words)
    assert not server.taken
    assert sending.deliver_later() == MessageState.ACCEPTED
    assert len(server.taken) == 1


@pytest.mark.parametrize("phase", ["", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_a_cut_in_each_phase_before_the_message_is_tried_again(kiosk_sending: Sender, phase: str) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: CUT}, POLITE, user="kiosco")
    sending.ask_for_code()
    assert sending.deliver() == (MessageState.DEFERRED, Trouble.CUT, "Se cortó la conexión con el servidor de correo.")
    assert not server.taken
    assert sending.deliver_later() == MessageState.ACCEPTED
    assert len(server.taken) == 1


CUT_AFTER = (Trouble.CUT, "Se cortó la conexión cuando el servidor de correo ya tenía el mensaje.")
NO_ANSWER = (Trouble.LATE, "El servidor de correo recibió el mensaje, pero no confirmó a tiempo.")
NO_SENSE = (Trouble.OTHER, "El servidor de correo contestó algo que no se entiende.")
UNANSWERED = pytest.mark.parametrize(
    ("phase", "answer", "told", "taken"),
    [
        ("CONTENT", CUT, CUT_AFTER, 0),
        (".", CUT, CUT_AFTER, 1),
        ("CONTENT", SILENT, NO_ANSWER, 0),
        (".", SILENT, NO_ANSWER, 0),
        (".", b"what?\r\n", NO_SENSE, 0),
        (".", b"354 more?\r\n", NO_SENSE, 0),
    ],
    ids=["cut inside DATA", "cut after the dot", "silence inside DATA", "silence after the dot", "nonsense", "no end"],
)


@UNANSWERED
def test_a_code_of_which_nobody_knows_is_not_sent_again_and_another_is_offered(
    kiosk_sending: Sender, phase: str, answer: Answer, told: tuple[Trouble, str], taken: int
) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: answer}, POLITE, timeout=SHORT)
    draft = sending.ask_for_code()
    assert sending.deliver() == (MessageState.UNKNOWN, *told)
    assert sending.deliver_later() == MessageState.UNKNOWN
    assert len(server.taken) == taken
    status = verification.request_code(sending.kiosk, draft)
    assert status.state is MessageState.QUEUED
    assert mailing.deliver_mail(sending.kiosk) == 1
    assert verification.status(sending.kiosk, draft).state is MessageState.ACCEPTED
    assert len(server.taken) == taken + 1


@UNANSWERED
def test_a_receipt_of_which_nobody_knows_is_sent_again_under_the_same_message_id(
    kiosk_sending: Sender, phase: str, answer: Answer, told: tuple[Trouble, str], taken: int
) -> None:
    sending, server = kiosk_sending.to(POLITE | {phase: answer}, POLITE, timeout=SHORT)
    submit(sending.kiosk, answer_all(sending.kiosk))
    assert sending.deliver(RECEIPT) == (MessageState.UNKNOWN, *told)
    assert sending.deliver_later(RECEIPT) == MessageState.ACCEPTED
    assert len(server.taken) == taken + 1
    assert len({_message_id(each) for each in server.taken}) == 1


def _message_id(content: bytes) -> bytes:
    (line,) = [line for line in content.splitlines() if line.lower().startswith(b"message-id:")]
    return line
