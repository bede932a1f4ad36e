"""Tells what comes out of the printer with the application form, how far it is, and what to do with it."""

from typing import TYPE_CHECKING

from kiosk.domain.message import MessageState, PrintStatus
from kiosk.locale import _
from kiosk.services import forms, slips
from kiosk.services.words import last_four_of
from screens.print_dialog import tell_of_print
from screens.print_words import Sheet, printing_words
from screens.step import JourneyScreen

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


async def ask_after_print(screen: JourneyScreen) -> None:
    """Say how far form and slip are, and end the visit where the person wants to come back."""
    text = _(
        "Son la solicitud y un papel con su número para volver, {code}.\n\n"
        "1. Firme la solicitud, o ponga su huella con tinta. También firma cada adulto que sale.\n"
        "2. Ponga todas las hojas aquí. El kiosco las reconoce por su cuadro negro: no lo tape.\n\n"
        "Si la lleva a su casa, vuelva antes de {days} días, con ese número y con {last_four}."
    ).format(code=screen.shown_code(), days=screen.kiosk_app.settings.limits.draft_days, last_four=last_four_of(screen.draft))
    draft = screen.draft.id
    await tell_of_print(screen, Sheet.FORM, lambda kiosk: _of_both(kiosk, draft), _("Su solicitud en papel"), text)


def _of_both(kiosk: "Kiosk", draft: str) -> PrintStatus:
    """Return the status of form or slip, whichever has more to tell: they are of one request, and may be of two printers."""
    return max((forms.print_status(kiosk, draft), slips.print_status(kiosk, draft)), key=_how_much_it_tells)


def _how_much_it_tells(status: PrintStatus) -> tuple[bool, bool, bool]:
    told = printing_words(Sheet.FORM, status, 0)
    return told.gives_up, told.waits, status.state is MessageState.FAILED
