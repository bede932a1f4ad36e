"""How a case stands, as far as it may be told to whoever holds its number: no name, no document, no outcome."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.case_state import CaseState
from kiosk.domain.moment import Moment


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """What this kiosk knows at `as_of`; the other times are local. `wanted` names papers that are asked for again."""

    number: str
    state: CaseState
    submitted_at: datetime
    handed_over_at: datetime | None
    wanted: tuple[str, ...]
    as_of: Moment
    can_mail: bool = False
    """Whether six digits can be sent to the case's address."""
