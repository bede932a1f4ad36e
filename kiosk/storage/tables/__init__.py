"""The tables, by subject; importing this package makes all of them known to SQLModel."""

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
]
