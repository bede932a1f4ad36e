"""Counting wrong tries, so that guessing is hopeless and nobody is shut out for good: the waits grow from 30 s to 1 h.

Tries are counted by what is guessed (a draft, an address, an identity, a resume code, a case, four digits) and, for who tries one
after the other, by kiosk and day. The next person in the queue does not pay for the one before: the kiosk's wait runs only for
what somebody erred at today, and a member of staff lifts every wait at once.

What a stranger at one kiosk may hit in a day, at 1,000 open cases (held by tests/services/journal/test_attack_of_a_week.py):

- How a case stands is told for its number, the last four of its identity (10⁴) and four signs of its receipt's seal (65,536).
  Numbers are sequential, and a neighbour's four digits stand on every photocopy: neither is a secret, the seal is. Whoever knows
  all numbers and all digits has `MOST_AT_KIOSK` tries of one in 65,536: 9 × 10⁻⁴. Who knows one neighbour's digits, and not which
  of 1,000 numbers is theirs: 20 tries (`MOST_OF_FOUR`), 3 × 10⁻⁷. Who knows nobody: 9 × 10⁻⁸.
- A slip or a receipt that was found opens with the four digits of its owner: `MOST_AT_FOUR` tries of one in 10⁴ in a day, at all
  the found papers together, and the first at each: up to three papers, 9 × 10⁻⁴. Without a paper there are 30⁸ codes.
- The six digits of an e-mail: 20 tries a case and `MOST_CODES_AT_KIOSK` at the kiosk, of five in 10⁶: 5 × 10⁻⁴.
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
MOST_AT_FOUR: Final = 7
"""Wrong tries within a day at what a paper and four characters open, at the paper and at all of a kiosk's."""
MOST_AT_CASE: Final = 9
"""Wrong tries within a day at a case's number, with four digits and four signs of its seal."""
MOST_OF_FOUR: Final = 20
"""Wrong tries within a day with the same four digits, at whichever numbers."""
MOST_AT_KIOSK: Final = 60
"""Wrong tries within a day at one kiosk, at whichever numbers."""
FREE_AT_KIOSK: Final = 20
"""Of these, before the waits begin."""
MOST_CODES_AT_KIOSK: Final = 100
"""Wrong digits of e-mails within a day at one kiosk, on later visits."""
_DAY = timedelta(days=1)


def subject(kiosk: Kiosk, kind: str, value: str) -> str:
    """Return the keyed digest under which tries at `value` are counted."""
    return hmac.new(kiosk.keys.derive("tries"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def of_kiosk(kiosk: Kiosk, kind: str) -> str:
    """Return the subject under which wrong tries of a kind are counted at this kiosk, whatever they are at."""
    return subject(kiosk, f"kiosk-{kind}", kiosk.settings.kiosk.id)


def ensure_kiosk_may_try(  # noqa: PLR0913 - two subjects, and the limits of one
    session: Session, kiosk_subject: str, own: str, now: datetime, *, free: int, most: int
) -> None:
    """Raise TryLater while the kiosk's wait runs; who has erred at nothing yet (`own`) waits for nobody else."""
    if _recent(session, own, now)[0]:
        ensure_may_try(session, {kiosk_subject: most}, now, free=free)


def ensure_may_try(session: Session, subjects: dict[str, int], now: datetime, *, free: int) -> None:
    """Raise TryLater while a subject's wait runs or its most tries (the dictionary's values) within a day are used up.

    What a clock that has gone back since wrote in the future does not count: the wait for it would last for years.
    """
    for each, most in subjects.items():
        count, last = _recent(session, each, now)
        if count >= most:
            raise TryLater(_("Hoy se probó demasiadas veces. Pida ayuda al personal, o vuelva mañana."), wait=_DAY.total_seconds())
        if count >= free and last is not None:
            wait = min(FIRST_WAIT * 2 ** (count - free), LONGEST_WAIT)
            left = wait - (now - last).total_seconds()
            if left > 0:
                raise TryLater(_waiting(left), wait=left)


def note_wrong(session: Session, subjects: dict[str, int], now: datetime) -> None:
    """Count one wrong try against every subject."""
    session.execute(insert(Try), [{"subject": each, "at": now} for each in subjects])


def _recent(session: Session, subject_: str, now: datetime) -> tuple[int, datetime | None]:
    """Return how many wrong tries there were within a day, and when the last one was."""
    of_today = (col(Try.subject) == subject_, col(Try.at).between(now - _DAY, now))
    count, last = session.exec(select(func.count(), func.max(Try.at)).where(*of_today)).one()
    return count, last


def _waiting(seconds: float) -> str:
    if seconds < 90:
        return _("Espere {seconds} segundos y pruebe otra vez.").format(seconds=int(seconds) + 1)
    minutes = int(seconds / 60) + 1
    return ngettext("Espere {minutes} minuto y pruebe otra vez.", "Espere {minutes} minutos y pruebe otra vez.", minutes).format(
        minutes=minutes
    )
