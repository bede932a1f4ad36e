"""Counting wrong tries, so that guessing is hopeless and nobody is shut out for good: the waits grow from 30 s to 1 h.

Tries are counted by what is guessed (a draft, an address, an identity, a resume code), never by terminal: the next
person in the queue must not pay for the one before.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, insert, select

from kiosk.domain.errors import TryLater
from kiosk.locale import _, ngettext
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Try

FIRST_WAIT = 30.0
LONGEST_WAIT = 3600.0
MOST_AT_FOUR: Final = 9
"""Wrong tries within a day at what a code or number and four characters open: a chance of a hit below 10⁻³."""
_DAY = timedelta(days=1)


def subject(kiosk: Kiosk, kind: str, value: str) -> str:
    """Return the keyed digest under which tries at `value` are counted."""
    return hmac.new(kiosk.keys.derive("tries"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def ensure_may_try(session: Session, subjects: dict[str, int], now: datetime, *, free: int) -> None:
    """Raise TryLater while a subject's wait runs or its most tries (the dictionary's values) within a day are used up.

    What a clock that has gone back since wrote in the future does not count: the wait for it would last for years.
    """
    for each, most in subjects.items():
        recent = select(func.count(), func.max(Try.at)).where(col(Try.subject) == each, col(Try.at).between(now - _DAY, now))
        count, last = session.exec(recent).one()
        if count >= most:
            raise TryLater(_("Hoy se probó demasiadas veces. Vuelva mañana, o pida ayuda al personal."), wait=_DAY.total_seconds())
        if count >= free and last is not None:
            wait = min(FIRST_WAIT * 2 ** (count - free), LONGEST_WAIT)
            left = wait - (now - last).total_seconds()
            if left > 0:
                raise TryLater(_waiting(left), wait=left)


def note_wrong(session: Session, subjects: dict[str, int], now: datetime) -> None:
    """Count one wrong try against every subject."""
    session.execute(insert(Try), [{"subject": each, "at": now} for each in subjects])


def _waiting(seconds: float) -> str:
    if seconds < 90:
        return _("Espere {seconds} segundos y pruebe otra vez.").format(seconds=int(seconds) + 1)
    minutes = int(seconds / 60) + 1
    return ngettext("Espere {minutes} minuto y pruebe otra vez.", "Espere {minutes} minutos y pruebe otra vez.", minutes).format(
        minutes=minutes
    )
