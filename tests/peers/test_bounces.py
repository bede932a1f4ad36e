"""Mail that comes back from a real mail server (Exim), read over real IMAP (Dovecot), by the lanes and by the command."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import bounces, mailing
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message
from tests import loaded
from tests.filing import StoppedClock, answer_all, open_kiosk, submit
from tests.peers.dovecot import Dovecot, dovecot
from tests.peers.exim import ELSEWHERE, Exim, exim

pytestmark = [pytest.mark.peer("exim4"), pytest.mark.peer("dovecot")]
PATIENCE = 60.0


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Exim, Dovecot]]:
    """Serve mail, and the mailbox that it comes back to, which the server of mail makes with the first mail."""
    with ExitStack() as stack:
        sending = stack.enter_context(exim(tmp_path))
        for part in ("", "tmp", "new", "cur"):
            (sending.bounces / part).mkdir()
            os.chown(sending.bounces / part, sending.account.pw_uid, sending.account.pw_gid)
        reading = stack.enter_context(dovecot(sending.bounces, sending.folder / "server.pem"))
        yield sending, reading


def state_of(kiosk: Kiosk) -> tuple[str, str, str]:
    with kiosk.database.reading() as session:
        row = session.exec(select(Message).where(col(Message.kind) == MessageKind.FILING_EMAIL)).one()
        return row.state, row.trouble, row.cause


FAILED = ("failed", "address", "el correo volvió: esa dirección no existe o ya no recibe correo (550 5.1.1)")


def test_mail_that_comes_back_over_imap_turns_accepted_into_failed_and_goes(servers: tuple[Exim, Dovecot], tmp_path: Path) -> None:
    sending, reading = servers
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **sending.variables, **reading.variables)
    reading.put(b"From: a@otro.test\r\nSubject: hola\r\n\r\nhola\r\n")
    submit(kiosk, answer_all(kiosk, email=ELSEWHERE))
    assert mailing.deliver_mail(kiosk) == 1
    assert len(sending.mails("kiosco")) == 2
    assert state_of(kiosk)[0] == MessageState.ACCEPTED
    assert bounces.collect(kiosk) == 1
    assert state_of(kiosk) == FAILED
    (other,) = reading.held()
    assert b"hola" in other
    assert bounces.collect(kiosk) == 0


def test_the_maildir_that_exim_delivers_to_serves_as_well(servers: tuple[Exim, Dovecot], tmp_path: Path) -> None:
    sending, _reading = servers
    variables = {"KIOSK_BOUNCES__KIND": "maildir", "KIOSK_BOUNCES__MAILDIR": str(sending.bounces)}
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **sending.variables, **variables)
    submit(kiosk, answer_all(kiosk, email=ELSEWHERE))
    mailing.deliver_mail(kiosk)
    assert len(sending.mails("kiosco")) == 1
    assert bounces.collect(kiosk) == 1
    assert state_of(kiosk) == FAILED
    assert not sending.mails("kiosco")


def test_a_lane_looks_when_the_kiosk_starts_and_not_each_time_it_is_woken(
    servers: tuple[Exim, Dovecot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending, reading = servers
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **sending.variables, **reading.variables)
    submit(kiosk, answer_all(kiosk, email=ELSEWHERE))
    mailing.deliver_mail(kiosk)
    assert len(sending.mails("kiosco")) == 1
    looks: list[int] = []
    collect = bounces.collect

    def counted(kiosk: Kiosk, go_on: Callable[[], bool]) -> int:
        looks.append(1)
        return collect(kiosk, go_on)

    monkeypatch.setattr(bounces, "collect", counted)
    lanes = Lanes(kiosk)
    lanes.start()
    until = time.monotonic() + PATIENCE
    while state_of(kiosk)[0] != MessageState.FAILED and time.monotonic() < until:
        lanes.wake()
        time.sleep(0.05)
    lanes.end(PATIENCE)
    assert state_of(kiosk) == FAILED
    assert looks == [1]


def test_deliver_once_collects_and_case_show_tells(servers: tuple[Exim, Dovecot], tmp_path: Path) -> None:
    sending, reading = servers
    variables = sending.variables | reading.variables
    kiosk = open_kiosk(tmp_path / "kiosk", StoppedClock(), **variables)
    number = submit(kiosk, answer_all(kiosk, email=ELSEWHERE)).number
    mailing.deliver_due(kiosk)
    kiosk.database.close()
    assert len(sending.mails("kiosco")) == 1

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
        environ |= {
            "KIOSK_DATA_DIR": str(tmp_path / "kiosk"),
            "KIOSK_KIOSK__ID": "0417",
            "KIOSK_PRINTER__KIND": "folder",
            **variables,
        }
        return loaded.run([*loaded.PROGRAM, *words], environ)

    once = run("deliver", "--once")
    assert (once.returncode, once.stderr) == (0, "")
    shown = json.loads(run("case", "show", str(number), "--json").stdout)["deliveries"]
    assert [(each["state"], each["trouble"], each["cause"]) for each in shown if each["kind"] == "filing_email"] == [FAILED]
    assert "! la dirección no recibe: corrija el correo" in run("case", "show", str(number)).stdout
    reading.stop()
    away = run("deliver", "--once")
    assert (away.returncode, away.stderr) == (3, "El servidor del buzón no está funcionando.\n")
