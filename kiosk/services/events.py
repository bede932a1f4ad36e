"""What happened, written in the transaction in which it happened."""

from datetime import datetime

from sqlmodel import Session, insert

from kiosk.storage.tables import Event, table_of

_INSERT = insert(table_of(Event))


def record(session: Session, at: datetime, name: str, filing: str | None = None, detail: str = "") -> None:
    """Write an event; `name` is constant snake_case, `detail` holds codes and counts, nothing personal."""
    row = {"at": at, "name": name, "filing": filing, "actor": "citizen", "detail": detail}
    session.connection().execute(_INSERT, row)
