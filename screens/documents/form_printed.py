"""Tells what comes out of the printer with the application form, how far it is, and what to do with it."""

from typing import TYPE_CHECKING

from kiosk.domain.machine.message import MessageKind, MessageState, PrintStatus
from kiosk.domain.people.identity import IdentityKind
from kiosk.locale import _
from kiosk.services.messages import prints
from kiosk.services.papers.ways import Way, ways_in
from screens.visit.print_dialog import tell_of_print
from screens.visit.question import JourneyScreen
from screens.words.prints import Printout, printing_words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from kiosk.settings import Settings


async def ask_after_print(screen: JourneyScreen) -> None:
    """Say how far form and slip are, and end the visit where the person wants to come back."""
    settings, foreign = screen.kiosk_app.settings, _has_no_cedula(screen)
    text = "\n".join(
        (
            _("Son la solicitud y un papel con su número para volver, {code}.").format(code=screen.shown_code()),
            "",
            _("1. Firme la solicitud, o ponga su huella con tinta. También firma cada adulto que sale. No tape el cuadro negro."),
            *ways_back(settings),
            "",
            _when_taken_home(foreign=foreign).format(days=settings.limits.draft_days),
        )
    )
    draft = screen.draft.id
    await tell_of_print(screen, Printout.FORM, lambda kiosk: _of_both(kiosk, draft), _("Su solicitud en papel"), text)


def _when_taken_home(*, foreign: bool) -> str:
    if foreign:
        return _(
            "Si la lleva a casa, vuelva antes de {days} días con ese número y los 4 últimos signos de su código de extranjero."
        )
    return _("Si la lleva a casa, vuelva antes de {days} días con ese número y los 4 últimos números de su cédula.")


def ways_back(settings: "Settings") -> list[str]:
    """Say how a signed form gets into the kiosk: the ways that this one has, and staff where it has no scanner."""
    ways = ways_in(settings)
    scans, copies, sticks = Way.SCANNER in ways, Way.INBOX in ways, Way.STICK in ways
    known = (
        (scans, _("2. Escanéela aquí: el kiosco la reconoce y la pone en su lugar.")),
        (not scans and copies, _("2. Escanéela en la copiadora del dispensario: llega sola a este kiosco.")),
        (
            not (scans or copies) and sticks,
            _("2. Tómele una foto con un teléfono y tráigala en una memoria USB."),
        ),
        (
            not (scans or copies),
            _("También puede entregarla al personal. Guarde y vuelva otro día: la escanean ellos, y usted sigue con su número.")
            if sticks
            else _("2. Entréguela al personal. Guarde y vuelva otro día: la escanean ellos, y usted sigue con su número."),
        ),
    )
    return [words for there, words in known if there]


def _has_no_cedula(screen: JourneyScreen) -> bool:
    applicant = screen.draft.answers.applicant
    return applicant is not None and applicant.identity.kind is IdentityKind.FOREIGN_CODE


def _of_both(kiosk: "Kiosk", draft: str) -> PrintStatus:
    """Return the status of form or slip, whichever has more to tell: they are of one request, and may be of two printers."""
    return max(
        (prints.standing(kiosk, each, draft) for each in (MessageKind.FORM_PRINT, MessageKind.SLIP_PRINT)), key=_how_much_it_tells
    )


def _how_much_it_tells(status: PrintStatus) -> tuple[bool, bool, bool]:
    told = printing_words(Printout.FORM, status, 0)
    return told.gives_up, told.waits, status.state is MessageState.FAILED
