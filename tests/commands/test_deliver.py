"""`kiosk deliver` as a process of its own: once or as a service, alone, beside the kiosk, and several at once."""

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import mailing
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.kiosk import Kiosk
from tests.filing import StoppedClock, open_kiosk
from tests.outboxes import PATIENCE, change, deliver, mails, put_receipts, rows, wait_until

NOTHING = {"sent": 0, "printed": 0, "deferred": 0, "failed": 0, "unknown": 0}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", StoppedClock(datetime.now(UTC)))  # that of the processes
    yield kiosk
    kiosk.database.close()


@pytest.fixture
def silent() -> Iterator[dict[str, str]]:
    """Give the settings of a mail server that takes connections and says nothing, until a message is given up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        where = {"KIOSK_MAIL__KIND": "smtp", "KIOSK_MAIL__HOST": "127.0.0.1", "KIOSK_MAIL__PORT": port}
        yield where | {"KIOSK_MAIL__SECURITY": "none", "KIOSK_MAIL__TIMEOUT": "30"}


def once(folder: Path, *words: str, **variables: str) -> tuple[int, str, str]:
    """Run `kiosk deliver --once`; return its exit code and what it said."""
    process = deliver(folder, "--once", *words, **variables)
    said, complained = process.communicate(timeout=PATIENCE)
    return process.returncode, said, complained


def test_once_sends_and_prints_what_is_due_and_counts_it(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 3)
    status, said, complained = once(kiosk.settings.data_dir, "--json")
    assert (status, json.loads(said), complained) == (0, NOTHING | {"sent": 3, "printed": 1}, "")
    assert len(mails(kiosk.settings.mail.maildir)) == 3
    status, said, complained = once(kiosk.settings.data_dir)
    assert (status, said.count("\n"), complained) == (0, 1, "")


def test_once_ends_with_1_when_something_was_put_off_or_failed(kiosk: Kiosk) -> None:
    first, *_others = put_receipts(kiosk, 2)
    change(kiosk, first, reference="gone")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = {"KIOSK_MAIL__KIND": "smtp", "KIOSK_MAIL__HOST": "127.0.0.1", "KIOSK_MAIL__PORT": str(nobody.getsockname()[1])}
        status, said, complained = once(kiosk.settings.data_dir, "--json", **away, KIOSK_MAIL__SECURITY="none")
    assert (status, json.loads(said), complained) == (1, NOTHING | {"printed": 1, "deferred": 1, "failed": 1}, "")


@pytest.mark.parametrize(
    ("words", "variables", "status"),
    [
        (("--once",), {"KIOSK_MAIL__KIND": "none", "KIOSK_PRINTER__KIND": "none"}, 3),
        ((), {"KIOSK_MAIL__KIND": "pigeon"}, 3),
        (("--json",), {}, 2),
    ],
)
def test_what_cannot_work_is_one_sentence(tmp_path: Path, words: tuple[str, ...], variables: dict[str, str], status: int) -> None:
    process = deliver(tmp_path / "data", *words, **variables)
    said, complained = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, complained.count("\n")) == (status, "", 1)
    assert "Traceback" not in complained


def test_a_service_with_nothing_to_deliver_to_says_so_once_and_waits(kiosk: Kiosk) -> None:
    process = deliver(kiosk.settings.data_dir, KIOSK_MAIL__KIND="none", KIOSK_PRINTER__KIND="none")
    assert process.stderr is not None
    assert "no tiene correo ni impresora" in process.stderr.readline()
    with pytest.raises(subprocess.TimeoutExpired):  # ended, it would be started again every few seconds for ever
        process.wait(timeout=0.5)
    process.terminate()
    said, complained = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, complained) == (0, "", "")


def test_a_service_that_cannot_work_says_so_once_and_goes_on_trying(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 1)
    lock = kiosk.settings.data_dir / "claims" / "deliver.lock"
    lock.mkdir()
    process = deliver(kiosk.settings.data_dir)
    try:
        assert process.stderr is not None
        assert "permiso" in process.stderr.readline()
        lock.rmdir()
        wait_until(lambda: rows(kiosk, MessageKind.FILING_EMAIL)[0].state == MessageState.ACCEPTED, "it gave up")
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_service_ends_when_told_though_its_server_hangs_and_what_it_was_sending_is_free(
    kiosk: Kiosk, silent: dict[str, str], told: signal.Signals
) -> None:
    put_receipts(kiosk, 2)
    process = deliver(kiosk.settings.data_dir, **silent)
    wait_until(lambda: MessageState.SENDING in {each.state for each in rows(kiosk, MessageKind.FILING_EMAIL)}, "it sends nothing")
    process.send_signal(told)
    said, complained = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said, complained) == (0, "", "")
    assert MessageState.SENDING in {each.state for each in rows(kiosk, MessageKind.FILING_EMAIL)}, "it did not wait for the server"
    assert mailing.deliver_mail(kiosk) == 2


def test_once_ends_when_told_too_and_says_that_not_all_is_done(kiosk: Kiosk, silent: dict[str, str]) -> None:
    put_receipts(kiosk, 2)
    process = deliver(kiosk.settings.data_dir, "--once", **silent)
    wait_until(lambda: MessageState.SENDING in {each.state for each in rows(kiosk, MessageKind.FILING_EMAIL)}, "it sends nothing")
    process.terminate()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1


def test_services_and_the_kiosk_at_once_send_nothing_twice(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 60)
    services = [deliver(kiosk.settings.data_dir) for _each in range(2)]
    services += [deliver(kiosk.settings.data_dir, "--once") for _each in range(2)]
    lanes = Lanes(kiosk)
    lanes.start()
    try:
        wait_until(lambda: {each.state for each in rows(kiosk)} == {MessageState.ACCEPTED}, "not all was sent")
    finally:
        lanes.end(within=PATIENCE)
        for each in services:
            each.terminate()
            each.communicate(timeout=PATIENCE)
    sent = [each["Message-ID"] for each in mails(kiosk.settings.mail.maildir)]
    assert len(sent) == len(set(sent)) == 60
    assert len(list(kiosk.settings.printer.folder.glob("*.pdf"))) == 1
