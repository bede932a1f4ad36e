"""Complaints and suggestions, left at the kiosk or at the desk: kept for the person responsible, and counted by month."""

import secrets
from datetime import timedelta

from sqlmodel import col, func, select

from kiosk.domain.cases.complaint import ComplaintLine, WholeComplaint
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.errors import BadInput, NotFound, TryLater
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.journal import events, permits
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Complaint

LONGEST = 2000
"""Characters of a complaint."""
LONGEST_REPLY_TO, LONGEST_NOTE = 200, 400
MOST_AN_HOUR = 30
"""Left at the public screen: more than people can write who stand in a queue, and less than fills a disk."""
MOST_LISTED = 200
_BEGINNING = 54


def leave(kiosk: Kiosk, text: str, reply_to: str) -> None:
    """Keep a complaint; raises BadInput where nothing is written, TryLater where somebody floods the public screen.

    The same words again within an hour are one complaint: whoever pressed twice, or does not believe that it was kept.
    """
    text, reply_to = clean(text, limit=LONGEST), clean(reply_to, limit=LONGEST_REPLY_TO)
    if not text:
        raise BadInput(_("Escriba su queja o su sugerencia."), field="text")
    now = kiosk.clock.now().at
    recent = (col(Complaint.channel) == kiosk.channel, col(Complaint.at).between(now - timedelta(hours=1), now))
    with kiosk.database.transaction() as session:
        if session.exec(select(Complaint.id).where(*recent, col(Complaint.text) == text)).first() is not None:
            return
        if kiosk.channel == "kiosk" and session.exec(select(func.count()).where(*recent)).one() >= MOST_AN_HOUR:
            sentence = _("En esta hora se dejaron muchas quejas aquí. Dígasela al personal, que la anota, o vuelva más tarde.")
            raise TryLater(sentence, wait=3600.0)
        row = Complaint(id=secrets.token_hex(16), at=now, channel=kiosk.channel, actor=kiosk.actor, text=text, reply_to=reply_to)
        session.add(row)
        events.record(kiosk, session, "complaint_left", detail=row.id)


def listed(kiosk: Kiosk) -> list[ComplaintLine]:
    """Return those that nobody has attended to, oldest first, then the newest of the others."""
    still_open = select(Complaint).where(col(Complaint.settled_at).is_(None)).order_by(col(Complaint.at)).limit(MOST_LISTED)
    has_words = col(Complaint.text) != ""  # they go after their time (services.upkeep.retention)
    others = select(Complaint).where(col(Complaint.settled_at).is_not(None), has_words).order_by(col(Complaint.settled_at).desc())
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        rows = [*session.exec(still_open).all(), *session.exec(others.limit(MOST_LISTED)).all()]
    return [
        ComplaintLine(row.id, kiosk.local(row.at), _beginning(row.text), kiosk.local(row.settled_at) if row.settled_at else None)
        for row in rows
    ]


def read(kiosk: Kiosk, complaint_id: str) -> WholeComplaint:
    """Return one whole, and note who looked; raises NotFound."""
    with kiosk.database.transaction() as session:
        row = session.get(Complaint, complaint_id)
        if row is None:
            raise NotFound(_("Esa queja ya no está."))
        events.record(kiosk, session, "complaint_read", detail=row.id)
        return WholeComplaint(
            id=row.id,
            at=kiosk.local(row.at),
            channel=row.channel,
            actor=row.actor,
            text=row.text,
            reply_to=row.reply_to,
            settled_at=kiosk.local(row.settled_at) if row.settled_at else None,
            settled_by=row.settled_by,
            settled_note=row.settled_note,
        )


def settle(kiosk: Kiosk, complaint_id: str, note: str) -> None:
    """Write down what was done about it; raises BadInput without a word about it, or where somebody did before, NotFound."""
    note = clean(note, limit=LONGEST_NOTE)
    if not note:
        raise BadInput(_("Escriba qué se hizo, para quien pregunte después."), field="note")
    with kiosk.database.transaction() as session:
        row = session.get(Complaint, complaint_id)
        if row is None:
            raise NotFound(_("Esa queja ya no está."))
        if row.settled_at is not None:
            raise BadInput(_("Esta queja ya la atendió {name}.").format(name=row.settled_by))
        row.settled_at, row.settled_by, row.settled_note = kiosk.clock.now().at, kiosk.actor, note
        session.add(row)
        events.record(kiosk, session, "complaint_settled", detail=row.id)


def _beginning(text: str) -> str:
    return text if len(text) <= _BEGINNING else f"{text[: _BEGINNING - 1].rstrip()}…"
