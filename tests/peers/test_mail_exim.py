"""Mail through a real mail server, from the kiosk's outbox to the mailbox, with the server's own refusals and absences."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.message import MessageKind, MessageState
from kiosk.services import delivery
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message
from tests.filing import EMAIL, StoppedClock, answer_all, open_kiosk, submit
from tests.peers.exim import ELSEWHERE, Exim, exim

pytestmark = pytest.mark.peer("exim4")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Exim]:
    with exim(tmp_path) as running:
        yield running


def state_of(kiosk: Kiosk, kind: MessageKind = MessageKind.FILING_EMAIL) -> tuple[str, str]:
    with kiosk.database.reading() as session:
        (row,) = session.exec(select(Message).where(col(Message.kind) == kind)).all()
        return row.state, row.cause


def test_a_filing_arrives_encrypted_and_with_the_kiosks_password(server: Exim, tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **server.variables)
    draft = submit(kiosk, answer_all(kiosk))
    assert delivery.deliver_mail(kiosk) == 1
    assert state_of(kiosk) == (MessageState.ACCEPTED, "")
    (mail,) = server.mails()
    assert str(draft.number) in mail["Subject"]
    assert mail["Envelope-To"] == EMAIL
    assert "esmtpsa" in mail["Received"]


def test_an_address_that_is_put_off_is_taken_later(server: Exim, tmp_path: Path) -> None:
    clock = StoppedClock()
    kiosk = open_kiosk(tmp_path / "kiosk", clock, **server.variables)
    server.put_off(EMAIL)
    submit(kiosk, answer_all(kiosk))
    assert delivery.deliver_mail(kiosk) == 0
    assert state_of(kiosk) == (MessageState.DEFERRED, "el servidor de correo pide intentar más tarde (451 4.2.1)")
    server.put_off()
    clock.advance(seconds=31)
    assert delivery.deliver_mail(kiosk) == 1
    assert len(server.mails()) == 1


def test_a_server_that_comes_back_gets_the_mail_once(server: Exim, tmp_path: Path) -> None:
    clock = StoppedClock()
    kiosk = open_kiosk(tmp_path / "kiosk", clock, **server.variables)
    server.stop()
    submit(kiosk, answer_all(kiosk))
    assert delivery.deliver_mail(kiosk) == 0
    assert state_of(kiosk)[0] == MessageState.DEFERRED
    server.start()
    clock.advance(seconds=31)
    assert delivery.deliver_mail(kiosk) == 1
    assert delivery.deliver_mail(kiosk) == 0
    assert len(server.mails()) == 1


def test_somebody_unknown_is_refused_for_good(server: Exim, tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **server.variables)
    submit(kiosk, answer_all(kiosk, email="nadie@ejemplo.test"))
    assert delivery.deliver_mail(kiosk) == 0
    assert state_of(kiosk)[0] == MessageState.FAILED
    assert not server.mails("nadie")


def test_mail_that_is_refused_farther_on_comes_back_to_the_sender(server: Exim, tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **server.variables)
    submit(kiosk, answer_all(kiosk, email=ELSEWHERE))
    assert delivery.deliver_mail(kiosk) == 1
    (bounce,) = server.mails("kiosco")
    assert (bounce["Return-Path"], bounce["X-Failed-Recipients"]) == ("<>", ELSEWHERE)
    assert bounce.get_content_type() == "multipart/report"
