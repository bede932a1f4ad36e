"""Dates and times as people say them."""

from datetime import datetime

from kiosk.locale import _, ngettext


def spoken_date(local: datetime) -> str:
    """Return a local date in words: `23 de noviembre de 2026`."""
    return _("{day} de {month} de {year}").format(day=local.day, month=month_name(local.month), year=local.year)


def month_name(month: int) -> str:
    """Return a month's name: `noviembre`."""
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
    return months[month - 1]


def shown_time(local: datetime) -> str:
    """Return a local time: `10:41`."""
    return f"{local:%H:%M}"


def ago(since: datetime, now: datetime) -> str:
    """Return how long something waits: `hace 3 días`; what a clock that went back puts into the future has just begun."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    hours, days = minutes // 60, minutes // 1440
    if days:
        return ngettext("hace 1 día", "hace {count} días", days).format(count=days)
    if hours:
        return ngettext("hace 1 hora", "hace {count} horas", hours).format(count=hours)
    if minutes:
        return ngettext("hace 1 minuto", "hace {count} minutos", minutes).format(count=minutes)
    return _("ahora mismo")
