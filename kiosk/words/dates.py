"""Dates and times as people say them, alike on screens, papers and in mails; a time is local where it is not a Moment."""

from datetime import date, datetime

from kiosk.domain.moment import Moment, local_zone
from kiosk.locale import _, ngettext
from kiosk.settings import Settings


def spoken_date(local: date) -> str:
    """Return a date in words: `23 de noviembre de 2026`."""
    return _("{day} de {month} de {year}").format(day=local.day, month=month_name(local.month), year=local.year)


def day_and_month(local: date) -> str:
    """Return a date of these days in words: `23 de noviembre`."""
    return _("{day} de {month}").format(day=local.day, month=month_name(local.month))


def spoken_time(local: datetime) -> str:
    """Return date and time in words: `23 de noviembre de 2026, 10:41`."""
    return _("{date}, {time}").format(date=spoken_date(local), time=shown_time(local))


def moment_words(moment: Moment, settings: Settings) -> str:
    """Return date and time in the dispensary's zone, marked when the clock was not trusted."""
    return local_words(Moment(moment.at.astimezone(local_zone(settings.kiosk.province)), moment.trusted))


def local_words(local: Moment) -> str:
    """Return date and time, in the zone that the moment has, marked when the clock was not trusted."""
    when = spoken_time(local.at)
    return when if local.trusted else _("{when} (hora no verificada)").format(when=when)


def shown_date(day: date) -> str:
    """Return a date as it is written here: `03/05/2015`."""
    return f"{day:%d/%m/%Y}"


def shown_time(local: datetime) -> str:
    """Return a local time: `10:41`."""
    return f"{local:%H:%M}"


def shown_moment(local: datetime) -> str:
    """Return a local date and time for lists and margins: `03/05/2015 10:41`."""
    return _("{date} {time}").format(date=shown_date(local), time=shown_time(local))


def zoned(local: datetime) -> str:
    """Return a local date and time with its zone, for the command line and what is kept: `03/05/2015 10:41 -05:00`."""
    return f"{shown_moment(local)} {local.isoformat()[-6:]}"


def month_name(month: int) -> str:
    """Return a month's name: `noviembre`. Babel has them, too, for 5 MB of memory in each process."""
    return (
        *(_("enero"), _("febrero"), _("marzo"), _("abril"), _("mayo"), _("junio")),
        *(_("julio"), _("agosto"), _("septiembre"), _("octubre"), _("noviembre"), _("diciembre")),
    )[month - 1]


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
