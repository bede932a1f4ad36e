"""The rows of what waits to be sent or printed, from the transaction that causes them to the one that settles them.

A claim is a transaction of its own, so that several at once never send the same message; what one that died was sending is
free at once (kiosk.storage.claims). Waits grow from 30 s to 6 h, for 14 days.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, insert, select

from kiosk.domain.message import MessageKind, MessageState, Trouble
from kiosk.domain.moment import Moment
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message, table_of

LEASE = timedelta(minutes=2)
"""How long another machine's claim is good; renewed while a print is followed."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=14)
MOST_TRIES = 70
"""The waits of so many tries are 15 days: where the clock cannot say how old a message is, they do."""
WAITING = (MessageState.QUEUED, MessageState.DEFERRED, MessageState.UNKNOWN)
OPEN = (*WAITING, MessageState.SENDING)

_INSERT = insert(table_of(Message))


def enqueue(  # noqa: PLR0913 - what a waiting message is, each named by the caller
    session: Session, kind: MessageKind, reference: str, moment: Moment, *, copy_number: int = 1, media: str = ""
) -> str:
    """Write a message that waits from `moment` on, and return its id."""
    return enqueue_all(session, [(kind, reference)], moment, copy_number=copy_number, media=media)[0]


def enqueue_all(
    session: Session, messages: list[tuple[MessageKind, str]], moment: Moment, *, copy_number: int = 1, media: str = ""
) -> list[str]:
    """Write several messages of kind and reference in one statement, and return their ids."""
    rows = [
        {
            "id": secrets.token_hex(16),
            "kind": kind,
            "reference": reference,
            "copy_number": copy_number,
            "state": MessageState.QUEUED,
            "tries": 0,
            "created_at": moment.at,
            "next_try_at": moment.at,
            "settled_at": None,
            "cause": "",
            "trouble": Trouble.NONE,
            "claim": "",
            "media": media,
            "job": "",
            "clock_trusted": moment.trusted,
        }
        for kind, reference in messages
    ]
    session.connection().execute(_INSERT, rows)
    return [str(row["id"]) for row in rows]


def newest(session: Session, kind: MessageKind, reference: str) -> Message | None:
    """Return the newest message of a kind about a reference."""
    query = select(Message).where(col(Message.reference) == reference, col(Message.kind) == kind)
    return session.exec(query.order_by(col(Message.created_at).desc(), col(Message.copy_number).desc()).limit(1)).one_or_none()


def claim(kiosk: Kiosk, kinds: Collection[MessageKind], *, most: int = 1) -> list[Message]:
    """Take up to `most` messages that are due, those that were tried least first: one that fails each time holds up none.

    Whoever takes one gives it up with `settle`.
    """
    with kiosk.database.reading() as session:  # most looks find nothing: they must not wait for the writing lock
        if not _due(kiosk, session, kinds, most):
            return []
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        taken = _due(kiosk, session, kinds, most)
        for each in taken:
            each.state, each.claim = MessageState.SENDING, kiosk.claims.take(each.id)
            each.next_try_at, each.tries = now + LEASE, each.tries + 1
        return taken


def settle(kiosk: Kiosk, message: Message, state: MessageState, trouble: Trouble = Trouble.NONE, cause: str = "") -> None:
    """Write down what became of a claimed message; nothing where it was withdrawn, or taken over, meanwhile."""
    moment = kiosk.clock.now()
    try:
        with kiosk.database.transaction() as session:
            row = session.get(Message, message.id)
            if row is None or row.claim != message.claim:
                return
            goes_again = state is MessageState.DEFERRED or (state is MessageState.UNKNOWN and row.kind == MessageKind.FILING_EMAIL)
            wait = next_wait(row, moment) if goes_again else None
            if state is MessageState.DEFERRED and wait is None:
                state = MessageState.FAILED
            row.state, row.trouble, row.cause = state, trouble, cause
            row.settled_at, row.claim = moment.at, ""
            row.job = "" if goes_again else row.job  # it is handed over anew
            row.next_try_at = moment.at + wait if wait else None
    finally:
        kiosk.claims.release(message.id)  # were it not written down, it is void, and tried again


def next_wait(message: Message, moment: Moment) -> timedelta | None:
    """Return how long until the next try, growing from 30 s to 6 h; None when 14 days of trying are over."""
    known = message.clock_trusted and moment.trusted
    if message.tries >= MOST_TRIES or (known and moment.at - message.created_at > GIVE_UP_AFTER):
        return None
    return min(FIRST_WAIT * (1 << min(max(message.tries - 1, 0), 20)), LONGEST_WAIT)


def waiting(session: Session) -> int:
    """Return how many messages still wait."""
    return session.exec(select(func.count()).where(col(Message.state).in_(OPEN), col(Message.next_try_at).is_not(None))).one()


def _due(kiosk: Kiosk, session: Session, kinds: Collection[MessageKind], most: int) -> list[Message]:
    now = kiosk.clock.now().at
    of_these = col(Message.kind).in_(kinds)
    went_back = col(Message.next_try_at) > now + LONGEST_WAIT  # no wait is as long: the clock did, and would keep it for years
    time_is_up = (col(Message.next_try_at) <= now) | went_back
    waits = select(Message).where(of_these, col(Message.state).in_(WAITING), time_is_up)
    due = list(session.exec(waits.order_by(col(Message.tries), col(Message.created_at)).limit(most)).all())
    for each in session.exec(select(Message).where(of_these, col(Message.state) == MessageState.SENDING)).all():
        if len(due) < most and _is_abandoned(kiosk, each, now):
            due.append(each)
    return due


def _is_abandoned(kiosk: Kiosk, message: Message, now: datetime) -> bool:
    void = kiosk.claims.is_void(message.claim, message.id) if message.claim else True
    return void if void is not None else message.next_try_at is None or message.next_try_at <= now
