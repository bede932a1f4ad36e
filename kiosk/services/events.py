"""What happened, written in the transaction in which it happened, with who did it and, for a look at a case, why."""

from sqlmodel import Session, insert

from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Event, table_of

_INSERT = insert(table_of(Event))


def record(  # noqa: PLR0913 - what an event is, each named by the caller
    kiosk: Kiosk, session: Session, name: str, filing: str | None = None, detail: str = "", *, why: str = ""
) -> None:
    """Write that something happened now, by whoever acts at this kiosk.

    `name` is constant snake_case; `detail` and `why` hold codes and counts, nothing personal.
    """
    row = {"at": kiosk.clock.now().at, "name": name, "filing": filing, "actor": kiosk.actor, "detail": detail, "why": why}
    session.connection().execute(_INSERT, row)
