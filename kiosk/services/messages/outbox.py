"""The rows of what waits to be sent or printed, from the transaction that causes them to the one that settles them.

One process delivers (kiosk.storage.delivery_lock), and one worker of it each kind: what it finds being sent was left in the middle,
by one that died. Waits grow from 30 s to 6 h, for 14 days. What was sent and cannot be written down now is written down before
anything else is taken: it would be sent over and over while the disk is full.
"""

import contextlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, true
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, delete, func, insert, not_, select, update

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message, table_of

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=14)
MOST_ENDS = 5
"""So many tries, and the last one left in the middle: it may be what ends the program each time, and waits like any other."""
MOST_TRIES = 70
"""The waits of so many tries are 15 days: where the clock cannot say how old a message is, they do."""
UNSEEN = "?"
"""Stands for a print's job that the printing system may have, and that nobody could write down: it is to be found by its name."""
WAITING = (MessageState.QUEUED, MessageState.DEFERRED, MessageState.UNKNOWN)
OPEN = (*WAITING, MessageState.SENDING)

_message = table_of(Message)
_INSERT = insert(_message)
_IS_OPEN = (_message.c.kind.in_(bindparam("kinds", expanding=True)), _message.c.state.in_(OPEN))
_ANY_OPEN = select(_message.c.id).where(*_IS_OPEN).limit(1)
_EVERYTHING = true()
_SETTLE = update(_message).where(
    _message.c.id == bindparam("this"), _message.c.state == MessageState.SENDING, _message.c.tries == bindparam("held")
)


def enqueue(  # noqa: PLR0913 - what a waiting message is, each named by the caller
    kiosk: Kiosk, session: Session, kind: MessageKind, reference: str, moment: Moment, *, media: str = ""
) -> str:
    """Write a message that waits from `moment` on, and return its id."""
    return enqueue_all(kiosk, session, [(kind, reference)], moment, media=media)[0]


def enqueue_all(
    kiosk: Kiosk, session: Session, messages: list[tuple[MessageKind, str]], moment: Moment, *, media: str = ""
) -> list[str]:
    """Write several messages of kind and reference in one statement, and return their ids.

    Prints are numbered, for the newest is told by that and not by a clock, which may be set back; and they bear the visit in which
    they were asked for: while that lives, they are its own. Where other kiosks are at the same database, mails do, too.
    Once the visit has ended, nobody waits for a print any more: it is withdrawn from the beginning.
    """
    shared = kiosk.database.is_shared
    prints = [each for each in messages if each[0].is_print]
    owner = _asked_by(kiosk) if shared or prints else ""
    copies = _copies(session, prints) if prints else {}
    late = kiosk.claims.has_ended
    rows = [
        {
            "id": secrets.token_hex(16),
            "kind": kind,
            "reference": reference,
            "copy_number": copies.get((kind, reference), 0) + 1,
            "state": MessageState.WITHDRAWN if late and kind.is_print else MessageState.QUEUED,
            "tries": 0,
            "created_at": moment.at,
            "next_try_at": None if late and kind.is_print else moment.at,
            "settled_at": moment.at if late and kind.is_print else None,
            "cause": "",
            "trouble": Trouble.NONE,
            "media": media,
            "job": "",
            "owner": owner if shared or kind.is_print else "",
            "clock_trusted": moment.trusted,
        }
        for kind, reference in messages
    ]
    session.connection().execute(_INSERT, rows)
    return [str(row["id"]) for row in rows]


def _copies(session: Session, prints: list[tuple[MessageKind, str]]) -> dict[tuple[MessageKind, str], int]:
    """Return how often each of these was asked for already."""
    which = col(Message.reference).in_({reference for _kind, reference in prints})
    query = select(Message.kind, Message.reference, func.count()).where(which).group_by(col(Message.kind), col(Message.reference))
    return {(MessageKind(kind), reference): count for kind, reference, count in session.exec(query)}


def _asked_by(kiosk: Kiosk) -> str:
    """Return who asks, for `owner`: this visit's claim; nobody's at this kiosk once it has ended, or where none can be taken."""
    with contextlib.suppress(OSError):
        if name := kiosk.claims.own():
            return name
    return _of_kiosk(kiosk) if kiosk.database.is_shared else ""


def is_own(kiosk: Kiosk) -> ColumnElement[bool]:
    """Return the condition of what was asked for at this kiosk: from a shared database none sends or prints what is another's.

    Paper comes out where its person stands, and a receipt is signed by the kiosk that gave its number.
    """
    if not kiosk.database.is_shared:
        return _EVERYTHING
    return (col(Message.owner) == "") | col(Message.owner).startswith(_of_kiosk(kiosk), autoescape=True)


def _of_kiosk(kiosk: Kiosk) -> str:
    return f"{kiosk.settings.kiosk.id}-"  # as storage.claims begins its names


def newest(session: Session, kind: MessageKind, reference: str) -> Message | None:
    """Return the newest message of a kind about a reference."""
    query = select(Message).where(col(Message.reference) == reference, col(Message.kind) == kind)
    return session.exec(query.order_by(col(Message.copy_number).desc(), col(Message.created_at).desc()).limit(1)).one_or_none()


def claim(kiosk: Kiosk, kinds: Collection[MessageKind], most: int = 1, *, due_by: datetime | None = None) -> list[Message]:
    """Take up to `most` messages that are due (now, or by then), those that were tried least first: one that fails holds up none.

    What was left in the middle comes last, and only where one is asked for: it may have been the end of who did. Whoever takes
    a message gives it up with `settle`, or `give_back`, before asking for what was left; its `state` is the one in which it waited.
    Raises OutOfService.
    """
    for write_down in tuple(kiosk.delivery.unwritten.values()):
        write_down()
    now = due_by or kiosk.clock.now().at
    with kiosk.database.reading() as session:  # most looks find nothing: they must not wait for the writing lock
        if session.connection().execute(_ANY_OPEN, {"kinds": list(kinds)}).first() is None:
            return []
        if not (_waiting(kiosk, session, kinds, now, 1) or (most == 1 and _left(kiosk, session, kinds))):
            return []
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        found = _waiting(kiosk, session, kinds, now, most)
        if not found and most == 1:
            found = _spared(_left(kiosk, session, kinds), moment)
        waited_in = [each.state for each in found]
        for each in found:
            each.state, each.tries = MessageState.SENDING, each.tries + 1
            each.owner = each.owner or (_of_kiosk(kiosk) if kiosk.database.is_shared else "")  # no other kiosk's from here on
        session.flush()
        for each, state in zip(found, waited_in, strict=True):
            set_committed_value(each, "state", state)
    return found


def give_back(kiosk: Kiosk, message: Message) -> None:
    """Let a claimed message wait as it did before: nobody tried it."""
    before = {"state": message.state, "tries": message.tries - 1}
    with kiosk.database.transaction() as session:
        session.connection().execute(_SETTLE, {"this": message.id, "held": message.tries, **before})


def settle(kiosk: Kiosk, message: Message, state: MessageState, trouble: Trouble = Trouble.NONE, cause: str = "") -> None:
    """Write down what became of a claimed message; nothing where it was withdrawn meanwhile.

    Raises OutOfService where it cannot be written down now; the next `claim` does it then.
    """
    _settle(kiosk, message, state, trouble, cause, kiosk.clock.now())


def _settle(  # noqa: PLR0913, PLR0917 - `settle`, and when
    kiosk: Kiosk, message: Message, state: MessageState, trouble: Trouble, cause: str, moment: Moment
) -> None:
    became = _became(message, state, trouble, cause, moment)
    try:
        with kiosk.database.transaction() as session:
            session.connection().execute(_SETTLE, {"this": message.id, "held": message.tries, **became})
    except OutOfService:
        kiosk.delivery.unwritten[message.id] = partial(_settle, kiosk, message, state, trouble, cause, moment)
        raise
    kiosk.delivery.unwritten.pop(message.id, None)


def _became(message: Message, state: MessageState, trouble: Trouble, cause: str, moment: Moment) -> dict[str, Any]:
    """Return what is to be written into a message's row."""
    kind = MessageKind(message.kind)
    as_the_same = not kind.is_print and kind is not MessageKind.EMAIL_CODE  # under one Message-ID; of a code another is offered
    goes_again = state is MessageState.DEFERRED or (state is MessageState.UNKNOWN and as_the_same)
    wait = next_wait(message, moment) if goes_again else None
    if state is MessageState.DEFERRED and wait is None:
        state = MessageState.FAILED
    return {
        "state": state,
        "trouble": trouble,
        "cause": cause,
        "settled_at": moment.at,
        "next_try_at": moment.at + wait if wait else None,
        **({"job": ""} if goes_again else {}),  # it is handed over anew
    }


def next_wait(message: Message, moment: Moment) -> timedelta | None:
    """Return how long until the next try, growing from 30 s to 6 h; None when 14 days of trying are over."""
    known = message.clock_trusted and moment.trusted
    if message.tries >= MOST_TRIES or (known and moment.at - message.created_at > GIVE_UP_AFTER):
        return None
    return min(FIRST_WAIT * (1 << min(max(message.tries - 1, 0), 20)), LONGEST_WAIT)


def forget(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    """Remove messages, but those that the printer has, or is being given: without its row nobody would take one back from there."""
    is_print = col(Message.kind).in_([each for each in MessageKind if each.is_print])
    tried = col(Message.state).in_(OPEN) & (col(Message.tries) > 0)
    there = is_print & (tried | (col(Message.state) == MessageState.WITHDRAWN) | (col(Message.job) > ""))
    job = case((tried & (col(Message.job) == ""), UNSEEN), else_=col(Message.job))
    taken_back = {"state": MessageState.WITHDRAWN, "settled_at": now, "next_try_at": None, "job": job}
    session.execute(update(Message).where(which, there).values(taken_back))
    session.execute(delete(Message).where(which, not_(there)))


def waiting(session: Session) -> int:
    """Return how many messages still wait."""
    return session.exec(select(func.count()).where(col(Message.state).in_(OPEN), col(Message.next_try_at).is_not(None))).one()


def due(kiosk: Kiosk) -> set[str]:
    """Return what is to be delivered now, or is being."""
    now = col(Message.next_try_at) <= kiosk.clock.now().at
    found = select(Message.id).where(col(Message.kind).in_(list(MessageKind)), col(Message.state).in_(OPEN), now, is_own(kiosk))
    with kiosk.database.reading() as session:
        return set(session.exec(found).all())


def counts(kiosk: Kiosk, which: Collection[str]) -> dict[str, int]:
    """Return how many of these messages were sent, printed, deferred (or are not done yet), failed, or of unknown fate."""
    found = dict.fromkeys(("sent", "printed", "deferred", "failed", "unknown"), 0)
    with kiosk.database.reading() as session:
        for each in (session.get(Message, one) for one in which):
            match each.state if each else None:
                case MessageState.ACCEPTED:
                    found["printed" if each and MessageKind(each.kind).is_print else "sent"] += 1
                case MessageState.DEFERRED | MessageState.SENDING:
                    found["deferred"] += 1
                case MessageState.FAILED | MessageState.UNKNOWN as state:
                    found[state] += 1
    return found


def _waiting(
    kiosk: Kiosk, session: Session, kinds: Collection[MessageKind], now: datetime, most: int | None = None
) -> list[Message]:
    went_back = col(Message.next_try_at) > now + LONGEST_WAIT  # no wait is as long: the clock did, and would keep it for years
    time_is_up = (col(Message.next_try_at) <= now) | went_back
    waits = select(Message).where(col(Message.kind).in_(kinds), col(Message.state).in_(WAITING), time_is_up, is_own(kiosk))
    return list(session.exec(waits.order_by(col(Message.tries), col(Message.created_at)).limit(most)).all())


def _left(kiosk: Kiosk, session: Session, kinds: Collection[MessageKind]) -> list[Message]:
    """Return what was left in the middle, what was tried least first; a print that the printer has is followed instead."""
    sent = (col(Message.state) == MessageState.SENDING) & (col(Message.job) == "")
    left = select(Message).where(col(Message.kind).in_(kinds), sent, is_own(kiosk))
    return list(session.exec(left.order_by(col(Message.tries), col(Message.created_at))).all())


def _spared(left: list[Message], moment: Moment) -> list[Message]:
    """Return the first that may be taken over; those before it that were left too often are put off."""
    for each in left:
        if each.tries < MOST_ENDS:
            return [each]
        cause = _("El programa se detuvo al enviarlo. Avise al personal.")
        for name, value in _became(each, MessageState.DEFERRED, Trouble.DEFECT, cause, moment).items():
            setattr(each, name, value)
    return []
