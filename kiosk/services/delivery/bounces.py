"""Mail that comes back: what the server had accepted turns out to have failed, and the row says so, as a task for staff.

A forged bounce can only come from somebody who has the mail itself: it has to name the row's id, 128 random bits that stand
nowhere but in the mail's Message-ID. Who has the mail could as well say that it never came.
"""

import time
from collections.abc import Callable

from sqlmodel import Session

from kiosk.domain.actor import MACHINE
from kiosk.domain.machine.bounce import Bounce, ReportedAction
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.inspection.judged.bounces import BounceReader
from kiosk.services.followup import notification
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import letters
from kiosk.storage.tables import Correction, Fact, Message, Verification

LOOK_EVERY = 300.0
"""Seconds from one look into the mailbox to the next."""
_LONGEST_LOOK = 60.0
"""Seconds; what is left is for the next one."""
_READ_TO = "bounces_read_to"
_SETTLED = {MessageState.FAILED, MessageState.WITHDRAWN}


def collect(kiosk: Kiosk, go_on: Callable[[], bool] = lambda: True) -> int:
    """Read the mailbox on from where the last look ended; return how many messages turned out to have failed.

    A report on a message of this kiosk is removed, whatever it says; every other mail is left, and not read again.
    Raises MailboxFailed, OutOfService, OSError.
    """
    if kiosk.mailbox is None:
        return 0
    mailbox, failed, until = kiosk.mailbox, 0, time.monotonic() + _LONGEST_LOOK
    reader = BounceReader(letters.message_id(kiosk.settings, "").strip("<@>"))
    before = _remembered(kiosk)
    try:
        for name, content in mailbox.letters(before):
            bounce = reader.read(content)
            outcome = _settle(kiosk, bounce) if bounce else None
            if outcome is None:
                mailbox.leave(name)
            else:
                mailbox.remove(name)
                failed += outcome
            if time.monotonic() > until or not go_on():
                break
    finally:
        reader.close()
        mailbox.hang_up()
        if mailbox.read_to != before:
            _remember(kiosk, mailbox.read_to)
    return failed


def _settle(kiosk: Kiosk, bounce: Bounce) -> bool | None:
    """Tell whether a message failed by it, which is written down; None where there is no such message here."""
    if failed := _fail(kiosk, bounce):
        notification.note_mail(kiosk, bounce.message)
    return failed


def _fail(kiosk: Kiosk, bounce: Bounce) -> bool | None:
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = session.get(Message, bounce.message)
        if row is None or MessageKind(row.kind).is_print:
            return None
        if bounce.outcome is not ReportedAction.FAILED or row.state in _SETTLED:
            return False
        row.state, row.settled_at = MessageState.FAILED, now
        row.trouble, row.cause = bounce.verdict()
        row.next_try_at = None  # were it being sent once more, that changes nothing now
        events.record(
            kiosk.acting_as(MACHINE),
            session,
            "mail_bounced",
            _filing(session, row),
            detail=bounce.status or str(bounce.reply or ""),
        )
    return True


def _filing(session: Session, row: Message) -> str | None:
    match MessageKind(row.kind):
        case MessageKind.EMAIL_CODE:
            verification = session.get(Verification, row.reference)
            return verification.filing if verification else None
        case MessageKind.CORRECTION_EMAIL:
            correction = session.get(Correction, row.reference)
            return correction.case_id if correction else None
        case MessageKind.TROUBLE_EMAIL:
            return None
        case _:
            return row.reference


def _remembered(kiosk: Kiosk) -> str:
    with kiosk.database.reading() as session:
        fact = session.get(Fact, kiosk.database.own(_READ_TO))
        return fact.value if fact else ""


def _remember(kiosk: Kiosk, read_to: str) -> None:
    with kiosk.database.transaction() as session:
        session.merge(Fact(name=kiosk.database.own(_READ_TO), value=read_to))
