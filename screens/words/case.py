"""How far a case got, in plain words: the same at the kiosk, on the desk and in lists."""

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import CaseStatus
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.words.dates import shown_time, spoken_date
from kiosk.words.stages import stage_words


def state_sentences(status: CaseStatus, *, waits: bool) -> tuple[str, ...]:
    """Return how a case stands for whoever asks at the kiosk; `waits` where there is nothing that they could do now."""
    received = spoken_date(status.submitted_at)
    handed_over = spoken_date(status.handed_over_at) if status.handed_over_at else ""
    told = tuple(each.format(received=received, handed_over=handed_over) for each in stage_words(status.stage).told)
    open_still = status.state in {CaseState.FILED, CaseState.HANDED_OVER}
    return (*told, _("Usted no tiene que hacer nada por ahora.")) if waits and open_still else told


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
