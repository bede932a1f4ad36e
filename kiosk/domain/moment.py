"""A time together with whether the clock that told it could be trusted; a wrong date on a receipt misleads for years."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

GALAPAGOS = "20"


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware UTC time, and whether the clock was trusted when it was read."""

    at: datetime
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class SeenTime:
    """Up to when time was seen to pass: `at`, when the machine had been on for `uptime` seconds since the boot named `boot`.

    It goes on with what can be trusted, and with the seconds that the machine is on, and never with a clock that was set.
    """

    at: datetime
    uptime: float = 0.0
    boot: str = ""
    confirmed: float = 0.0
    """The uptime at which somebody last confirmed the clock, in this boot."""

    def later(self, uptime: float, boot: str, clock: datetime) -> "SeenTime":
        """Return it now; of a boot of which nothing was written down yet, all the seconds count that the clock bears out."""
        if boot == self.boot:
            passed = timedelta(seconds=max(uptime - self.uptime, 0))
            return SeenTime(self.at + passed, uptime, boot, self.confirmed)
        passed = timedelta(seconds=uptime if self.boot else 0)
        return SeenTime(max(self.at, min(self.at + passed, clock)), uptime, boot)

    def at_least(self, at: datetime) -> "SeenTime":
        """Return it up to a time that can be trusted."""
        return SeenTime(max(self.at, at), self.uptime, self.boot, self.confirmed)


def local_zone(province: str) -> timezone:
    """Return the zone of a province code: UTC−6 in Galápagos, UTC−5 on the mainland; no daylight saving."""
    return timezone(timedelta(hours=-6 if province == GALAPAGOS else -5))
