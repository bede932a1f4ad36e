"""The tables, by subject; importing this package makes all of them known to SQLModel."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from kiosk.storage.tables.case import Case, CasePerson, Numbering
from kiosk.storage.tables.document import Document
from kiosk.storage.tables.draft import AcceptanceRow, DraftRow
from kiosk.storage.tables.event import Event, Fact
from kiosk.storage.tables.message import Message, Try, Verification

__all__ = [
    "AcceptanceRow",
    "Case",
    "CasePerson",
    "Document",
    "DraftRow",
    "Event",
    "Fact",
    "Message",
    "Numbering",
    "Try",
    "Verification",
    "table_of",
]


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model, for the statements whose speed counts: the unit of work costs twice the time."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
