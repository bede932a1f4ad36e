"""Tells what comes out of the printer with the application form and what to do with it, and asks whether the person leaves."""

from kiosk.locale import _
from screens.dialog import Answer
from screens.step import JourneyScreen


async def ask_after_print(screen: JourneyScreen) -> None:
    """Say that form and slip were sent to the printer, and end the visit where the person wants to come back."""
    screen.kiosk_app.deliver_now()
    text = _(
        "Si no sale el papel, avise al personal. Salen la solicitud y un papel con su código, {code}.\n\n"
        "1. Firme la solicitud, o ponga su huella con tinta. También firma cada adulto que sale.\n"
        "2. Ponga todas las hojas aquí. El kiosco las reconoce por su cuadro negro: no lo tape.\n\n"
        "Si la lleva a su casa, vuelva antes de {days} días, con su código y con los 4 últimos números de su cédula."
    ).format(code=screen.shown_code(), days=screen.kiosk_app.settings.limits.draft_days)
    leave = await screen.ask(
        _("Mandamos a imprimir su solicitud"),
        text,
        [Answer("leave", _("Salir y volver")), Answer("stay", _("Seguir aquí"))],
    )
    if leave == "leave":
        screen.kiosk_app.end_visit()
