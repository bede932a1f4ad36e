"""What the kiosk watches over in itself, so that somebody hears of it when it has not worked for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TOLD_AFTER = timedelta(days=1)


class Watched(StrEnum):
    """What can be in trouble."""

    MAIL = "mail"
    PRINTER = "printer"
    BACKUP = "backup"
    DISK = "disk"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class StandingTrouble:
    """Something that does not work, since when (local time), and whether that is a day ago or more."""

    watched: Watched
    since: datetime
    for_a_day: bool
