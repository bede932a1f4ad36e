"""What has not worked for a day is told to the person responsible: on the desk, and by mail where that works.

Looked at once an hour by whichever process delivers; a fact holds when it was last done, so that two of them do not both do it.
The looks are the doctor's, and nothing but what they find is written down.
"""

from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, delete, func, select

from kiosk.domain.actor import MACHINE
from kiosk.domain.machine.health import Check, Health
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.domain.machine.watched import TOLD_AFTER, StandingTrouble, Watched
from kiosk.domain.moment import Moment
from kiosk.services.health import devices, machine
from kiosk.services.health.side_by_side import Look, side_by_side
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.upkeep import backups
from kiosk.storage.tables import Fact, Message

LOOK_EVERY = timedelta(hours=1)
LONGEST_LOOK = 60.0
"""Seconds for all devices together; one that has not answered by then does not work."""
MENDED = ":mended"
"""Behind a trouble's name in a mail's reference: it tells that the trouble is over."""
_LOOKED_AT = "watched_at"
_PREFIX = "trouble:"
_FORGIVEN = {"none", "not_made"}
"""Codes of what a kiosk does not have, or has not needed yet."""


def watch(kiosk: Kiosk) -> bool:
    """Look at everything where the last look was an hour ago; return whether it was. Takes as long as its slowest device."""
    if not _is_mine(kiosk):
        return False
    found = _found(kiosk)
    now = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        for each in Watched:
            fact = session.get(Fact, _name(kiosk, each))
            if each in found:
                _stands(kiosk, session, each, fact, min(found[each], now.at), now)
            elif fact is not None:
                _is_over(kiosk, session, each, fact, now)
    return True


def standing(kiosk: Kiosk) -> list[StandingTrouble]:
    """Return what does not work, the oldest first."""
    now = kiosk.clock.now().at
    with kiosk.database.reading() as session:
        since = {each: _since(session.get(Fact, _name(kiosk, each))) for each in Watched}
    found = [
        StandingTrouble(each, kiosk.local(at), for_a_day=now - at >= TOLD_AFTER) for each, at in since.items() if at is not None
    ]
    return sorted(found, key=lambda trouble: trouble.since)


def since_when(kiosk: Kiosk, session: Session, watched: Watched) -> datetime | None:
    """Return since when something does not work (UTC); None while it works."""
    return _since(session.get(Fact, _name(kiosk, watched)))


def _name(kiosk: Kiosk, watched: Watched) -> str:
    return kiosk.database.own(_PREFIX + watched)


def _is_mine(kiosk: Kiosk) -> bool:
    """Take the hour's look, unless another process did."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        fact = session.get(Fact, kiosk.database.own(_LOOKED_AT))
        if fact is not None and timedelta() <= now - datetime.fromisoformat(fact.value) < LOOK_EVERY:
            return False
        session.merge(Fact(name=kiosk.database.own(_LOOKED_AT), value=now.isoformat()))
    return True


def _found(kiosk: Kiosk) -> dict[Watched, datetime]:
    """Return what does not work now, and since when at least."""
    now = kiosk.clock.now()
    looks: dict[str, Look] = {
        Watched.DISK: partial(machine.disk, kiosk.settings),
        Watched.MAIL: partial(devices.mail, kiosk.settings, kiosk.mailer),
        Watched.PRINTER: partial(devices.printers, kiosk.settings, kiosk.printer),
    }
    found = {_watched(each): now.at for each in side_by_side(looks, LONGEST_LOOK) if _is_trouble(each)}
    if not now.trusted:
        found[Watched.CLOCK] = now.at
    with kiosk.database.reading() as session:
        stuck = _stuck_since(kiosk, session, now.at) if kiosk.mailer else None
    if stuck:
        found[Watched.MAIL] = stuck
    if (overdue := _no_backup_since(kiosk, now.at)) is not None:
        found[Watched.BACKUP] = overdue
    return found


def _no_backup_since(kiosk: Kiosk, now: datetime) -> datetime | None:
    """Return since when a backup is overdue, by the settings where they ask for it; None where it is not, or nobody asked."""
    asked, backed_up = kiosk.settings.backup, backups.backed_up_at(kiosk.database)
    if asked.folder is not None and not asked.folder.is_dir():
        return now
    every = timedelta(hours=asked.hours) + LOOK_EVERY if asked.folder else backups.EVERY
    return backed_up + every if backed_up is not None and backed_up + every < now else None


def _is_trouble(check: Check) -> bool:
    return check.state is not Health.OK and check.code not in _FORGIVEN


def _watched(check: Check) -> Watched:
    return Watched(check.name.partition("_")[0])  # printer_roll and printer_a4 are both the printer


def _stuck_since(kiosk: Kiosk, session: Session, now: datetime) -> datetime | None:
    """Return when the oldest mail was written that waits for more than a day, where none was accepted within that day."""
    is_mail = col(Message.kind).in_([each for each in MessageKind if not each.is_print]) & outbox.is_own(kiosk)
    oldest = session.exec(select(func.min(Message.created_at)).where(is_mail, col(Message.state).in_(outbox.WAITING))).one()
    if oldest is None or now - oldest < TOLD_AFTER:
        return None
    accepted = (is_mail, col(Message.state) == MessageState.ACCEPTED, col(Message.settled_at) > now - TOLD_AFTER)
    return oldest if session.exec(select(Message.id).where(*accepted).limit(1)).first() is None else None


def _stands(  # noqa: PLR0913, PLR0917 - what is known of it, all of it from one caller
    kiosk: Kiosk, session: Session, watched: Watched, fact: Fact | None, found_since: datetime, now: Moment
) -> None:
    """Write down since when, and put a mail into the outbox after a day, then once a day; one that waits still is enough.

    That mails do not go out is no news to send by mail: it stands on the desk.
    """
    known = _since(fact)
    since = min(found_since, known) if known else found_since
    session.merge(Fact(name=_name(kiosk, watched), value=since.isoformat()))
    if known is None:
        events.record(kiosk.acting_as(MACHINE), session, "trouble_began", detail=watched)
    can_be_told = kiosk.mailer and kiosk.settings.desk.responsible_email and watched is not Watched.MAIL
    if now.at - since < TOLD_AFTER or not can_be_told:
        return
    last = outbox.newest(session, MessageKind.TROUBLE_EMAIL, kiosk.database.own(watched))
    if last is None or (last.state not in outbox.OPEN and abs(now.at - last.created_at) >= TOLD_AFTER):
        outbox.enqueue(kiosk, session, MessageKind.TROUBLE_EMAIL, kiosk.database.own(watched), now)


def _is_over(kiosk: Kiosk, session: Session, watched: Watched, fact: Fact, now: Moment) -> None:
    """Forget it, and the mail that has not gone; whoever got one is told that it is over."""
    since = datetime.fromisoformat(fact.value)
    session.delete(fact)
    events.record(kiosk.acting_as(MACHINE), session, "trouble_ended", detail=watched)
    about_it = (col(Message.kind) == MessageKind.TROUBLE_EMAIL, col(Message.reference) == kiosk.database.own(watched))
    session.execute(delete(Message).where(*about_it, col(Message.state).in_(outbox.WAITING)))
    went = (*about_it, col(Message.state) == MessageState.ACCEPTED, col(Message.created_at) >= since)
    if session.exec(select(Message.id).where(*went).limit(1)).first() is not None:
        outbox.enqueue(kiosk, session, MessageKind.TROUBLE_EMAIL, kiosk.database.own(watched + MENDED), now)


def _since(fact: Fact | None) -> datetime | None:
    return datetime.fromisoformat(fact.value) if fact else None
