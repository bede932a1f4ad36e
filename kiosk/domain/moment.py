"""A time together with whether the clock that told it could be trusted; a wrong date on a receipt misleads for years."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

GALAPAGOS = "20"


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware UTC time, and whether the clock was trusted when it was read."""

    at: datetime
    trusted: bool = True


def local_zone(province: str) -> timezone:
    """Return the zone of a province code: UTC−6 in Galápagos, UTC−5 on the mainland; no daylight saving."""
    return timezone(timedelta(hours=-6 if province == GALAPAGOS else -5))
