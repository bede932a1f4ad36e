"""Prints, codes and receipts go out side by side: a code waits behind nothing, and what was not sent waits as before."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiosk.adapters import log
from kiosk.adapters.printing.folder import FolderPrinter
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import JobState, Media, MessageKind, MessageState, PrintJob
from kiosk.ports import MailDeferred
from kiosk.services.delivery import lanes, mailing, printing
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.filing import drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.delivery_lock import DeliveryLock
from tests.filing import EMAIL, StoppedClock, answer_all, begin, submit
from tests.outboxes import PATIENCE, Server, put_receipts, rows, wait_until


@pytest.fixture
def ends() -> Iterator[list[Lanes]]:
    """Give a list of lanes that are ended with the test."""
    started: list[Lanes] = []
    yield started
    for each in started:
        each.end(within=PATIENCE)


def in_another_process(kiosk: Kiosk) -> Kiosk:
    """Return the kiosk as another process on the same folder has it."""
    return replace(kiosk, delivery=DeliveryLock(kiosk.settings.data_dir / "claims"))


def ask_for_a_code(kiosk: Kiosk) -> str:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    verification.request_code(kiosk, draft.id)
    return draft.id


def is_code(message: EmailMessage) -> bool:
    return str(message["Subject"]).startswith("Verificar")


def test_a_code_is_sent_at_once_while_a_receipt_hangs(kiosk: Kiosk, ends: list[Lanes]) -> None:
    put_receipts(kiosk, 3)
    hangs, go_on = threading.Event(), threading.Event()

    def answer(message: EmailMessage) -> None:
        if not is_code(message):
            hangs.set()
            assert go_on.wait(PATIENCE)

    server = Server(answer)
    sending = replace(kiosk, mailer=server)
    ends.append(Lanes(sending))
    ends[0].start()
    assert hangs.wait(PATIENCE)
    draft = ask_for_a_code(sending)
    ends[0].wake()
    wait_until(lambda: verification.status(sending, draft).state is MessageState.ACCEPTED, "the code waits")
    assert [is_code(each) for each in server.taken] == [True]
    go_on.set()
    wait_until(lambda: len(server.taken) == 4, "the receipts wait")


def test_what_was_prepared_ahead_and_not_sent_waits_as_before(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 12)
    server = Server()
    assert mailing.deliver_receipts(replace(kiosk, mailer=server), lambda: len(server.taken) < 2) == 2
    left = [each for each in rows(kiosk, MessageKind.FILING_EMAIL) if each.state != MessageState.ACCEPTED]
    assert {(each.state, each.tries) for each in left} == {(MessageState.QUEUED, 0)}
    assert mailing.deliver_mail(kiosk) == 10


def test_a_sender_that_dies_frees_what_was_prepared_for_it(kiosk: Kiosk) -> None:
    put_receipts(kiosk, 6)

    def die(_message: EmailMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mailing.deliver_mail(replace(kiosk, mailer=Server(die)))
    left = sorted((each.state, each.tries) for each in rows(kiosk, MessageKind.FILING_EMAIL))
    assert left == [*[(MessageState.QUEUED, 0)] * 5, (MessageState.SENDING, 1)]
    assert mailing.deliver_mail(kiosk) == 6


def test_one_look_tries_each_message_once_however_long_it_takes(kiosk: Kiosk, clock: StoppedClock) -> None:
    put_receipts(kiosk, 3)
    due_by = clock.at
    tried: list[str] = []

    def slow(message: EmailMessage) -> None:
        tried.append(message["Message-ID"])
        clock.advance(seconds=60)
        raise MailDeferred("no contesta")

    assert mailing.deliver_receipts(replace(kiosk, mailer=Server(slow)), due_by=due_by) == 0
    assert len(tried) == len(set(tried)) == 3


class SlowPrinter(FolderPrinter):
    """A printer that is done when it was looked at some times."""

    looks = 5

    def look(self, job: str) -> PrintJob:
        """Be done at last."""
        self.looks -= 1
        return super().look(job) if self.looks == 0 else PrintJob(JobState.OPEN)


def test_a_print_that_is_under_way_is_looked_at_soon_again(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LOOK_AGAIN", 3600.0)
    monkeypatch.setattr(lanes, "LOOK_SOON", 0.01)
    submit(kiosk, answer_all(kiosk, email=None))
    ends.append(Lanes(replace(kiosk, printer=SlowPrinter(kiosk.settings.printer.folder, (Media.A4,)))))
    ends[0].start()
    wait_until(lambda: rows(kiosk)[0].state == MessageState.ACCEPTED, "the print was left alone")


def test_what_another_program_puts_into_the_outbox_is_found_without_being_woken(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LOOK_AGAIN", 3600.0)
    looked = threading.Event()
    deliver_prints = printing.deliver_prints

    def noted(kiosk: Kiosk) -> int:
        try:
            return deliver_prints(kiosk)
        finally:
            looked.set()

    monkeypatch.setattr(printing, "deliver_prints", noted)
    ends.append(Lanes(kiosk))
    ends[0].start()
    assert looked.wait(PATIENCE)
    submit(kiosk, answer_all(kiosk, email=None))
    in_another_process(kiosk).delivery.ring()
    wait_until(lambda: rows(kiosk)[0].state == MessageState.ACCEPTED, "the print was not found")


def test_one_process_delivers_and_the_next_takes_over_when_it_ends(kiosk: Kiosk, ends: list[Lanes]) -> None:
    told = queue.Queue[str]()
    ends += [Lanes(kiosk), Lanes(in_another_process(kiosk), tell=told.put)]
    ends[0].start()
    wait_until(lambda: kiosk.delivery.is_held, "nobody delivers")
    ends[1].start()
    assert "Otro programa" in told.get(timeout=PATIENCE)
    ends[0].end(within=PATIENCE)
    submit(kiosk, answer_all(kiosk))
    ends[1].wake()
    wait_until(lambda: {each.state for each in rows(kiosk)} == {MessageState.ACCEPTED}, "nobody took over")


def test_what_is_asked_for_where_another_delivers_wakes_that_one(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LOOK_AGAIN", 3600.0)
    ends += [Lanes(kiosk), Lanes(in_another_process(kiosk))]
    ends[0].start()
    wait_until(lambda: kiosk.delivery.is_held, "nobody delivers")
    ends[1].start()
    submit(kiosk, answer_all(kiosk))
    ends[1].wake()
    wait_until(lambda: {each.state for each in rows(kiosk)} == {MessageState.ACCEPTED}, "it was not woken")


def test_once_beside_another_has_that_one_deliver_and_says_so(kiosk: Kiosk, ends: list[Lanes]) -> None:
    other, told = in_another_process(kiosk), list[str]()
    ends.append(Lanes(other))
    ends[0].start()
    wait_until(lambda: other.delivery.is_held, "nobody delivers")
    submit(kiosk, answer_all(kiosk))
    due = outbox.due(kiosk)
    assert lanes.deliver_once(kiosk, lambda: True, told.append) == []
    assert [each.startswith("Otro programa") for each in told] == [True]
    assert outbox.counts(kiosk, due) == {"sent": 1, "printed": 1, "deferred": 0, "failed": 0, "unknown": 0}


def test_once_follows_a_print_until_it_is_done(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LOOK_SOON", 0.01)
    submit(kiosk, answer_all(kiosk))
    assert lanes.deliver_once(replace(kiosk, printer=SlowPrinter(kiosk.settings.printer.folder, (Media.A4,))), lambda: True) == []
    assert {each.state for each in rows(kiosk)} == {MessageState.ACCEPTED}


def test_what_keeps_a_lane_from_working_is_told_once_and_the_others_go_on(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, told = queue.Queue[None](), queue.Queue[str]()

    def broken(_kiosk: Kiosk) -> int:
        looks.put(None)
        raise KioskError("La impresora no está.")

    monkeypatch.setattr(printing, "deliver_prints", broken)
    submit(kiosk, answer_all(kiosk))
    ends.append(Lanes(kiosk, tell=told.put))
    ends[0].start()
    for _look in range(3):
        looks.get(timeout=PATIENCE)
        ends[0].wake()
    wait_until(lambda: rows(kiosk, MessageKind.FILING_EMAIL)[0].state == MessageState.ACCEPTED, "the mail waits for the printer")
    assert [told.get(timeout=PATIENCE), told.empty()] == ["La impresora no está.", True]


def test_an_error_that_nobody_has_foreseen_is_told_by_its_name_alone(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = queue.Queue[str]()

    def broken(_kiosk: Kiosk) -> int:
        raise ValueError(EMAIL)

    monkeypatch.setattr(printing, "deliver_prints", broken)
    ends.append(Lanes(kiosk, tell=told.put))
    ends[0].start()
    sentence = told.get(timeout=PATIENCE)
    assert "ValueError" in sentence
    assert EMAIL not in sentence


def test_a_lane_goes_on_though_its_fault_can_be_neither_logged_nor_told(
    kiosk: Kiosk, ends: list[Lanes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_paths", [Path("/dev/full")])
    looks = queue.Queue[None]()

    def broken(_kiosk: Kiosk) -> int:
        looks.put(None)
        raise ValueError

    def unheard(_sentence: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(printing, "deliver_prints", broken)
    ends.append(Lanes(kiosk, tell=unheard))
    ends[0].start()
    for _look in range(3):
        looks.get(timeout=PATIENCE)
        ends[0].wake()
    ends[0].end(within=PATIENCE)


def test_a_poisoned_print_ends_as_failed_though_the_log_cannot_be_written(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_paths", [Path("/dev/full")])

    def broken(*_words: object) -> bytes:
        raise ValueError

    monkeypatch.setattr("kiosk.services.delivery.rendering.printed", broken)
    submit(kiosk, answer_all(kiosk))
    printing.deliver_prints(kiosk)
    assert {each.state for each in rows(kiosk, MessageKind.RECEIPT_PRINT)} == {MessageState.FAILED}
