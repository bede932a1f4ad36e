"""What waits is written down truly: what fails, dies or is strange holds up nothing, and nothing is sent that was not written."""

import threading
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.ports import MailDeferred, MailUnknown
from kiosk.services.delivery import mailing
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage import database
from tests.filing import StoppedClock, open_kiosk
from tests.outboxes import PATIENCE, Server, change, mails, program, put_receipts, row, rows

KINDS = (MessageKind.FILING_EMAIL,)
KILLED_BY_ONE = """
import os
from kiosk.services.delivery import mailing, rendering
real = rendering.mailed
def mailed(kiosk, message):
    if message.id == POISON:
        os._exit(9)
    return real(kiosk, message)
"""


def test_what_was_sent_and_cannot_be_written_down_is_not_sent_again_but_written_down_first(
    tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    kiosk = open_kiosk(tmp_path / "data", clock)
    writing, go_on = threading.Event(), threading.Event()

    def write_for_long() -> None:
        with kiosk.database.transaction():
            writing.set()
            assert go_on.wait(PATIENCE)

    thread = threading.Thread(target=write_for_long)

    def answer(_message: object) -> None:
        if not writing.is_set():
            thread.start()
            assert writing.wait(PATIENCE)

    put_receipts(kiosk, 3)
    server = Server(answer)
    sending = replace(kiosk, mailer=server)
    for _look in range(3):
        with pytest.raises(OutOfService):
            mailing.deliver_mail(sending)
    assert len(server.taken) == 1
    go_on.set()
    thread.join(PATIENCE)
    sent_at = clock.at
    clock.advance(seconds=10)
    assert mailing.deliver_mail(sending) == 2
    assert len({each["Message-ID"] for each in server.taken}) == len(server.taken) == 3
    assert {each.state for each in rows(kiosk, *KINDS)} == {MessageState.ACCEPTED}
    assert sent_at in {each.settled_at for each in rows(kiosk, *KINDS)}, "the time is that of the server's word"


def test_what_is_given_back_waits_as_it_did_before(kiosk: Kiosk, clock: StoppedClock) -> None:
    unknown, new = put_receipts(kiosk, 2)
    before = {"state": MessageState.UNKNOWN, "tries": 3, "trouble": Trouble.CUT, "cause": "se cortó"}
    change(kiosk, unknown, **before, next_try_at=clock.at)
    for each in outbox.claim(kiosk, KINDS, 2):
        assert row(kiosk, each.id).state == MessageState.SENDING
        outbox.give_back(kiosk, each)
    assert before.items() <= row(kiosk, unknown).model_dump().items()
    assert (row(kiosk, new).state, row(kiosk, new).tries) == (MessageState.QUEUED, 0)
    assert mailing.deliver_mail(kiosk) == 2


def test_what_was_left_in_the_middle_comes_last_and_alone(kiosk: Kiosk) -> None:
    first, second, *others = put_receipts(kiosk, 5)
    for each in (first, second):
        change(kiosk, each, state=MessageState.SENDING, tries=2 if each == first else 1)
    taken = outbox.claim(kiosk, KINDS, 9)
    assert {each.id for each in taken} == set(others)
    assert outbox.claim(kiosk, KINDS, 9) == []
    for message in taken:
        outbox.settle(kiosk, message, MessageState.ACCEPTED)
    order = []
    while found := outbox.claim(kiosk, KINDS):
        order += [each.id for each in found]
        outbox.settle(kiosk, found[0], MessageState.ACCEPTED)
    assert order == [second, first]


def test_what_ends_the_program_each_time_holds_up_none_and_waits_longer_and_longer(kiosk: Kiosk) -> None:
    poison, *others = put_receipts(kiosk, 6)
    ended = f"POISON = {poison!r}\n{KILLED_BY_ONE}rendering.mailed = mailed\nmailing.deliver_mail(kiosk)\n"
    status, times = 9, 0
    while status == 9:
        times += 1
        assert times < 30, "it goes on for ever"
        with program(kiosk.settings.data_dir, ended) as process:
            process.communicate("")
        status = process.returncode
    assert status == 0
    sent = [each["Message-ID"] for each in mails(kiosk.settings.mail.maildir)]
    assert len(set(sent)) == len(others)
    assert len(sent) <= len(others) + 1, "only what was being sent at the first end may come twice"
    left = row(kiosk, poison)
    assert (left.state, left.trouble, left.tries) == (MessageState.DEFERRED, Trouble.DEFECT, outbox.MOST_ENDS)
    assert left.next_try_at is not None
    assert left.settled_at is not None
    assert left.next_try_at - left.settled_at == outbox.FIRST_WAIT * 16


def test_a_kind_that_this_version_does_not_know_is_left_alone(kiosk: Kiosk) -> None:
    strange, *others = put_receipts(kiosk, 3)
    change(kiosk, strange, kind="telegram")
    assert mailing.deliver_due(kiosk) == len(others) + 1
    assert row(kiosk, strange).state == MessageState.QUEUED


def test_what_was_written_in_the_future_is_sent_and_is_not_given_up_early(kiosk: Kiosk, clock: StoppedClock) -> None:
    (message,) = put_receipts(kiosk, 1)
    ahead = clock.at + timedelta(days=2000)
    change(kiosk, message, created_at=ahead, next_try_at=ahead)

    def away(_message: object) -> None:
        raise MailDeferred("no contesta")

    assert mailing.deliver_mail(replace(kiosk, mailer=Server(away))) == 0
    assert row(kiosk, message).state == MessageState.DEFERRED
    clock.advance(seconds=30)
    assert mailing.deliver_mail(kiosk) == 1


def test_a_receipt_of_unknown_fate_goes_again_under_the_same_message_id_until_it_is_known(
    kiosk: Kiosk, clock: StoppedClock
) -> None:
    (message,) = put_receipts(kiosk, 1)
    tried: list[EmailMessage] = []

    def cut(mail: EmailMessage) -> None:
        tried.append(mail)
        raise MailUnknown("se cortó", Trouble.CUT)

    server = Server(cut)
    sending = replace(kiosk, mailer=server)
    for _time in range(3):
        assert mailing.deliver_mail(sending) == 0
        left = row(kiosk, message)
        assert (left.state, left.trouble) == (MessageState.UNKNOWN, Trouble.CUT)
        assert left.next_try_at is not None
        clock.at = left.next_try_at
    server.answer = lambda _message: None
    assert mailing.deliver_mail(sending) == 1
    ids = {each["Message-ID"] for each in (*tried, *server.taken)}
    assert len(ids) == 1
    assert row(kiosk, message).state == MessageState.ACCEPTED


def test_what_nobody_could_send_for_so_many_tries_is_given_up_whatever_the_clock_says(kiosk: Kiosk, clock: StoppedClock) -> None:
    (message,) = put_receipts(kiosk, 1)
    change(kiosk, message, tries=outbox.MOST_TRIES - 1, clock_trusted=False)
    clock.advance(days=-2000)

    def away(_message: object) -> None:
        raise MailDeferred("no contesta", Trouble.BUSY)

    assert mailing.deliver_mail(replace(kiosk, mailer=Server(away))) == 0
    assert (row(kiosk, message).state, row(kiosk, message).trouble) == (MessageState.FAILED, Trouble.BUSY)
