"""Looks at what may be broken, side by side: one that fails or does not end is a finding, and holds up no other."""

import threading
import time
from collections.abc import Callable

from kiosk.domain.errors import KioskError
from kiosk.domain.machine.health import Check, Health
from kiosk.locale import _
from kiosk.words.system import fault_in_words

Look = Callable[[], list[Check]]


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
        words = _("No se pudo revisar: {reason}.").format(reason=fault_in_words(error))
        return [Check(name, Health.FAILED, "unreadable", words, _("Revise el permiso de la carpeta del kiosco y su disco."))]
    except Exception as error:  # noqa: BLE001 - what is broken in a way that nobody has foreseen is a finding too
        words = _("No se pudo revisar ({name}).").format(name=type(error).__name__)
        return [Check(name, Health.FAILED, "defect", words, _("Avise a quien cuida el kiosco."))]


def _late(name: str) -> Check:
    return Check(name, Health.FAILED, "late", _("No se terminó de revisar a tiempo."), _("Avise a quien cuida el kiosco."))
