"""Dates and times as people say them."""

from datetime import datetime

from kiosk.locale import _


def spoken_date(local: datetime) -> str:
    """Return a local date in words: `23 de noviembre de 2026`."""
    months = (
        _("enero"),
        _("febrero"),
        _("marzo"),
        _("abril"),
        _("mayo"),
        _("junio"),
        _("julio"),
        _("agosto"),
        _("septiembre"),
        _("octubre"),
        _("noviembre"),
        _("diciembre"),
    )
    return _("{day} de {month} de {year}").format(day=local.day, month=months[local.month - 1], year=local.year)


def shown_time(local: datetime) -> str:
    """Return a local time: `10:41`."""
    return f"{local:%H:%M}"
