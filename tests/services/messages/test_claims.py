"""Who is at a message is known by whether its process lives: no clock that jumps sends one twice, or stops one."""

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import mailing
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.claims import Claims
from tests.filing import StoppedClock
from tests.outboxes import change, mails, program, put_receipts, row

KINDS = (MessageKind.FILING_EMAIL,)
HOLDING = """
from kiosk.domain.machine.message import MessageKind
from kiosk.services.messages import outbox
print(len(outbox.claim(kiosk, (MessageKind.FILING_EMAIL,), 1)), flush=True)
input()
"""


@contextlib.contextmanager
def held_by_another_process(kiosk: Kiosk) -> Iterator[int]:
    """Let another process claim a message and hold it; gives its process id."""
    other = program(kiosk.settings.data_dir, HOLDING)
    assert other.stdout is not None
    assert other.stdout.readline() == "1\n"
    try:
        yield other.pid
    finally:
        other.kill()
        other.communicate()


@pytest.mark.parametrize("days", [0, 2000, -2000])
def test_what_another_process_holds_is_left_to_it_and_is_free_at_once_when_it_is_killed(
    kiosk: Kiosk, clock: StoppedClock, days: int
) -> None:
    put_receipts(kiosk, 1)
    with held_by_another_process(kiosk) as process:
        clock.advance(days=days)
        assert mailing.deliver_mail(kiosk) == 0
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        assert mailing.deliver_mail(kiosk) == 1
    assert len(mails(kiosk.settings.mail.maildir)) == 1


@pytest.mark.parametrize("days", [2000, -2000])
def test_a_clock_that_jumps_for_years_sends_nothing_twice_and_stops_nothing(kiosk: Kiosk, clock: StoppedClock, days: int) -> None:
    put_receipts(kiosk, 3)
    (message,) = (each.id for each in outbox.claim(kiosk, KINDS))
    clock.advance(days=days)
    assert mailing.deliver_mail(kiosk) == 2
    assert row(kiosk, message).state == MessageState.SENDING
    kiosk.claims.release(message)
    assert mailing.deliver_mail(kiosk) == 1
    assert len({each["Message-ID"] for each in mails(kiosk.settings.mail.maildir)}) == 3


@pytest.mark.parametrize(
    "claim",
    [
        "0999-0123456789abcdef01234567",
        pytest.param("0417-" + "f" * 300, marks=pytest.mark.embedded("a server holds no name that is too long for a file")),
    ],
)
def test_where_a_process_cannot_be_looked_at_its_lease_counts(kiosk: Kiosk, clock: StoppedClock, claim: str) -> None:
    (message,) = put_receipts(kiosk, 1)
    kiosk.claims.take("another")  # the folder is there
    change(kiosk, message, state=MessageState.SENDING, claim=claim, tries=1, next_try_at=clock.at + outbox.LEASE)
    clock.at += outbox.LEASE - timedelta(seconds=1)
    assert mailing.deliver_mail(kiosk) == 0
    clock.advance(seconds=1)
    assert mailing.deliver_mail(kiosk) == 1


def test_a_lease_that_a_wrong_clock_wrote_does_not_hold_for_years(kiosk: Kiosk, clock: StoppedClock) -> None:
    (message,) = put_receipts(kiosk, 1)
    lease_ends = clock.at + timedelta(days=2000)
    change(kiosk, message, state=MessageState.SENDING, claim="0999-0123456789abcdef01234567", tries=1, next_try_at=lease_ends)
    assert mailing.deliver_mail(kiosk) == 1


def test_who_was_taken_over_writes_nothing_down(kiosk: Kiosk, clock: StoppedClock) -> None:
    (message,) = put_receipts(kiosk, 1)
    there = replace(kiosk, claims=Claims(kiosk.settings.data_dir / "elsewhere", "0999"))
    (taken,) = outbox.claim(there, KINDS)
    clock.at += outbox.LEASE
    assert mailing.deliver_mail(kiosk) == 1
    outbox.settle(there, taken, MessageState.FAILED)
    assert row(kiosk, message).state == MessageState.ACCEPTED


def test_claims_end_with_whoever_made_them_even_in_the_same_process(tmp_path: Path) -> None:
    first, second = Claims(tmp_path / "claims", "0417"), Claims(tmp_path / "claims", "0417")
    name = first.take("m")
    assert second.is_void(name, "m") is False
    del first
    assert second.is_void(name, "m") is True


def test_two_who_look_at_once_both_see_that_a_process_is_dead(tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    claims = Claims(folder, "0417")
    claims.take("mine")
    (folder / "0417-dead").touch()
    with (folder / "0417-dead").open() as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        assert claims.is_void("0417-dead", "m") is True


def test_a_claim_that_was_not_written_is_not_held(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = put_receipts(kiosk, 1)
    with monkeypatch.context() as trouble:
        trouble.setattr(outbox, "LEASE", None)  # whatever goes wrong in the middle of it
        with pytest.raises(TypeError):
            outbox.claim(kiosk, KINDS)
    assert message not in kiosk.claims.held()
    assert mailing.deliver_mail(kiosk) == 1


def test_the_files_of_dead_processes_go(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 1)
    with held_by_another_process(kiosk):
        pass
    folder = kiosk.settings.data_dir / "claims"
    begun = replace(kiosk, claims=Claims(folder, kiosk.settings.kiosk.id))
    assert mailing.deliver_mail(begun) == 1
    assert {each.name for each in folder.iterdir()} == {kiosk.claims.own(), begun.claims.own()}


def test_a_folder_that_takes_no_claims_is_said_in_a_sentence(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 1)
    no_folder = kiosk.settings.data_dir / "claims-of-another-start"
    no_folder.touch()
    with pytest.raises(OutOfService, match="permiso"):
        outbox.claim(replace(kiosk, claims=Claims(no_folder, kiosk.settings.kiosk.id)), KINDS)
