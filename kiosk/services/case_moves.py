"""Moves a case from one state to the next, here alone: no service makes a move that domain.case_state does not name."""

from kiosk.domain.case_state import MOVES, CaseState
from kiosk.storage.tables import Case


def move(case: Case, state: CaseState) -> None:
    """Move a case, in the caller's transaction; one that is there already stays."""
    if case.state != state:
        assert state in MOVES[CaseState(case.state)], f"{case.state} {state}"  # noqa: S101 - a move that is not named is a defect
        case.state = state


def reopen(case: Case) -> None:
    """Let a case be handed over once more: something came to it that the institute does not have."""
    case.handed_over_at = None
    if case.state == CaseState.HANDED_OVER:
        move(case, CaseState.FILED)
