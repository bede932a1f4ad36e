"""Taking back a consent or a request, as easily as it was given: two answers to choose from, one question, and the proof."""

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.withdrawal import TakenBack, WithdrawalProof
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _
from kiosk.services.cases.holder import Proof
from kiosk.services.followup import withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.words.dates import spoken_time
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.visit.leave import leave_case
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts, Points
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout


class TakingBack(KioskScreen):
    """Asks what is taken back. Whoever opens it knows that the case is that of the person in front."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self.number = number

    @override
    def question(self) -> str:
        return _("¿Qué quiere hacer?")

    def hint(self) -> str:
        """Say that no reason is asked."""
        return _("No tiene que decir por qué, y es gratis.")

    @override
    def help_text(self) -> str:
        return _(
            "# Cambiar de idea\n\n"
            "- **Cancelar mi solicitud**: el trámite termina, y nadie sale del Seguro Social Campesino por él.\n"
            "- **Quitar mi permiso**: ya no autoriza el uso de sus datos. La solicitud sigue.\n"
            "- Lo que ya recibió el IESS está en el IESS: el dispensario le avisa.\n"
            "- El número y los datos del trámite quedan: es un documento público."
        )

    @override
    def content(self) -> Iterable[Widget]:
        yield Choices(
            "what",
            [
                Option(
                    TakenBack.REQUEST,
                    _("Cancelar mi solicitud (ya no quiero salir)"),
                    _("El trámite termina: nadie sale del seguro por él."),
                ),
                Option(TakenBack.CONSENT, _("Quitar mi permiso"), _("Ya no autorizo que se usen mis datos. La solicitud sigue.")),
            ],
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Say what it does, ask once, do it, and show the proof."""
        chosen = self.query_one(Choices).value
        if chosen is None:
            raise BadInput(_("Elija qué quiere hacer: pulse 1 o 2."), field="what")
        what = TakenBack(chosen)
        before = [each for each in await self.call(withdrawals.of_case, self.number) if each.what is what]
        if not before:
            if refusal := (await self.call(withdrawals.may_be_taken_back, self.number))[what]:
                raise BadInput(refusal, field="what")
            effects = (await self.call(withdrawals.effects_of, self.number))[what]
            if not await self.confirmed(what, "\n".join(f"• {each}" for each in effects)):
                return
        proof = await self.call(self.take_back, what, say=_("Guardando…"))
        effects = (await self.call(withdrawals.effects_of, self.number))[what]
        self.kiosk_app.deliver_now()
        self.app.switch_screen(
            TakenBackProof(proof, effects, again=bool(before), reprint=lambda kiosk: self.take_back(kiosk, what))
        )

    def take_back(self, kiosk: Kiosk, what: TakenBack) -> WithdrawalProof:
        """Take it back, in the name of whoever is in front."""
        return withdrawals.take_back(kiosk, self.number, what)

    async def confirmed(self, what: TakenBack, effects: str) -> bool:
        """Ask once; True where it is wanted."""
        request = what is TakenBack.REQUEST
        title = _("¿Cancelar su solicitud? Ya no saldría del seguro") if request else _("¿Quitar su permiso?")
        do = _("Sí, cancelar mi solicitud") if request else _("Sí, quitar mi permiso")
        answer = await self.ask(title, effects, [Answer("do", do), Answer("stop", _("No, dejar todo como está"))])
        return answer == "do"


class WithdrawHere(TakingBack):
    """The same at the public kiosk, for whoever showed that they hold the case, or in the name of staff who saw them."""

    def __init__(self, number: CaseNumber, shown: Proof | None = None, *, staff: str = "") -> None:
        super().__init__(number)
        self._shown, self._staff = shown, staff

    def take_back(self, kiosk: Kiosk, what: TakenBack) -> WithdrawalProof:
        """Take it back with what was shown."""
        kiosk = kiosk.acting_as(self._staff) if self._staff else kiosk
        return withdrawals.take_back(kiosk, self.number, what, self._shown)

    async def back(self) -> None:
        """Go back to the screen below; where that is the welcome screen, the visit is over."""
        if self in self.app.screen_stack[:2]:  # upon the welcome screen
            self.kiosk_app.end_visit()
        else:
            self.dismiss(None)


class TakenBackProof(KioskScreen):
    """That it was taken back."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(
        self, proof: WithdrawalProof, effects: tuple[str, ...], *, again: bool, reprint: Callable[[Kiosk], WithdrawalProof]
    ) -> None:
        super().__init__()
        self._proof, self._effects, self._again, self._reprint = proof, effects, again, reprint

    @override
    def question(self) -> str:
        if self._proof.what is TakenBack.REQUEST:
            return _("Su solicitud ya estaba cancelada") if self._again else _("Su solicitud quedó cancelada")
        return _("Su permiso ya estaba quitado") if self._again else _("Su permiso quedó quitado")

    def content(self) -> Iterable[Widget]:
        """Return the proof, what becomes of its paper, and what happens now."""
        proof = self._proof
        what = _("Canceló su solicitud") if proof.what is TakenBack.REQUEST else _("Quitó su permiso")
        at = spoken_time(proof.at)
        kiosk = self.kiosk_app.kiosk
        if kiosk and kiosk.printer:
            yield PrintNews(Printout.PAPER, lambda kiosk: prints.standing(kiosk, MessageKind.WITHDRAWAL_PRINT, proof.id))
        else:
            yield Words(_("Este kiosco no tiene impresora: anote el número y la fecha."), classes="told")
        yield Facts(((_("Qué hizo"), what), (_("Trámite"), proof.number), (_("Fecha"), at)))
        yield Points(self._effects)

    def buttons(self) -> Sequence[Button]:
        """Return the answers to whether the paper came out, and the end."""
        return (
            Button(_("No salió"), self.print_again, id="no"),
            Button(_("Sí, salió"), self.back, id="yes"),
            Button(_("Terminar"), self.back, primary=True),
        )

    async def print_again(self) -> None:
        """Print the same proof once more."""
        await self.call(self._reprint, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        self._offer(end=bool(self.kiosk_app.staff), asks=False)
        self.query_one(PrintNews).follow(self.kiosk_app)

    def on_mount(self) -> None:
        """Tell of its paper, and keep whoever is quick until it is out: leaving takes it back."""
        self._offer(end=bool(self.kiosk_app.staff) or not self.query(PrintNews), asks=False)
        for news in self.query(PrintNews):
            news.follow(self.kiosk_app)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Ask whether it came out; let the person go once nothing is waited for, or it takes too long."""
        event.stop()
        paper = event.paper
        self._offer(end=bool(self.kiosk_app.staff) or not paper.waits or paper.gives_up, asks=paper.asks)

    def _offer(self, *, end: bool, asks: bool) -> None:
        shown = {"#no": asks, "#yes": asks, "Button.-primary": end and not asks}
        for name, there in shown.items():
            self.query_one(name).display = there
        if likeliest := next((name for name in ("#yes", "Button.-primary") if shown[name]), ""):
            self.query_one(likeliest).focus()

    async def back(self) -> None:
        """End; what was not printed by then is taken back, for the next person would find it."""
        if not self.kiosk_app.staff:
            await self.call(prints.withdraw, self._proof.id)
        leave_case(self)
