"""Putting a recorded answer into its person's hands, and taking a wrong record back."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.followup import decisions, notification
from screens.desk.base import DeskScreen
from screens.documents.bringing import fetch, paper_slot
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field

SIGNED = "signed"
"""The choice beside the reasons why there is no signature."""


class HandOut(DeskScreen):
    """How the person acknowledged it; dismisses with True once that is noted."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿La persona ya tiene la respuesta?")

    def hint(self) -> str:
        """Say what to do first."""
        return _("Imprímala, désela y pídale que firme o ponga su huella en la parte de abajo.")

    @override
    def content(self) -> Iterable[Widget]:
        yield Choices(
            "reason",
            [
                Option(SIGNED, _("Sí, y escaneo el papel firmado")),
                *(Option(code, label) for code, label in notification.without_signature().items()),
            ],
            dense=True,
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Anotar la entrega"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        chosen, number = self.query_one(Choices).value, self._number
        if chosen is None:
            raise BadInput(_("Elija cómo se entregó."), field="reason")
        if chosen != SIGNED:
            await self.call(lambda kiosk: notification.hand_out(kiosk, number, reason=chosen), say=_("Guardando…"))
            self.dismiss(result=True)
            return
        paper = paper_slot(_("Papel firmado por la persona"))
        if await fetch(self, paper, lambda kiosk, brought, given_up: notification.hand_out(kiosk, number, brought, given_up)):
            self.dismiss(result=True)


class Annul(DeskScreen):
    """Why a record is taken back; dismisses with True once it is."""

    needs = "decision_annulled"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Por qué se anula este registro?")

    @override
    def hint(self) -> str:
        return _("Si usted lo registró hoy, puede dejarlo en blanco. El registro anulado se guarda.")

    @override
    def content(self) -> Iterable[Widget]:
        yield Field("reason", _("Motivo"), limit=decisions.LONGEST_NOTE)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("No anular"), self.back), Button(_("Anular el registro"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        told = await self.call(decisions.annul, self._number, self.query_one(Field).value, say=_("Guardando…"))
        if told:
            await self.ask(
                _("Avise a la persona"),
                _("La respuesta anulada ya se le envió o se le entregó. Llámela, y dígale que no es la correcta."),
                [Answer("ok", _("Entendido"))],
            )
        self.dismiss(result=True)
