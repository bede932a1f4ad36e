"""Whether the clock can be trusted, by the kernel, by what was remembered of it, and by the time that was seen to pass."""

from datetime import datetime, timedelta

from kiosk.adapters.clock import ASTRAY, MARGIN, WRITTEN, is_plausible, kernel_is_synchronised, uptime
from kiosk.domain.machine.health import Check, Health
from kiosk.domain.moment import SeenTime
from kiosk.locale import _
from kiosk.settings import Settings


def clock(
    settings: Settings,
    now: datetime,
    known_right: datetime | None = None,
    latest: datetime | None = None,
    seen: SeenTime | None = None,
) -> Check:
    """Look whether the clock can be trusted; what was remembered of it is None where nothing was."""
    mend = _("Conecte el equipo a internet, o ponga la hora a mano, y active la sincronización (timedatectl set-ntp true).")
    confirm = _("Compare la hora con su reloj, póngala bien (timedatectl set-time), y escriba: kiosk clock confirm DÍA HORA")
    if kernel_is_synchronised() and is_plausible(now, seen.later(*uptime(), now).at if seen else max(now, WRITTEN)):
        return Check("clock", Health.OK, "synchronised", _("El reloj está sincronizado."))
    if (latest is not None and now < latest) or (seen is not None and now < seen.at - MARGIN):
        words = _("El reloj retrocedió: es anterior a lo último que se guardó. No se borra nada hasta que alguien la confirme.")
        return Check("clock", Health.FAILED, "gone_back", words, confirm)
    if known_right is not None and now - known_right <= timedelta(days=settings.limits.clock_days):
        words = _("El reloj no está sincronizado ahora; se comprobó hace {hours} horas.")
        return Check("clock", Health.OK, "recent", words.format(hours=int((now - known_right).total_seconds() // 3600)))
    if kernel_is_synchronised():
        words = _(
            "El equipo da su hora por sincronizada, y no va con el tiempo que pasó: no se borra nada hasta que alguien la confirme."
        )
        return Check("clock", Health.WARNING, "doubtful", words, confirm)
    if seen is not None and now > seen.later(*uptime(), now).at + ASTRAY:
        words = _("El reloj avanzó más que el tiempo de encendido: por él no se borra nada hasta que una persona lo confirme.")
        return Check("clock", Health.WARNING, "leapt", words, confirm)
    words = _("El reloj no está sincronizado: en los papeles, junto a la hora, dice «hora no verificada».")
    return Check("clock", Health.WARNING, "not_synchronised", words, mend)
