"""The tables, by subject; importing this package makes all of them known to SQLModel."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from kiosk.storage.tables.case import Case, CasePerson, CaseWord, Numbering
from kiosk.storage.tables.desk import (
    AttestationRow,
    Complaint,
    Correction,
    Decision,
    Handover,
    HandoverCase,
    RightsRequest,
    SameIdentityRow,
    StaffNote,
    Withdrawal,
)
from kiosk.storage.tables.document import Document
from kiosk.storage.tables.draft import AcceptanceRow, DraftRow
from kiosk.storage.tables.event import ChainEnd, Event, Fact
from kiosk.storage.tables.figures import PublishedMonth, StepFigure
from kiosk.storage.tables.message import Message, Try, Verification
from kiosk.storage.tables.staff import RecoveryCode, Staff, StaffKey

__all__ = [
    "AcceptanceRow",
    "AttestationRow",
    "Case",
    "CasePerson",
    "CaseWord",
    "ChainEnd",
    "Complaint",
    "Correction",
    "Decision",
    "Document",
    "DraftRow",
    "Event",
    "Fact",
    "Handover",
    "HandoverCase",
    "Message",
    "Numbering",
    "PublishedMonth",
    "RecoveryCode",
    "RightsRequest",
    "SameIdentityRow",
    "Staff",
    "StaffKey",
    "StaffNote",
    "StepFigure",
    "Try",
    "Verification",
    "Withdrawal",
    "table_of",
]


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a model, for the statements whose speed counts: the unit of work costs twice the time."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
