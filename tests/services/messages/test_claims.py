"""Who is at a message, a draft or a print is known by whether its process lives: no clock sends one twice, or stops one."""

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import mailing
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.claims import Claims
from kiosk.storage.delivery_lock import DeliveryLock
from tests.filing import StoppedClock
from tests.outboxes import mails, program, put_receipts, row

KINDS = (MessageKind.FILING_EMAIL,)
HOLDING = """
from kiosk.domain.machine.message import MessageKind
from kiosk.services.messages import outbox
kiosk.delivery.take()
print(len(outbox.claim(kiosk, (MessageKind.FILING_EMAIL,), 1)), flush=True)
input()
"""


@contextlib.contextmanager
def held_by_another_process(kiosk: Kiosk) -> Iterator[int]:
    """Let another process deliver, and take a message; gives its process id."""
    other = program(kiosk.settings.data_dir, HOLDING)
    assert other.stdout is not None
    assert other.stdout.readline() == "1\n"
    try:
        yield other.pid
    finally:
        other.kill()
        other.communicate()


@pytest.mark.parametrize("days", [0, 2000, -2000])
def test_what_another_process_sends_is_left_to_it_and_is_free_at_once_when_it_is_killed(
    kiosk: Kiosk, clock: StoppedClock, days: int
) -> None:
    put_receipts(kiosk, 1)
    with held_by_another_process(kiosk) as process:
        clock.advance(days=days)
        assert not kiosk.delivery.take()
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        assert kiosk.delivery.take()
        assert mailing.deliver_mail(kiosk) == 1
    assert len(mails(kiosk.settings.mail.maildir)) == 1


def test_a_lock_that_is_released_or_whose_kiosk_is_gone_is_the_next_ones(kiosk: Kiosk) -> None:
    first, second, third = (DeliveryLock(kiosk.settings.data_dir / "claims") for _each in range(3))
    assert (first.take(), first.take(), second.take()) == (True, True, False)
    first.release()
    assert (second.take(), first.take()) == (True, False)
    del second
    assert third.take()


def test_a_settlement_of_before_changes_nothing_once_a_message_is_tried_again(kiosk: Kiosk) -> None:
    (message,) = put_receipts(kiosk, 1)
    (left,) = outbox.claim(kiosk, KINDS)
    (again,) = outbox.claim(kiosk, KINDS)
    assert left.id == again.id == message
    outbox.settle(kiosk, left, MessageState.FAILED)
    outbox.settle(kiosk, again, MessageState.ACCEPTED)
    assert row(kiosk, message).state == MessageState.ACCEPTED


def test_claims_end_with_whoever_made_them_even_in_the_same_process(tmp_path: Path) -> None:
    first, second = Claims(tmp_path / "claims", "0417"), Claims(tmp_path / "claims", "0417")
    name = first.own()
    assert second.is_void(name) is False
    del first
    assert second.is_void(name) is True


def test_two_who_look_at_once_both_see_that_a_process_is_dead(tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    claims = Claims(folder, "0417")
    claims.own()
    (folder / "0417-dead").touch()
    with (folder / "0417-dead").open() as looked_at:
        fcntl.flock(looked_at, fcntl.LOCK_SH)
        assert claims.is_void("0417-dead") is True


def test_a_claim_that_was_not_written_is_not_held(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = put_receipts(kiosk, 1)
    with monkeypatch.context() as trouble:
        trouble.setattr(outbox, "set_committed_value", None)  # whatever goes wrong in the middle of it
        with pytest.raises(TypeError):
            outbox.claim(kiosk, KINDS)
    assert (row(kiosk, message).state, row(kiosk, message).tries) == (MessageState.QUEUED, 0)
    assert mailing.deliver_mail(kiosk) == 1


def test_the_files_of_visits_that_are_over_go(kiosk: Kiosk) -> None:
    folder = kiosk.settings.data_dir / "claims"
    before, begun = Claims(folder, kiosk.settings.kiosk.id), Claims(folder, kiosk.settings.kiosk.id)
    kiosk.claims.own(), before.own()
    before.end()
    assert begun.own()
    assert {each.name for each in folder.glob("0417-*")} == {kiosk.claims.own(), begun.own()}


def test_a_folder_that_takes_no_lock_is_said_in_a_sentence(kiosk: Kiosk) -> None:
    no_folder = kiosk.settings.data_dir / "claims-of-another-start"
    no_folder.touch()
    with pytest.raises(OutOfService, match="permiso"):
        DeliveryLock(no_folder).take()
