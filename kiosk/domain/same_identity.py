"""That another case bears an identity of this one: told to staff and to the institute, and to nobody at the public screen."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SameIdentity:
    """Another case with the identity of `name`; the time is local."""

    number: str
    name: str
    """As it stands there."""
    submitted_at: datetime
    is_open: bool
    """Whether that case is still under way."""
    other_name: bool
    """Whether the same number stands there beside another name."""
