"""How far a case got, said in one place: screens, lists, papers and mails take their words from here, and cannot disagree."""

from dataclasses import dataclass
from typing import Any, Final

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage, stage_of
from kiosk.locale import _

OF_STAGE: Final = ("state", "handed_over_at", "institution_reference")
"""The columns of a case from which its stage is told."""


@dataclass(frozen=True, slots=True)
class StageWords:
    """A stage of a *solicitud* for a list, beside its number, and as the sentences told to whoever asks for it."""

    short: str
    long: str
    told: tuple[str, ...]
    """May hold {received} and {handed_over}, dates in words."""


def stage_of_case(case: Any) -> Stage:  # noqa: ANN401 - a case, or a row of these columns
    """Return how far a case got, from its own row or one with the columns `OF_STAGE`."""
    return stage_of(CaseState(case.state), has_all=case.handed_over_at is not None, reference=case.institution_reference)


def received_here() -> str:
    """Return what is true of every filing, from its first moment on."""
    return _("Su solicitud quedó recibida en este dispensario el {received}.")


def stage_words(stage: Stage) -> StageWords:
    """Return the words of a stage."""
    received = received_here()
    return {
        Stage.RECEIVED_HERE: StageWords(
            _("recibida aquí"),
            _("recibida aquí, por entregar al IESS"),
            (received, _("El dispensario todavía no la entrega al IESS.")),
        ),
        Stage.HANDED_OVER: StageWords(
            _("entregada al IESS"),
            _("entregada al IESS, sin respuesta"),
            (received, _("Se entregó al IESS el {handed_over}."), _("El IESS todavía no responde.")),
        ),
        Stage.RECEIVED_THERE: StageWords(
            _("recibida en el IESS"),
            _("recibida en el IESS, sin respuesta"),
            (received, _("El IESS ya la recibió y le dio un número."), _("El IESS todavía no responde.")),
        ),
        Stage.MORE_TO_HAND_OVER: StageWords(
            _("entregada al IESS"),
            _("entregada al IESS; falta llevarle lo que llegó después"),
            (received, _("El IESS ya la tiene. El dispensario todavía no le entrega lo que llegó después.")),
        ),
        Stage.ANSWERED: StageWords(
            _("respondida"),
            _("respondida, por entregar a la persona"),
            (_("Ya hay una respuesta del IESS."), _("Pídala al personal, con su cédula.")),
        ),
        Stage.DELIVERED: StageWords(
            _("terminada"),
            _("terminada: la persona tiene la respuesta"),
            (_("La respuesta del IESS ya se entregó."), _("Si no la tiene, pídala al personal, con su cédula.")),
        ),
        Stage.CANCELLED: StageWords(
            _("cancelada"),
            _("cancelada por la persona"),
            (received, _("Después usted la canceló: ya no sigue.")),
        ),
    }[stage]
