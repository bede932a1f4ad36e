"""Whether the kiosk can work, and what to do where it cannot: looked at where anything at all may be broken.

The looks run side by side, so that the whole takes no longer than the slowest; one that does not end is left behind.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from kiosk import procedures
from kiosk.domain.errors import SettingsError
from kiosk.domain.machine.health import Check, Health
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.ports import Devices
from kiosk.services.health import devices as health_devices
from kiosk.services.health import machine, staff, store
from kiosk.services.health.side_by_side import Look, side_by_side
from kiosk.settings import Settings

LONGEST_SECONDS = 90.0
"""More than the longest time-out of a device."""
_LONGEST_WORDS = 400


def examine(
    settings: Settings,
    mistakes: Sequence[SettingsError],
    left_out: Collection[str],
    devices: Devices,
    *,
    probe: str | None = None,
) -> list[Check]:
    """Look at everything but the devices whose section of the settings was left out for a mistake. Changes and raises nothing."""
    looks: dict[str, Look] = {
        "procedures": partial(_procedures, settings),
        "database": partial(store.examine, settings),
        "disk": partial(machine.disk, settings),
        "responsible": partial(machine.responsible, settings),
        "certificate": partial(staff.certificate, settings),
        "passwords": partial(health_devices.passwords, settings),
        "mail": lambda: health_devices.mail(settings, devices.mailer(), probe),
        "bounces": lambda: health_devices.bounces(settings, devices.mailbox()),
        "printer": lambda: health_devices.printers(settings, devices.printer()),
        "scanner": partial(health_devices.scanner, settings),
    }
    unknown = {name for name in ("mail", "bounces", "printer", "scanner") if name in left_out}
    unknown |= {"passwords"} if {"mail", "bounces"} & unknown else set()
    looks |= {name: partial(_not_looked, name) for name in unknown}
    return [_cleaned(each) for each in [*_settings(mistakes), *_province(settings), *side_by_side(looks, LONGEST_SECONDS)]]


def _not_looked(name: str) -> list[Check]:
    return [Check(name, Health.WARNING, "not_looked", _("No se revisó."), _("Corrija primero los ajustes."))]


def _settings(mistakes: Sequence[SettingsError]) -> list[Check]:
    mend = _("Corrija ese ajuste y pruebe otra vez.")
    wrong = [Check("settings", Health.FAILED, "wrong", each.message, mend) for each in mistakes]
    return wrong or [Check("settings", Health.OK, "ok", _("Los ajustes se entienden."))]


def _province(settings: Settings) -> list[Check]:
    """Tell where nobody said in which province the dispensary is: it is asked of everybody then, and the time is the mainland's."""
    if settings.kiosk.province:
        return [Check("province", Health.OK, "ok", _("Se dijo en qué provincia está el dispensario."))]
    words = _("No se dijo en qué provincia está el dispensario: se pregunta en cada visita, y la hora es la del continente.")
    mend = _("Escriba en kiosk.toml, en [kiosk], province con sus dos números, como 17 para Pichincha.")
    return [Check("province", Health.WARNING, "not_set", words, mend)]


def _procedures(settings: Settings) -> list[Check]:
    procedures.load(settings.procedures, demo=settings.demo)
    return [Check("procedures", Health.OK, "ok", _("Los trámites y sus textos se entienden."))]


def _cleaned(check: Check) -> Check:
    """Return it fit for a terminal: names of files and settings may hold anything."""
    return replace(check, message=clean(check.message, limit=_LONGEST_WORDS), mend=clean(check.mend, limit=_LONGEST_WORDS))
