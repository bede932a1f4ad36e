"""An answer that is recorded: how it reaches its person, and putting it into their hands."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from kiosk.domain.cases.decision import Decided, Outcome
from kiosk.domain.documents.document import Origin
from kiosk.domain.errors import BadInput
from kiosk.domain.machine.message import MessageState
from kiosk.locale import _
from kiosk.services.followup import decisions, notification
from kiosk.services.followup.notification import NotificationTold
from screens.desk.base import DeskScreen
from screens.dialog import Answer
from screens.errand import fetch
from screens.print_words import Sheet
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts
from screens.widgets.field import Field
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

SIGNED = "signed"
"""The choice beside the reasons why there is no signature."""


async def show_kept(screen: DeskScreen, number: str) -> None:
    """Show a case's newest answer in place of this screen."""
    decided = (await screen.call(decisions.of_case, number))[-1]
    told = await screen.call(notification.how_told, number)
    screen.app.switch_screen(AnswerKept(number, decided, told))


class AnswerKept(DeskScreen):
    """What was answered, and what is still to be done with it."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, number: str, decided: Decided, told: NotificationTold) -> None:
        super().__init__()
        self._number, self._decided, self._told = number, decided, told

    @property
    def _wants_more(self) -> bool:
        return self._decided.answered.outcome is Outcome.MORE_WANTED

    def question(self) -> str:
        """Say it."""
        return {
            Outcome.GRANTED: _("El IESS aceptó la solicitud"),
            Outcome.REFUSED: _("El IESS no aceptó la solicitud"),
        }.get(self._decided.answered.outcome, _("El IESS pide más documentos"))

    def hint(self) -> str:
        """Say of which case."""
        return _("Trámite {number}").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return the answer, what is to be done, and what becomes of the print."""
        answered, decided, number = self._decided.answered, self._decided, self._number
        recorded = _("{name}, {day} {time}").format(
            name=decided.actor, day=f"{decided.recorded_at:%d/%m/%Y}", time=f"{decided.recorded_at:%H:%M}"
        )
        scanned = _("escaneado") if decided.has_scan else _("sin escanear")
        yield Words(_to_do(decided, self._told), classes="told")
        yield PrintNews(Sheet.PAPER, lambda kiosk: notification.print_status(kiosk, number))
        yield Facts(
            (
                (_("Documento"), f"{answered.reference or _('sin número')}, {scanned}"),
                (_("Fecha"), f"{answered.decided_on:%d/%m/%Y}"),
                *([(_("Nota"), answered.note)] if answered.note else []),
                (_("Registró"), recorded),
            )
        )

    def buttons(self) -> Sequence[Button]:
        """Return what can be done: a way on where there is one, and always the way back."""
        kiosk = self.kiosk_app.kiosk
        done = self._decided.handed_out_at is not None
        back = Button(_("Atrás"), self.back, primary=done)
        rest = [Button(_("Anular"), self.annul)]
        rest += [Button(_("Imprimir"), self.print_answer)] if kiosk and kiosk.printer else []
        if done:
            return (*rest, back)
        if self._wants_more:
            return (back, *rest, Button(_("Pedir documentos"), self.ask_documents, primary=True))
        return (back, *rest, Button(_("Entregarla"), self.hand_out, primary=True))

    async def print_answer(self) -> None:
        """Print it for the person, with the part to sign."""
        await self.call(notification.print_answer, self._number, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        self.query_one(PrintNews).follow(self.kiosk_app)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: it can be printed again."""
        event.stop()

    async def hand_out(self) -> None:
        """Put it into the person's hands."""
        self.app.switch_screen(HandOut(self._number))

    async def ask_documents(self) -> None:
        """Say which documents the institute wants."""
        from screens.desk.correction import AskAgain  # noqa: PLC0415 - needed for this outcome only

        self.app.switch_screen(AskAgain(self._number))

    async def annul(self) -> None:
        """Take a wrong record back."""
        self.app.switch_screen(Annul(self._number))


class HandOut(DeskScreen):
    """How the person acknowledged it."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def question(self) -> str:
        """Ask."""
        return _("¿La persona ya tiene la respuesta?")

    def hint(self) -> str:
        """Say what to do first."""
        return _("Imprímala, désela y pídale que firme o ponga su huella en la parte de abajo.")

    def content(self) -> Iterable[Widget]:
        """Return the ways."""
        yield Choices(
            "reason",
            [
                Option(SIGNED, _("Sí, y escaneo el papel firmado")),
                *(Option(code, label) for code, label in notification.without_signature().items()),
            ],
            dense=True,
        )

    def buttons(self) -> Sequence[Button]:
        """Return the ways on."""
        return (Button(_("Atrás"), self.back), Button(_("Anotar la entrega"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Note it."""
        chosen, number = self.query_one(Choices).value, self._number
        if chosen is None:
            raise BadInput(_("Elija cómo se entregó."), field="reason")
        if chosen != SIGNED:
            await self.call(lambda kiosk: notification.hand_out(kiosk, number, reason=chosen), say=_("Guardando…"))
            await show_kept(self, number)
            return
        from screens.desk.answer import RecordAnswer, paper_slot  # noqa: PLC0415 - the screens lead to each other

        def take(kiosk: "Kiosk", documents: Sequence[bytes], origin: Origin, given_up: Callable[[], bool]) -> object:
            return notification.hand_out(kiosk, number, documents, given_up, origin=origin)

        fetch(
            self.kiosk_app,
            paper_slot(_("Papel firmado por la persona")),
            take=take,
            after=lambda _decided: RecordAnswer(number),
            around=lambda: HandOut(number),
        )

    async def back(self) -> None:
        """Go back to the answer."""
        await show_kept(self, self._number)


class Annul(DeskScreen):
    """Why a record is taken back."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def question(self) -> str:
        """Ask."""
        return _("¿Por qué se anula este registro?")

    def hint(self) -> str:
        """Say who need not."""
        return _("Si usted lo registró hoy, puede dejarlo en blanco. El registro anulado se guarda.")

    def content(self) -> Iterable[Widget]:
        """Return the field."""
        yield Field("reason", _("Motivo"), limit=decisions.LONGEST_NOTE)

    def buttons(self) -> Sequence[Button]:
        """Return the ways on."""
        return (Button(_("No anular"), self.back), Button(_("Anular el registro"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Annul it, and record the right one."""
        from screens.desk.answer import RecordAnswer  # noqa: PLC0415 - the screens lead to each other

        told = await self.call(decisions.annul, self._number, self.query_one(Field).value, say=_("Guardando…"))
        if told:
            await self.ask(
                _("Avise a la persona"),
                _("La respuesta anulada ya se le envió o se le entregó. Llámela, y dígale que no es la correcta."),
                [Answer("ok", _("Entendido"))],
            )
        self.app.switch_screen(RecordAnswer(self._number))

    async def back(self) -> None:
        """Go back to the answer."""
        await show_kept(self, self._number)


def _to_do(decided: Decided, told: NotificationTold) -> str:
    """Return how the answer reaches the person, and what is still to be done."""
    if decided.handed_out_at is not None:
        sentence = _("● Entregada el {day} por {name}.")
        return sentence.format(day=f"{decided.handed_out_at:%d/%m/%Y}", name=decided.handed_out_by)
    if decided.answered.outcome is Outcome.MORE_WANTED:
        return _("→ Elija los documentos que pide: para cada uno sale un papel con su número para volver.")
    if not told.email or told.mail is None:
        return _("→ Por entregar en papel: a esta persona no se le envía correo.")
    sentence = {
        MessageState.ACCEPTED: _("● Enviada a {email}, que es su correo.")
        if told.own_address
        else _("→ Enviada a {email}, un correo sin confirmar. Entréguela también en papel."),
        MessageState.FAILED: _("! El correo a {email} no llegó. Entréguela en papel."),
    }.get(told.mail, _("→ El correo a {email} espera para salir. También puede entregarla en papel."))
    return sentence.format(email=told.email)
