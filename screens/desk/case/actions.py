"""What can be done with a case now: only what makes sense in its state is named."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.whole import CaseWhole
from kiosk.domain.desk.permits import SEE_CASES, Role, may
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.words.stages import stage_words
from screens.desk.base import DeskScreen
from screens.desk.case.confirmation import ScanConfirmation
from screens.desk.case.contact import CorrectContact
from screens.desk.case.correction import AskAgain
from screens.desk.case.observe import Observe
from screens.desk.case.receipt import PrintReceipt
from screens.desk.case.record_answer import RecordAnswer
from screens.desk.case.undo import Undo
from screens.desk.case.vouch import Vouch
from screens.desk.case.withdrawal import Withdraw
from screens.desk.handover.choose import HandOverOne
from screens.desk.same_identity import DecideSame
from screens.widgets.button import Action, Button
from screens.widgets.menu import Menu

_OPEN: Final = frozenset({CaseState.FILED, CaseState.HANDED_OVER, CaseState.ANSWERED})
_ANY: Final = frozenset(CaseState)
ACTIONS: Final[tuple[tuple[str, type[DeskScreen], frozenset[CaseState]], ...]] = (
    (_("Dar fe de la identidad"), Vouch, _ANY - {CaseState.WITHDRAWN}),
    (_("Decidir sobre la misma identidad"), DecideSame, _ANY),
    (_("Escanear la hoja firmada"), ScanConfirmation, _ANY - {CaseState.WITHDRAWN}),
    (_("Imprimir el comprobante otra vez"), PrintReceipt, _ANY - {CaseState.WITHDRAWN}),
    (_("Corregir el teléfono o el correo"), CorrectContact, _ANY - {CaseState.WITHDRAWN}),
    (_("Añadir una observación"), Observe, _ANY),
    (_("Pedir un documento que falta o está mal"), AskAgain, _OPEN),
    (_("Entregarlo al IESS"), HandOverOne, _ANY),
    (_("Anotar o entregar la respuesta del IESS"), RecordAnswer, frozenset({CaseState.HANDED_OVER, CaseState.ANSWERED})),
    (_("Cancelar la solicitud, o quitar el permiso"), Withdraw, _OPEN),
    (_("Deshacer lo que se canceló o quitó"), Undo, _ANY),
)
"""Label, the screen, made for the case's number, and the states in which it makes sense."""


class CaseActions(DeskScreen):
    """The actions; each lies upon this screen, and coming back from it leads to the case."""

    needs = SEE_CASES

    def __init__(self, case: CaseWhole) -> None:
        super().__init__()
        self._case = case

    @override
    def question(self) -> str:
        return _("¿Qué va a hacer?")

    @override
    def hint(self) -> str:
        return _("Solicitud {number}: {state}.").format(number=self._case.number, state=stage_words(self._case.stage).long)

    def content(self) -> Iterable[Widget]:
        """Return what can be done."""
        same = [Button(_("Ver {number}: la misma identidad").format(number=each), self._other(each)) for each in self._same]
        return (
            Menu([*same, *(Button(label, self._opener(screen)) for label, screen in actions(self._case, self.kiosk_app.role))]),
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back),)

    @property
    def _same(self) -> tuple[CaseNumber, ...]:
        """The other cases with the same identity that the menu has room for, newest first."""
        return tuple(each.number for each in self._case.same_identity[:2])

    def _other(self, number: CaseNumber) -> Action:
        async def opened() -> None:
            self.app.switch_screen(self.kiosk_app.case_view(number))

        return opened

    def _opener(self, screen: Callable[[CaseNumber], DeskScreen]) -> Action:
        async def opened() -> None:
            self.app.switch_screen(screen(self._case.number))

        return opened


def actions(case: CaseWhole, role: Role) -> list[tuple[str, Callable[[CaseNumber], DeskScreen]]]:
    """Return label and screen of what makes sense in a case's state, and the role may do."""
    needless: dict[object, bool] = {
        Vouch: is_vouched(case),
        DecideSame: all(each.decided is not None for each in case.same_identity),
        ScanConfirmation: Lacking.SHEET not in case.lacking,
        HandOverOne: not waits(case),
        Undo: all(each.undone_at is not None for each in case.history.withdrawals),
    }
    return [
        (label, screen)
        for label, screen, states in ACTIONS
        if case.state in states and may(role, screen.needs) and not needless.get(screen, False)
    ]


def waits(case: CaseWhole) -> bool:
    """Tell whether the institute lacks something of a case: itself, or, once it has it, what changed or was taken back since."""
    if case.handed_over_at is not None:
        return False
    return case.state is CaseState.FILED or bool(case.history.handovers)


def is_vouched(case: CaseWhole) -> bool:
    """Tell whether somebody vouched for the applicant's very number."""
    applicant = case.draft.answers.applicant
    return applicant is not None and any(
        each.subject is Subject.IDENTITY and each.person == "applicant" and each.value == applicant.identity.number
        for each in case.draft.attestations
    )
