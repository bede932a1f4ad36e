"""What happened, written in the transaction in which it happened, with who did it and, for a look at a case, why.

Each event is chained to the one before (machine.chain). The end of the chain is taken last of all in a transaction, after the
rows that it changed: where a server lets several write at once, they wait for each other here, and never in a circle.
"""

from sqlmodel import Session, insert, select, update

from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.chain import link
from kiosk.locale import _
from kiosk.services.journal import permits
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import ChainEnd, Event, table_of

_event, _end = table_of(Event), table_of(ChainEnd)
_INSERT, _ADVANCE = insert(_event), update(_end)
_END = select(_end.c.last, _end.c.sha256).with_for_update()


def record(  # noqa: PLR0913 - what an event is, each named by the caller
    kiosk: Kiosk, session: Session, name: str, filing: str | None = None, detail: str = "", *, why: str = ""
) -> None:
    """Write that something happened now, by whoever acts at this kiosk.

    `name` is constant snake_case; `detail` and `why` hold codes and counts, nothing personal. Raises OutOfService, and
    KioskError where the role of whoever acts does not allow it: what the transaction did is undone.
    """
    permits.ensure(kiosk, session, name)
    session.flush()
    connection = session.connection()
    end = connection.execute(_END).one_or_none()
    if end is None:
        raise OutOfService(_("Falta el final del registro de lo que se hizo. Recupere su copia de seguridad."))
    row = {
        "id": end.last + 1,
        "at": kiosk.clock.now().at,
        "name": name,
        "filing": filing,
        "actor": kiosk.actor,
        "detail": detail,
        "why": why,
    }
    row["sha256"] = link(end.sha256, row)
    connection.execute(_INSERT, row)
    connection.execute(_ADVANCE, {"last": row["id"], "sha256": row["sha256"]})


def filed_link(session: Session, case_id: str) -> str:
    """Return the hash of a case's filing, which its receipt bears; nothing where its time was over and it is gone."""
    filed = (
        select(_event.c.sha256).where(_event.c.filing == case_id, _event.c.name == "case_submitted").order_by(_event.c.id).limit(1)
    )
    return session.connection().execute(filed).scalar() or ""
