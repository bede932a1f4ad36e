"""Whether the kiosk can work, and what to do where it cannot: looked at where anything at all may be broken.

The looks run side by side, so that the whole takes no longer than the slowest; one that does not end is left behind.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from kiosk import procedures
from kiosk.domain.errors import KioskError, SettingsError
from kiosk.domain.health import Check, Health
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.ports import Devices
from kiosk.services import health_devices, health_machine, health_staff
from kiosk.settings import Settings

LONGEST_SECONDS = 90.0
"""More than the longest time-out of a device."""
_LONGEST_WORDS = 400

Look = Callable[[], list[Check]]


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
        "database": partial(health_machine.store, settings),
        "disk": partial(health_machine.disk, settings),
        "responsible": partial(health_machine.responsible, settings),
        "certificate": partial(health_staff.certificate, settings),
        "passwords": partial(health_devices.passwords, settings),
        "mail": lambda: health_devices.mail(settings, devices.mailer(), probe),
        "bounces": lambda: health_devices.bounces(settings, devices.mailbox()),
        "printer": lambda: health_devices.printers(settings, devices.printer()),
        "scanner": partial(health_devices.scanner, settings),
    }
    unknown = {name for name in ("mail", "bounces", "printer", "scanner") if name in left_out}
    unknown |= {"passwords"} if {"mail", "bounces"} & unknown else set()
    looks |= {name: partial(_not_looked, name) for name in unknown}
    return [_cleaned(each) for each in [*_settings(mistakes), *side_by_side(looks, LONGEST_SECONDS)]]


def side_by_side(looks: dict[str, Look], seconds: float) -> list[Check]:
    """Run looks in threads and return their checks in order; one that fails or is late is a check that failed."""
    found: dict[str, list[Check]] = {}

    def run(name: str, look: Look) -> None:
        found[name] = _tried(name, look)

    threads = [threading.Thread(target=run, args=each, name="doctor", daemon=True) for each in looks.items()]
    until = time.monotonic() + seconds
    for each in threads:
        each.start()
    for each in threads:
        each.join(max(0.0, until - time.monotonic()))
    return [check for name in looks for check in found.get(name, [_late(name)])]


def _tried(name: str, look: Look) -> list[Check]:
    try:
        return look()
    except KioskError as error:
        return [Check(name, Health.FAILED, "failed", error.message, _("Avise a quien cuida el kiosco."))]
    except OSError as error:
        words = _("No se pudo revisar: {reason}.").format(reason=error.strerror)
        return [Check(name, Health.FAILED, "unreadable", words, _("Revise el permiso de la carpeta del kiosco y su disco."))]
    except Exception as error:  # noqa: BLE001 - what is broken in a way that nobody has foreseen is a finding too
        words = _("No se pudo revisar ({name}).").format(name=type(error).__name__)
        return [Check(name, Health.FAILED, "defect", words, _("Avise a quien cuida el kiosco."))]


def _late(name: str) -> Check:
    return Check(name, Health.FAILED, "late", _("No se terminó de revisar a tiempo."), _("Avise a quien cuida el kiosco."))


def _not_looked(name: str) -> list[Check]:
    return [Check(name, Health.WARNING, "not_looked", _("No se revisó."), _("Corrija primero los ajustes."))]


def _settings(mistakes: Sequence[SettingsError]) -> list[Check]:
    mend = _("Corrija ese ajuste y pruebe otra vez.")
    wrong = [Check("settings", Health.FAILED, "wrong", each.message, mend) for each in mistakes]
    return wrong or [Check("settings", Health.OK, "ok", _("Los ajustes se entienden."))]


def _procedures(settings: Settings) -> list[Check]:
    procedures.load(settings.procedures, demo=settings.demo)
    return [Check("procedures", Health.OK, "ok", _("Los trámites y sus textos se entienden."))]


def _cleaned(check: Check) -> Check:
    """Return it fit for a terminal: names of files and settings may hold anything."""
    return replace(check, message=clean(check.message, limit=_LONGEST_WORDS), mend=clean(check.mend, limit=_LONGEST_WORDS))
