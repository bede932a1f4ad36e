"""What was looked at to know whether a kiosk can work, and how it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How something stands: a kiosk works with a warning, and not with what failed."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `name` and `code` are for programs, `message` and what mends it for people."""

    name: str
    state: Health
    code: str
    message: str
    mend: str = ""
