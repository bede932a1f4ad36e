"""How a case stands, as far as it may be told to whoever holds its number: no name, no document, no outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.cases.state import CaseState
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.moment import Moment


class Stage(StrEnum):
    """How far a case got, as far as the kiosk knows it: received here, handed over, received there, answered."""

    RECEIVED_HERE = "received_here"
    HANDED_OVER = "handed_over"
    RECEIVED_THERE = "received_there"
    """The institute gave its own number."""
    MORE_TO_HAND_OVER = "more_to_hand_over"
    """The institute has it, and not yet what came to it later."""
    ANSWERED = "answered"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


def stage_of(state: CaseState, *, has_all: bool, reference: str) -> Stage:
    """Return how far a case got.

    Once it was handed over, the institute `has_all` of it unless something came since; `reference` is its own number for the case.
    """
    there = Stage.RECEIVED_THERE if reference else Stage.HANDED_OVER
    return {
        CaseState.FILED: Stage.RECEIVED_HERE,
        CaseState.HANDED_OVER: there if has_all else Stage.MORE_TO_HAND_OVER,
        CaseState.ANSWERED: Stage.ANSWERED,
        CaseState.DELIVERED: Stage.DELIVERED,
        CaseState.WITHDRAWN: Stage.CANCELLED,
    }[state]


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """What this kiosk knows at `as_of`; the other times are local. `wanted` names papers that are asked for again."""

    number: CaseNumber
    state: CaseState
    stage: Stage
    submitted_at: datetime
    handed_over_at: datetime | None
    wanted: tuple[str, ...]
    as_of: Moment
    can_mail: bool = False
    """Whether six digits can be sent to the case's address."""
