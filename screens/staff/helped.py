"""Who must wait because of wrong tries is helped by staff at once: their code lifts the wait, and bears what is done."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain.errors import TryLater
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.staff.code import ask_staff
from screens.staff.menu import in_the_name_of

Result = TypeVar("Result")


async def helped(screen: KioskScreen, service: Callable[[Kiosk], Result]) -> Result:
    """Do what a person asks for; where they would have to wait, offer that staff do it. Raises as the service does."""
    try:
        return await screen.call(service, say=_("Buscando…"))
    except TryLater as later:
        text = _("{wait}\n\nO pida ayuda al personal: se sigue enseguida.").format(wait=later.message)
        answers = [Answer("staff", _("Ayuda del personal")), Answer("wait", _("Entendido"))]
        if await screen.ask(_("Hubo varios intentos"), text, answers) != "staff" or not (name := await ask_staff(screen)):
            raise
        return await screen.call(in_the_name_of(name, service), say=_("Buscando…"))
