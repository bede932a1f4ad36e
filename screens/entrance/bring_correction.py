"""Bringing a document that was asked for again: what it is, why, and where it comes from; at the kiosk and at the desk."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.locale import _
from kiosk.services.followup import corrections
from kiosk.services.papers.ways import as_taken
from kiosk.words.dates import spoken_date
from screens.documents.bringing import fetch
from screens.frame.screen import KioskScreen
from screens.visit.leave import leave_case
from screens.widgets.button import Button
from screens.widgets.facts import Facts, Points


class BringCorrection(KioskScreen):
    """What is asked for."""

    AUTO_FOCUS = "Button.-primary"
    looks_for_papers = True

    def __init__(self, asked: AskedDocument) -> None:
        super().__init__()
        self.asked = asked

    @override
    def question(self) -> str:
        return _("¿Trajo el documento que se le pidió?")

    def hint(self) -> str:
        """Say what to do with it."""
        return _("Pulse «Ponerlo ahora». Su trámite sigue apenas lo reciba.")

    @override
    def help_text(self) -> str:
        return _(
            "# El documento que se le pidió\n\nUn documento de su trámite falta o no se lee bien. Aquí pone uno mejor.\n\n"
            "- **Ponerlo ahora**: lo toma {where}.\n"
            "- El número de su trámite no cambia, y lo demás que entregó queda como está.\n"
            "- Si no lo trajo, vuelva otro día con el mismo número para volver."
        ).format(where=as_taken(self.kiosk_app.settings))

    def content(self) -> Iterable[Widget]:
        """Return what is asked for, and why."""
        yield Facts(facts_of(self.asked))

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Volver otro día"), self.back), Button(_("Ponerlo ahora"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        asked = self.asked
        came = await fetch(
            self, asked.slot, lambda kiosk, brought, given_up: corrections.receive(kiosk, asked.id, brought, given_up)
        )
        if came:
            self.kiosk_app.show(CorrectionCame(*came))

    async def back(self) -> None:
        """Leave it for another day."""
        leave_case(self)


class CorrectionCame(KioskScreen):
    """It was received."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, asked: AskedDocument, remarks: tuple[str, ...]) -> None:
        super().__init__()
        self._asked, self._remarks = asked, remarks

    @override
    def question(self) -> str:
        return _("Recibido. Gracias")

    @override
    def hint(self) -> str:
        return document_of(self._asked)

    def content(self) -> Iterable[Widget]:
        """Return what follows, and what whoever reviews it will see."""
        yield Points(
            (
                *self._remarks,
                _("El trámite {number} sigue: el documento va al IESS con lo demás.").format(number=self._asked.number),
                _("No tiene que hacer nada más. El papel que le dieron ya no sirve."),
            )
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Terminar"), self.back, primary=True),)

    @override
    async def back(self) -> None:
        leave_case(self)


def document_of(asked: AskedDocument) -> str:
    """Return which document it is, and whose."""
    name = asked.slot.requirement.name
    return _("{document}, de {name}").format(document=name, name=asked.slot.person_name) if asked.slot.person else name


def facts_of(asked: AskedDocument) -> list[tuple[str, str]]:
    """Return what is asked for, line by line."""
    why = _("Falta.") if asked.wanted is Wanted.MISSING else _("El que hay no sirve.")
    return [
        (_("Documento"), document_of(asked)),
        (_("Por qué"), f"{why} {asked.explanation}".strip()),
        (_("Trámite"), asked.number),
        (_("Pedido el"), spoken_date(asked.asked_at)),
    ]
