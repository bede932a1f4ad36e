"""What waits goes out once, tells the truth, and one that is poisoned holds up nobody."""

import email
import email.policy
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.errors import OutOfService
from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from kiosk.services.cases import receipts
from kiosk.services.delivery import lanes, mailing, printing, rendering
from kiosk.services.filing import drafts, slips, verification
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import DatabaseBusy, DatabaseFull
from kiosk.storage.delivery_lock import DeliveryLock
from kiosk.storage.tables import Message
from tests.filing import EMAIL, StoppedClock, answer_all, begin, number_of, open_kiosk, submit
from tests.outboxes import Server


def refusing(error: Exception) -> Callable[[EmailMessage], None]:
    def answer(_message: EmailMessage) -> None:
        raise error

    return answer


def messages(kiosk: Kiosk, kind: MessageKind) -> list[Message]:
    with kiosk.database.reading() as session:
        return list(session.exec(select(Message).where(col(Message.kind) == kind)).all())


def mails(folder: Path) -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in (folder / "new").iterdir()]
    return [each for each in found if isinstance(each, EmailMessage)]


def test_a_filing_sends_its_mail_and_prints_its_receipt_once(kiosk: Kiosk) -> None:
    sent = submit(kiosk, answer_all(kiosk))
    assert mailing.deliver_due(kiosk) == 2
    assert mailing.deliver_due(kiosk) == 0
    assert len(list(kiosk.settings.printer.folder.glob("*.pdf"))) == 1
    (mail,) = mails(kiosk.settings.mail.maildir)
    assert number_of(sent) in mail["Subject"]
    assert receipts.print_status(kiosk, number_of(sent)).state is MessageState.ACCEPTED


def test_nothing_readable_waits_in_the_rows(kiosk: Kiosk) -> None:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    verification.request_code(kiosk, draft.id)
    (row,) = messages(kiosk, MessageKind.EMAIL_CODE)
    assert EMAIL not in repr(row.model_dump())


def test_a_server_that_is_away_is_tried_again_with_growing_waits_under_the_same_message_id(
    kiosk: Kiosk, clock: StoppedClock
) -> None:
    server = Server(refusing(MailDeferred("no contesta")))
    away = replace(kiosk, mailer=server)
    submit(away, answer_all(away))
    waits = []
    for _try in range(12):
        assert mailing.deliver_mail(away) == 0
        (row,) = messages(away, MessageKind.FILING_EMAIL)
        assert (row.state, row.cause) == (MessageState.DEFERRED, "no contesta")
        assert row.next_try_at is not None
        waits.append((row.next_try_at - clock.at).total_seconds())
        assert mailing.deliver_mail(away) == 0, "not before its time"
        clock.at = row.next_try_at
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == 6 * 3600
    server.answer = lambda _message: None
    assert mailing.deliver_mail(away) == 1
    assert server.taken[0]["Message-ID"].startswith(f"<{row.id}@")


def test_after_fourteen_days_it_is_a_task_for_staff(kiosk: Kiosk, clock: StoppedClock) -> None:
    away = replace(kiosk, mailer=Server(refusing(MailDeferred("no contesta"))))
    submit(away, answer_all(away))
    clock.advance(days=14, seconds=1)
    mailing.deliver_mail(away)
    assert messages(away, MessageKind.FILING_EMAIL)[0].state == MessageState.FAILED


@pytest.mark.parametrize(
    ("error", "code_state", "receipt_state"),
    [
        (MailRefused("no existe"), MessageState.FAILED, MessageState.FAILED),
        (MailUnknown("se cortó"), MessageState.UNKNOWN, MessageState.UNKNOWN),
        (RuntimeError("poison"), MessageState.FAILED, MessageState.FAILED),
    ],
)
def test_each_answer_of_the_server_has_its_state(
    kiosk: Kiosk, error: Exception, code_state: MessageState, receipt_state: MessageState
) -> None:
    other = replace(kiosk, mailer=Server(refusing(error)))
    draft = answer_all(other)
    verification.request_code(other, draft.id)
    mailing.deliver_mail(other)
    submit(other, draft)
    mailing.deliver_mail(other)
    assert messages(other, MessageKind.EMAIL_CODE)[0].state == code_state
    assert messages(other, MessageKind.FILING_EMAIL)[0].state == receipt_state
    assert "poison" not in repr([each.model_dump() for each in messages(other, MessageKind.FILING_EMAIL)])


def test_one_poisoned_message_does_not_hold_up_the_rest(kiosk: Kiosk, clock: StoppedClock) -> None:
    first = submit(kiosk, answer_all(kiosk))
    clock.advance(seconds=1)
    second = submit(kiosk, answer_all(kiosk))

    def answer(message: EmailMessage) -> None:
        if number_of(first) in message["Subject"]:
            raise RuntimeError

    server = Server(answer)
    assert mailing.deliver_mail(replace(kiosk, mailer=server)) == 1
    assert [number_of(second) in each["Subject"] for each in server.taken] == [True]


def test_a_message_that_is_being_sent_is_not_taken_by_another_whatever_the_clock_says(kiosk: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    inside, go_on = threading.Event(), threading.Event()

    def slow(_message: EmailMessage) -> None:
        inside.set()
        assert go_on.wait(20)

    server, other = Server(slow), Server()
    busy = replace(kiosk, mailer=server)
    thread = threading.Thread(target=lanes.deliver_once, args=(busy, lambda: True))
    thread.start()
    assert inside.wait(20)
    clock.advance(days=400)
    beside = replace(kiosk, mailer=other, delivery=DeliveryLock(kiosk.settings.data_dir / "claims"))
    assert lanes.deliver_once(beside, lambda: False) == []
    go_on.set()
    thread.join(20)
    assert (len(server.taken), len(other.taken)) == (1, 0)


def test_what_a_sender_leaves_in_the_middle_is_taken_by_the_next_at_once(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))

    def die(_message: EmailMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mailing.deliver_mail(replace(kiosk, mailer=Server(die)))
    assert mailing.deliver_mail(kiosk) == 1


def test_the_printing_does_not_wait_for_a_mail_server_that_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        variables = {"KIOSK_MAIL__KIND": "smtp", "KIOSK_MAIL__HOST": "127.0.0.1", "KIOSK_MAIL__PORT": port}
        kiosk = open_kiosk(tmp_path, StoppedClock(), **variables, KIOSK_MAIL__SECURITY="none", KIOSK_MAIL__TIMEOUT="1")
        submit(kiosk, answer_all(kiosk))
        mail = threading.Thread(target=mailing.deliver_mail, args=(kiosk,))
        mail.start()
        assert printing.deliver_prints(kiosk) == 1
        mail.join(20)
        assert messages(kiosk, MessageKind.FILING_EMAIL)[0].state == MessageState.DEFERRED


def test_a_slip_is_printed_and_says_nothing_about_the_person(kiosk: Kiosk) -> None:
    import pypdf

    draft = begin(kiosk)
    assert slips.print_slip(kiosk, draft.id)
    assert printing.deliver_prints(kiosk) == 1
    (page,) = kiosk.settings.printer.folder.glob("*.pdf")
    text = pypdf.PdfReader(page).pages[0].extract_text()
    assert f"{draft.code[:4]}-{draft.code[4:]}" in text
    assert "9900" not in text
    assert "María" not in text


def test_a_code_that_is_past_its_time_is_not_sent_late(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    verification.request_code(kiosk, draft.id)
    clock.advance(hours=25)
    assert mailing.deliver_mail(kiosk) == 0
    assert messages(kiosk, MessageKind.EMAIL_CODE)[0].state == MessageState.FAILED


@pytest.mark.parametrize("error", [DatabaseBusy("ocupado"), DatabaseFull("lleno"), OutOfService("no se puede abrir")])
def test_trouble_of_the_kiosk_itself_does_not_give_a_message_up(
    kiosk: Kiosk, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object) -> bytes:
        raise error

    submit(kiosk, answer_all(kiosk))
    with monkeypatch.context() as trouble:
        trouble.setattr(rendering, "printed", broken)
        assert printing.deliver_prints(kiosk) == 0
    assert messages(kiosk, MessageKind.RECEIPT_PRINT)[0].state == MessageState.DEFERRED


def test_a_clock_that_goes_back_for_years_keeps_no_message_waiting_as_long(kiosk: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    clock.advance(days=-2000)
    assert printing.deliver_prints(kiosk) == 1
    assert printing.deliver_prints(kiosk) == 0
