"""What is put in order at each start and every hour: what expired or has no owner goes, and the clock is remembered."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, delete, select, text, update

from kiosk.domain.actor import MACHINE
from kiosk.domain.moment import SeenTime
from kiosk.services.documents import copier
from kiosk.services.filing.drafts import HANGS_ON_DRAFT
from kiosk.services.followup import withdrawals
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.upkeep import retention
from kiosk.storage.database import Database
from kiosk.storage.files import STALE_SECONDS, remove_unfinished
from kiosk.storage.tables import Case, Document, DraftRow, Event, Fact, Message, Try, Verification
from kiosk.storage.tables.case import SHEET_MISSING

SYNCHRONISED_AT = "clock_synchronised_at"
SEEN = "time_seen"
_TRIES_KEPT = timedelta(days=2)
"""No limit counts further back than a day."""
_ASKED_AT_ONCE = 500


def put_in_order(kiosk: Kiosk) -> None:
    """Do all that is below; for each start, and from then on every hour, for a kiosk may run for months. Raises OSError."""
    purge(kiosk)
    remove_left_unfinished(kiosk)
    remember_clock(kiosk)


def purge(kiosk: Kiosk) -> dict[str, int]:
    """Remove all whose time is over, or that has no owner, and return how many of each kind; raises OSError.

    What is deleted in the database is overwritten there, and what its log still holds of it is cut off.
    """
    removed = {kind: remove(kiosk) for kind, remove in PURGED.items()}
    if any(removed.values()):
        kiosk.database.cut_log()
    return removed


def purge_expired_drafts(kiosk: Kiosk) -> int:
    """Remove drafts past their time, with the documents of those that were never sent; return how many.

    Of a case that waits for its signed sheet the draft stays: by its code the sheet's QR is known.
    """
    now = kiosk.clock.seen()
    _bring_nearer(kiosk)
    unsigned = select(Case.id).where(col(Case.id) == col(DraftRow.id), text(SHEET_MISSING)).exists()
    over = (col(DraftRow.expires_at) <= now, ~unsigned)
    expired = select(DraftRow.id).where(*over)
    unsent = expired.where(col(DraftRow.id).not_in(select(Case.id).where(col(Case.id) == col(DraftRow.id))))
    with kiosk.database.transaction() as session:
        names = session.exec(select(Document.id).where(col(Document.filing).in_(unsent))).all()
        codes = select(Verification.id).where(col(Verification.filing).in_(unsent))
        outbox.forget(session, col(Message.reference).in_(codes) | col(Message.reference).in_(unsent), now)
        for table in HANGS_ON_DRAFT:
            session.execute(delete(table).where(col(table.filing).in_(unsent)))
        count = session.connection().execute(delete(DraftRow).where(*over)).rowcount
        if count:
            events.record(kiosk.acting_as(MACHINE), session, "drafts_purged", detail=str(count))
    for name in names:
        kiosk.vault.remove(name)
    return count


def _bring_nearer(kiosk: Kiosk) -> None:
    """Give the drafts that were dated by a clock far ahead the time that any draft has, once the clock is right."""
    moment = kiosk.clock.now()
    latest = moment.at + timedelta(days=kiosk.settings.limits.draft_days)
    if moment.trusted:
        with kiosk.database.transaction() as session:
            session.execute(update(DraftRow).where(col(DraftRow.expires_at) > latest).values(expires_at=latest))


def sweep_vault(kiosk: Kiosk) -> int:
    """Remove files that no row holds the key of (a power cut came between the two); return how many. Raises OSError."""
    if kiosk.clock.is_astray():  # one that is being written would seem old
        return 0
    orphans = kiosk.vault.names(older_than=time.time() - STALE_SECONDS)  # before the rows: one written meanwhile is known
    names = sorted(orphans)
    with kiosk.database.reading() as session:
        for start in range(0, len(names), _ASKED_AT_ONCE):
            asked = names[start : start + _ASKED_AT_ONCE]
            kept = select(Document.id).where(col(Document.id).in_(asked), col(Document.key) != b"")
            orphans -= set(session.exec(kept).all())
    for name in orphans:
        kiosk.vault.remove(name)
    return len(orphans)


def remove_left_unfinished(kiosk: Kiosk) -> None:
    """Remove what a process that died was writing beside the vault: half of a claim, or a key that nobody uses."""
    own = kiosk.settings.data_dir
    if kiosk.clock.is_astray():
        return
    for folder in (own / "keys", own / "claims", kiosk.settings.desk.authorized_keys.parent):
        remove_unfinished(folder, older_than=time.time() - STALE_SECONDS)


def forget_old_tries(kiosk: Kiosk) -> int:
    """Remove wrong tries that no limit looks at any more; return how many."""
    before = kiosk.clock.seen() - _TRIES_KEPT
    with kiosk.database.transaction() as session:
        return session.connection().execute(delete(Try).where(col(Try.at) < before)).rowcount


PURGED: Final[dict[str, Callable[[Kiosk], int]]] = {
    "drafts": purge_expired_drafts,
    "codes": retention.codes,
    "tries": forget_old_tries,
    "messages": retention.messages,
    "copies_withdrawn": withdrawals.drop_copies_due,
    "copies": retention.copies,
    "vault_orphans": sweep_vault,
    "copier_files": copier.remove_forgotten,
    "dossiers_in_clear": retention.dossiers,
    "printed_pages": retention.printed,
    "complaints": retention.complaints,
    "events": retention.years_old,
    "log_files": retention.log_lines,
}
"""What is removed when its time is over, in the order in which one makes another due: codes go once their draft has gone."""


def remembered_clock(database: Database) -> tuple[datetime | None, datetime | None]:
    """Return when the clock was last known to be right, and the time that was last written down."""
    with database.reading() as session:
        value = session.exec(select(Fact.value).where(col(Fact.name) == database.own(SYNCHRONISED_AT))).one_or_none()
        latest = session.exec(select(Event.at).order_by(col(Event.id).desc()).limit(1)).first()
    return (datetime.fromisoformat(value) if value else None), latest


def seen_before(database: Database) -> SeenTime | None:
    """Return how far time had been seen to pass when that was last written down; None where it never was."""
    with database.reading() as session:
        value = session.exec(select(Fact.value).where(col(Fact.name) == database.own(SEEN))).one_or_none()
    return _read_seen(value) if value else None


def remember_clock(kiosk: Kiosk) -> None:
    """Write down when the clock was last known to be right, or that it went astray since, and how far time was seen to pass."""
    own = kiosk.database.own
    with kiosk.database.transaction() as session:
        known, written = session.get(Fact, own(SYNCHRONISED_AT)), session.get(Fact, own(SEEN))
        if written is not None:
            kiosk.clock.learn(_read_seen(written.value), datetime.fromisoformat(known.value) if known else None)
        kiosk.clock.now()  # it notices now whether it is right
        at, seen = kiosk.clock.synchronised_at, kiosk.clock.memory
        if at is not None:
            session.merge(Fact(name=own(SYNCHRONISED_AT), value=at.isoformat()))
        elif known is not None:
            session.delete(known)
        session.merge(Fact(name=own(SEEN), value=json.dumps({**asdict(seen), "at": seen.at.isoformat()})))


def confirm_clock(kiosk: Kiosk) -> None:
    """Note that somebody has compared the clock, and found it right: time goes on from there."""
    kiosk.clock.confirm()
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "clock_confirmed")
    remember_clock(kiosk)


def _read_seen(value: str) -> SeenTime:
    said = json.loads(value)
    return SeenTime(**{**said, "at": datetime.fromisoformat(said["at"])})
