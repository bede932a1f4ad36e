"""Undoing at the desk what a person cancelled or took back: they changed their mind, or it was not they who did it."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.followup import withdrawals
from screens.desk.base import DeskScreen
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option


class Undo(DeskScreen):
    """What is undone, for the person at the counter."""

    needs = "withdrawal_undone"

    AUTO_FOCUS = "Choices"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Qué se deshace?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Sigue como antes, y la persona recibe un correo, si tiene.").format(number=self._number)

    @override
    def content(self) -> Iterable[Widget]:
        yield Choices(
            "what",
            [
                Option(
                    TakenBack.REQUEST, _("La cancelación de la solicitud"), _("La solicitud vuelve a esperar la entrega al IESS.")
                ),
                Option(TakenBack.CONSENT, _("El permiso que se quitó"), _("La persona autoriza otra vez el uso de sus datos.")),
            ],
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Undo it once it was seen who asks for it, and go back to the case."""
        chosen = self.query_one(Choices).value
        if chosen is None:
            raise BadInput(_("Elija qué se deshace."), field="what")
        text = _("Solo lo pide la persona del trámite: mire su cédula.")
        answers = [Answer("do", _("Es la persona: deshacer")), Answer("stop", _("Dejar todo como está"))]
        if await self.ask(_("¿Deshacerlo?"), text, answers) == "do":
            await self.call(withdrawals.undo, self._number, TakenBack(chosen), say=_("Guardando…"))
            self.kiosk_app.deliver_now()
            await self.back()
