"""Moves a case from one state to the next, here alone: no service makes a move that domain.cases.state does not name."""

from sqlmodel import Session, col, select

from kiosk.domain.cases.state import MOVES, CaseState
from kiosk.storage.tables import Case, HandoverCase


def move(case: Case, state: CaseState) -> None:
    """Move a case, in the caller's transaction; one that is there already stays."""
    if case.state != state:
        assert state in MOVES[CaseState(case.state)], f"{case.state} {state}"  # noqa: S101 - a move that is not named is a defect
        case.state = state


def reopen(case: Case) -> None:
    """Let a case be handed over once more: something came to it that the institute does not have. It stays as far as it got."""
    case.handed_over_at = None


def was_handed_over(session: Session, case_id: str) -> bool:
    """Tell whether the institute ever got a case: what comes later is brought to it as well, and a withdrawal told."""
    return session.exec(select(HandoverCase.handover).where(col(HandoverCase.case_id) == case_id)).first() is not None


def unanswered(session: Session, case: Case) -> CaseState:
    """Return how far a case got that has no answer: back there it goes from one, or from a withdrawal, that is undone."""
    return CaseState.HANDED_OVER if was_handed_over(session, case.id) else CaseState.FILED
