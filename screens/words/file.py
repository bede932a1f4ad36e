"""The facts of a file in the words of people: how large it is, and when it was made."""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from kiosk.locale import _
from kiosk.words.dates import shown_date, shown_time


def shown_size(byte_count: int) -> str:
    """Return a size in decimal megabytes, always of one unit so that it can be held against the limit: `0,5 MB`."""
    size = (Decimal(byte_count) / 1_000_000).quantize(Decimal("0.1"), ROUND_CEILING)
    return _("{size} MB").format(size=f"{size:f}".replace(".", ","))


def spoken_day(local: datetime, now: datetime) -> str:
    """Return when something was, seen from `now`: `hoy, 10:41`, `ayer, 18:02`, or `21/11/2026`."""
    if local.date() == now.date():
        return _("hoy, {time}").format(time=shown_time(local))
    if local.date() == (now - timedelta(days=1)).date():
        return _("ayer, {time}").format(time=shown_time(local))
    return shown_date(local)
