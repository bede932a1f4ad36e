"""What came back turns "accepted" into "failed", once, and leaves everything else in the mailbox as it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.adapters.mail.mailbox import MOST_LETTERS, MaildirMailbox
from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.ports import MailboxFailed
from kiosk.services.cases import records
from kiosk.services.delivery import bounces, mailing
from kiosk.services.filing import drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Event, Message
from tests.bounces import nested, plain, report
from tests.filing import EMAIL, StoppedClock, answer_all, begin, number_of, open_kiosk, submit


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock) -> Kiosk:
    variables = {"KIOSK_BOUNCES__KIND": "maildir", "KIOSK_MAIL__SENDER": "kiosco@ejemplo.test"}
    for part in ("tmp", "new", "cur"):
        (tmp_path / "data" / "bounces" / part).mkdir(parents=True)
    return open_kiosk(tmp_path / "data", clock, **variables)


def come_back(kiosk: Kiosk, *mails: bytes) -> None:
    for number, each in enumerate(mails):
        (kiosk.settings.bounces.maildir / "new" / f"{number:03}.tests").write_bytes(each)


def left(kiosk: Kiosk, part: str = "cur") -> int:
    return len(list((kiosk.settings.bounces.maildir / part).iterdir()))


def mail_of(kiosk: Kiosk, kind: MessageKind = MessageKind.FILING_EMAIL) -> Message:
    with kiosk.database.reading() as session:
        return session.exec(select(Message).where(col(Message.kind) == kind)).one()


def events_of(kiosk: Kiosk) -> list[tuple[str | None, str]]:
    with kiosk.database.reading() as session:
        found = session.exec(select(Event).where(col(Event.name) == "mail_bounced")).all()
        return [(each.filing, each.detail) for each in found]


def test_a_receipts_mail_that_came_back_is_a_task_for_staff(kiosk: Kiosk, clock: StoppedClock) -> None:
    filed = submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    row = mail_of(kiosk)
    assert row.state == MessageState.ACCEPTED
    come_back(kiosk, report(row.id, status="5.0.0"))
    clock.advance(hours=1)
    assert bounces.collect(kiosk) == 1
    row = mail_of(kiosk)
    assert (row.state, row.trouble, row.settled_at, row.next_try_at) == (MessageState.FAILED, Trouble.ADDRESS, clock.at, None)
    assert row.cause == "el correo volvió: esa dirección no existe o ya no recibe correo (550 5.1.1)"
    assert events_of(kiosk) == [(filed.id, "5.1.1")]
    assert (left(kiosk), left(kiosk, "new")) == (0, 0)
    shown = next(each for each in records.one(kiosk, number_of(filed))["deliveries"] if each["kind"] == "filing_email")
    assert (shown["state"], shown["trouble"], shown["next_try_at"]) == ("failed", "address", None)
    assert shown["at"] == kiosk.local(clock.at).isoformat()


def test_a_code_that_came_back_belongs_to_its_filing(kiosk: Kiosk) -> None:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    verification.request_code(kiosk, draft.id)
    mailing.deliver_codes(kiosk)
    come_back(kiosk, plain(mail_of(kiosk, MessageKind.EMAIL_CODE).id))
    assert bounces.collect(kiosk) == 1
    status = verification.status(kiosk, draft.id)
    assert (status.state, status.trouble) == (MessageState.FAILED, Trouble.ADDRESS)
    assert events_of(kiosk) == [(draft.id, "5.1.1")]


def test_a_full_mailbox_is_not_the_addresss_fault(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    come_back(kiosk, report(mail_of(kiosk).id, status="5.2.2", diagnosis="smtp; 552 5.2.2 full"))
    assert bounces.collect(kiosk) == 1
    assert (mail_of(kiosk).state, mail_of(kiosk).trouble) == (MessageState.FAILED, Trouble.OTHER)


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_what_tells_of_no_failure_changes_nothing_and_goes(kiosk: Kiosk, action: str) -> None:
    submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    come_back(kiosk, report(mail_of(kiosk).id, action=action, status="4.4.1"))
    assert bounces.collect(kiosk) == 0
    assert mail_of(kiosk).state == MessageState.ACCEPTED
    assert (events_of(kiosk), left(kiosk)) == ([], 0)


def test_the_same_bounce_twice_counts_once(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    come_back(kiosk, report(mail_of(kiosk).id), plain(mail_of(kiosk).id))
    assert bounces.collect(kiosk) == 1
    assert (len(events_of(kiosk)), left(kiosk)) == (1, 0)


def test_a_message_that_is_being_sent_again_when_it_comes_back_stays_failed(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    (claimed,) = outbox.claim(kiosk, mailing.RECEIPTS)
    come_back(kiosk, report(claimed.id))
    assert bounces.collect(kiosk) == 1
    outbox.settle(kiosk, claimed, MessageState.ACCEPTED)
    assert mail_of(kiosk).state == MessageState.FAILED
    assert mailing.deliver_mail(kiosk) == 0


def test_what_is_no_bounce_or_of_another_kiosk_is_left_and_a_print_is_no_mail(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    paper = mail_of(kiosk, MessageKind.RECEIPT_PRINT)
    come_back(kiosk, b"From: a@otro.test\r\n\r\nhola\r\n", report("f" * 32), nested(5000), report(paper.id))
    assert bounces.collect(kiosk) == 0
    assert left(kiosk) == 4
    assert mail_of(kiosk, MessageKind.RECEIPT_PRINT).state == paper.state
    assert bounces.collect(kiosk) == 0


def test_more_than_one_look_takes_are_taken_by_the_next(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    mailing.deliver_mail(kiosk)
    come_back(kiosk, *[b"Subject: no\r\n\r\n"] * MOST_LETTERS, report(mail_of(kiosk).id))
    assert bounces.collect(kiosk) == 0
    assert bounces.collect(kiosk) == 1


def test_a_look_that_is_told_to_end_ends_after_the_mail_it_is_at(kiosk: Kiosk) -> None:
    come_back(kiosk, *[b"Subject: no\r\n\r\n"] * 3)
    assert bounces.collect(kiosk, lambda: False) == 0
    assert (left(kiosk), left(kiosk, "new")) == (1, 2)


def test_a_kiosk_without_a_mailbox_has_nothing_to_collect_and_one_whose_mailbox_is_gone_says_so(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    assert bounces.collect(replace(kiosk, mailbox=None)) == 0
    with pytest.raises(MailboxFailed, match="No se puede usar el buzón"):
        bounces.collect(replace(kiosk, mailbox=MaildirMailbox(tmp_path / "gone")))
