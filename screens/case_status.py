"""How a case stands (¿En qué va mi trámite?), as far as its number and the last four of its identity may tell."""

import importlib
from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.domain import case_status
from kiosk.domain.case_state import CaseState
from kiosk.domain.errors import BadInput
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.services.case_status import status_of
from screens.base import KioskScreen
from screens.case_words import as_of_words, state_sentences, wanted_sentences
from screens.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.words import Words


class CaseStatus(KioskScreen):
    """Asks for the two."""

    def question(self) -> str:
        """Ask."""
        return _("¿Qué número tiene su trámite?")

    def hint(self) -> str:
        """Say where it stands."""
        return _("Está en su comprobante, como 0417A-26-000123-9.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# ¿En qué va mi trámite?\n\n"
            "Aquí se ve si su trámite está registrado, si ya se entregó al IESS, si falta un documento y si ya hay respuesta.\n\n"
            "La respuesta misma no se ve aquí: llega a su correo, o se retira en el dispensario.\n\n"
            "Desde aquí también puede retirar su trámite o su consentimiento."
        )

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        return (
            Field("number", _("Número de trámite"), width=28, limit=30),
            Field("last_four", _("Los 4 últimos números de su cédula o código"), width=8, limit=8),
        )

    async def go_on(self) -> None:
        """Look."""
        number, last_four = (self.query_one(f"#field-{name}", Field).value for name in ("number", "last_four"))
        refusals = []
        if not number:
            refusals.append(BadInput(_("Escriba el número de su comprobante."), field="number"))
        if not last_four:
            refusals.append(BadInput(_("Escriba los 4 últimos números de su cédula."), field="last_four"))
        if refusals:
            self.refuse(*refusals)
            return
        found = await self.call(status_of, number, last_four, say=_("Buscando…"))
        if found is not None:
            self.kiosk_app.show(HowItStands(found))
            return
        title = _("Con esos datos no hay un trámite registrado aquí")
        text = _("Compare el número con su comprobante, letra por letra. Si está igual, muestre su comprobante al personal.")
        answers = [Answer("end", _("Terminar")), Answer("again", _("Revisar el número"))]
        if await self.ask(title, text, answers) == "end":
            self.kiosk_app.end_visit()


class HowItStands(KioskScreen):
    """Tells it, and is the way to take the case or the consent back."""

    CSS_PATH = "case_status.tcss"

    def __init__(self, status: case_status.CaseStatus) -> None:
        super().__init__()
        self._status = status

    def question(self) -> str:
        """Name the case."""
        return _("Su trámite {number}").format(number=self._status.number)

    def hint(self) -> str:
        """Say as of when."""
        kiosk, as_of = self.kiosk_app.kiosk, self._status.as_of
        return as_of_words(Moment(kiosk.local(as_of.at), as_of.trusted)) if kiosk else ""

    def content(self) -> Iterable[Widget]:
        """Return the sentences; what is to be done stands out."""
        wanted = wanted_sentences(self._status)
        told = (Words(each, classes="said") for each in state_sentences(self._status, waits=not wanted))
        return (*told, *(Words(each, classes="said strong") for each in wanted))

    def buttons(self) -> Sequence[Button]:
        """Return the way to take it back, while there is something to take back, and the end."""
        withdrawing = (Button(_("Retirar mi trámite o mi consentimiento"), self.withdraw),)
        gone = self._status.state is CaseState.WITHDRAWN
        return (*(() if gone else withdrawing), Button(_("Terminar"), self.back, primary=True))

    async def back(self) -> None:
        """End: who asks again types again."""
        self.kiosk_app.end_visit()

    async def withdraw(self) -> None:
        """Take the case or the consent back."""
        self.kiosk_app.show(importlib.import_module("screens.withdraw").WithdrawHere(self._status.number))
