"""How far a case got, in plain words: the same at the kiosk, on the desk and in lists."""

from kiosk.domain.case_state import CaseState
from kiosk.domain.case_status import CaseStatus
from kiosk.domain.moment import Moment
from kiosk.locale import _
from screens.times import shown_time, spoken_date


def state_sentences(status: CaseStatus, *, waits: bool) -> tuple[str, ...]:
    """Return how a case stands for whoever asks at the kiosk; `waits` where there is nothing that they could do now."""
    filed = _("Está registrado desde el {date}.").format(date=spoken_date(status.submitted_at))
    handed_over = _("Se entregó al IESS.")
    if status.handed_over_at:
        handed_over = _("Se entregó al IESS el {date}.").format(date=spoken_date(status.handed_over_at))
    nothing_to_do = (_("Usted no tiene que hacer nada por ahora."),) if waits else ()
    return {
        CaseState.FILED: (filed, _("El dispensario todavía no lo entrega al IESS."), *nothing_to_do),
        CaseState.HANDED_OVER: (filed, handed_over, _("El IESS todavía no responde."), *nothing_to_do),
        CaseState.ANSWERED: (_("Ya hay una respuesta del IESS."), _("Pídala al personal, con su cédula.")),
        CaseState.DELIVERED: (_("La respuesta del IESS ya se entregó."), _("Si no la tiene, pídala al personal, con su cédula.")),
        CaseState.WITHDRAWN: (filed, _("Después se retiró: este trámite ya no sigue.")),
    }[status.state]


def wanted_sentences(status: CaseStatus) -> tuple[str, ...]:
    """Return what is asked for and has not come, and how to bring it."""
    if not status.wanted:
        return ()
    papers = tuple(_("Hace falta otra vez: {paper}.").format(paper=each) for each in status.wanted)
    return (*papers, _("Tráigalo aquí. Si le dieron una hoja para eso, tráigala también."))


def as_of_words(local_moment: Moment) -> str:
    """Return as of when this is known, and by whom; `local_moment` is in the dispensary's time."""
    sentence = (
        _("Según este kiosco, el {date} a las {time}.")
        if local_moment.trusted
        else _("Según este kiosco, el {date} a las {time} (hora no verificada).")
    )
    return sentence.format(date=spoken_date(local_moment.at), time=shown_time(local_moment.at))
