"""What happened to a case since it was sent, under the keys of a dossier's record: each act with who did it and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Correction, Decision, Handover, HandoverCase, StaffNote, Withdrawal

AnyRow = TypeVar("AnyRow", bound=SQLModel)


def of_case(kiosk: Kiosk, session: Session, case_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return the handovers, corrections, answers, withdrawals and notes of a case, oldest first."""

    def time(at: datetime | None) -> str | None:
        return kiosk.local(at).isoformat() if at else None

    handovers = select(Handover).join(HandoverCase).where(col(HandoverCase.case_id) == case_id).order_by(col(Handover.at))
    return {
        "handovers": [
            {"at": time(each.at), "by": each.actor, "taken_by": each.taken_by, "how": each.how}
            for each in session.exec(handovers).all()
        ],
        "corrections": [
            {
                "slot": each.slot,
                "wanted": each.wanted,
                "explanation": each.explanation,
                "asked_at": time(each.asked_at),
                "by": each.asked_by,
                "met_at": time(each.met_at),
                "dropped_at": time(each.dropped_at),
            }
            for each in _rows(session, Correction, case_id, "asked_at")
        ],
        "decisions": [
            {
                "outcome": each.outcome,
                "reference": each.reference,
                "decided_on": each.decided_on.isoformat(),
                "note": each.note,
                "recorded_at": time(each.recorded_at),
                "by": each.actor,
                "handed_out_at": time(each.handed_out_at),
                "handed_out_by": each.handed_out_by,
            }
            for each in _rows(session, Decision, case_id, "position")
        ],
        "withdrawals": [
            {
                "kind": each.kind,
                "at": time(each.at),
                "by": each.actor,
                "undone_at": time(each.undone_at),
                "undone_by": each.undone_by,
            }
            for each in _rows(session, Withdrawal, case_id, "at")
        ],
        "notes": [{"text": each.text, "at": time(each.at), "by": each.actor} for each in _rows(session, StaffNote, case_id, "at")],
    }


def _rows(session: Session, table: type[AnyRow], case_id: str, order: str) -> Sequence[AnyRow]:
    query = select(table).where(col(getattr(table, "case_id")) == case_id).order_by(col(getattr(table, order)))  # noqa: B009 - mypy knows no such column of any table
    return session.exec(query).all()
