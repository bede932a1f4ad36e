"""How a case stands (¿En qué va mi trámite?), as far as what stands on its receipt may tell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.state import CaseState
from kiosk.domain.errors import BadInput
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.services.cases.status import StatusQuestion, StatusTold, status_of
from screens.entrance.holder import ShowReceipt
from screens.entrance.withdraw import WithdrawHere
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.staff.helped import helped
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.words import Words
from screens.words.case import as_of_words, state_sentences, wanted_sentences

LONGEST_READ = 300
"""Characters of the number's field: a reader types a receipt's whole code into it."""


class AskForCase(KioskScreen):
    """Asks for the number, or the receipt's QR, and for the digits that do not stand on the receipt."""

    def __init__(self, asked: StatusQuestion | None = None) -> None:
        super().__init__()
        self._asked = asked or StatusQuestion("", "")

    @override
    def question(self) -> str:
        return _("¿Qué número tiene su trámite?")

    @override
    def hint(self) -> str:
        return _("Está en su comprobante, como 0417A-26-000123-9. Con un lector: lea el cuadro (QR).")

    @override
    def help_text(self) -> str:
        return _(
            "# ¿En qué va mi trámite?\n\n"
            "Aquí se ve si su solicitud se recibió aquí, si ya se entregó al IESS, si falta un documento y si ya hay respuesta.\n\n"
            "La respuesta misma no se ve aquí: llega a su correo, o se retira en este dispensario.\n\n"
            "Desde aquí también puede cancelar su solicitud, si ya no quiere salir, o quitar su permiso.\n\n"
            "Si no tiene su comprobante, pregunte al personal, con su cédula."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Field("number", _("Número de trámite"), value=self._asked.number, width=28, limit=LONGEST_READ),
            Field(
                "last_four",
                _("Los 4 últimos de su cédula o de su código de extranjero"),
                value=self._asked.last_four,
                width=8,
                limit=8,
            ),
        )

    async def go_on(self) -> None:
        """Look, or ask for what stands beside the number on the receipt."""
        number, last_four = (self.query_one(f"#field-{name}", Field).value for name in ("number", "last_four"))
        refusals = []
        if not number:
            refusals.append(BadInput(_("Escriba el número de su comprobante."), field="number"))
        if not last_four:
            refusals.append(BadInput(_("Escriba los 4 últimos de su cédula o de su código de extranjero."), field="last_four"))
        if refusals:
            self.refuse(*refusals)
            return
        asked = StatusQuestion(number, last_four)
        if asked.is_read:
            await tell(self, asked)
            return
        await self.call(lambda _kiosk: asked.parsed)  # a mistyped number is told here
        self.kiosk_app.show(Seal(asked))


class Seal(KioskScreen):
    """Asks for the first signs of the receipt's seal, whatever was typed before: they tell who holds the paper."""

    def __init__(self, asked: StatusQuestion) -> None:
        super().__init__()
        self._asked = asked

    @override
    def question(self) -> str:
        return _("¿Cómo empieza el sello de su comprobante?")

    @override
    def hint(self) -> str:
        return _("Está al final del papel: «Sello del registro». Escriba los 4 primeros signos, como 3f2a.")

    @override
    def help_text(self) -> str:
        return _(
            "# El sello del registro\n\n"
            "Son 16 números y letras, de la a hasta la f, en 4 grupos. Aquí basta el primer grupo.\n\n"
            "Lo pedimos para que nadie más vea ni cambie su trámite: el número y la cédula los pueden saber otras personas; "
            "el sello está solo en su comprobante.\n\n"
            "Si no tiene su comprobante, pregunte al personal, con su cédula."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (Field("seal", _("Los 4 primeros signos del sello"), width=8, limit=24),)

    @override
    async def go_on(self) -> None:
        typed = self.query_one(Field).value
        if not typed:
            raise BadInput(_("Escriba los 4 primeros signos del sello."), field="seal")
        await tell(self, replace(self._asked, seal=typed))

    async def back(self) -> None:
        """Go back to the number, as it was typed."""
        self.kiosk_app.show(AskForCase(self._asked))


async def tell(screen: KioskScreen, asked: StatusQuestion) -> None:
    """Show how the case stands, or that what was typed does not go together."""
    told = await helped(screen, lambda kiosk: status_of(kiosk, asked))
    if told is not None:
        screen.kiosk_app.show(HowItStands(told))
        return
    title = _("Con esos datos no hay un trámite recibido aquí")
    text = _(
        "Compare el número y el sello con su comprobante, letra por letra. Si están iguales, muestre su comprobante al personal."
    )
    answers = [Answer("end", _("Terminar")), Answer("again", _("Revisar el número"))]
    if await screen.ask(title, text, answers) == "end":
        screen.kiosk_app.end_visit()
    elif not isinstance(screen, AskForCase):
        screen.kiosk_app.show(AskForCase(asked))


class HowItStands(KioskScreen):
    """Tells it, and is the way to take the case or the consent back."""

    def __init__(self, told: StatusTold) -> None:
        super().__init__()
        self._told, self._status = told, told.status

    @override
    def question(self) -> str:
        return _("Su trámite {number}").format(number=self._status.number)

    @override
    def hint(self) -> str:
        kiosk, as_of = self.kiosk_app.kiosk, self._status.as_of
        return as_of_words(Moment(kiosk.local(as_of.at), as_of.trusted)) if kiosk else ""

    @override
    def help_text(self) -> str:
        return _(
            "# En qué va\n\nAquí dice hasta dónde llegó su solicitud, según lo que este dispensario sabe.\n\n"
            "- La decisión la da el IESS. Si ya pasó la fecha que está en su comprobante, pregunte al personal.\n"
            "- **Cancelar mi solicitud o quitar mi permiso**: es gratis. Primero se le pregunta si está seguro.\n"
            "- **Terminar** borra esto de la pantalla y vuelve al inicio."
        )

    def content(self) -> Iterable[Widget]:
        """Return the sentences; what is to be done stands out."""
        wanted = wanted_sentences(self._status)
        told = (Words(each, classes="said") for each in state_sentences(self._status, waits=not wanted))
        undone = _("Si no fue usted, o cambió de idea, pregunte al personal, con su cédula: por unos días se puede deshacer.")
        gone = (Words(undone, classes="said"),) if self._status.state is CaseState.WITHDRAWN else ()
        return (*told, *(Words(each, classes="said strong") for each in wanted), *gone)

    def buttons(self) -> Sequence[Button]:
        """Return the way to take it back, while there is something to take back, and the end."""
        withdrawing = (Button(_("Cancelar mi solicitud o quitar mi permiso"), self.withdraw),)
        gone = self._status.state is CaseState.WITHDRAWN
        return (*(() if gone else withdrawing), Button(_("Terminar"), self.back, primary=True))

    async def back(self) -> None:
        """End: who asks again types again."""
        self.kiosk_app.end_visit()

    async def withdraw(self) -> None:
        """Take the case or the consent back: with the receipt in hand at once, else its holder is asked to show who they are."""
        if self._told.proof is not None:
            self.kiosk_app.show(WithdrawHere(self._status.number, self._told.proof))
        else:
            self.kiosk_app.show(ShowReceipt(self._told, HowItStands))
