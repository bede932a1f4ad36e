"""Taking back a consent or a request, as easily as it was given: two answers to choose from, one question, and the proof."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.domain.errors import BadInput
from kiosk.domain.withdrawal import TakenBack, WithdrawalProof
from kiosk.locale import _
from kiosk.services import printing, withdrawals
from kiosk.services.holder import Proof
from kiosk.services.kiosk import Kiosk
from screens.base import KioskScreen
from screens.dialog import Answer
from screens.errand import leave
from screens.print_words import Sheet
from screens.times import shown_time, spoken_date
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts, Points
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words


class TakingBack(KioskScreen):
    """Asks what is taken back. Whoever opens it knows that the case is that of the person in front."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number

    def question(self) -> str:
        """Ask."""
        return _("¿Qué quiere retirar?")

    def hint(self) -> str:
        """Say that no reason is asked."""
        return _("No tiene que decir por qué, y es gratis.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Retirar\n\n"
            "- **El pedido**: el trámite termina, y nadie sale del Seguro Social Campesino por él.\n"
            "- **El consentimiento**: ya no autoriza el uso de sus datos. El pedido sigue.\n"
            "- Lo que ya recibió el IESS está en el IESS: el dispensario le avisa.\n"
            "- El número y los datos del trámite quedan: es un documento público."
        )

    def content(self) -> Iterable[Widget]:
        """Return the two."""
        yield Choices(
            "what",
            [
                Option(TakenBack.REQUEST, _("El pedido"), _("El trámite termina aquí: ya nadie sale por él.")),
                Option(TakenBack.CONSENT, _("El consentimiento"), _("Ya no autorizo que se usen mis datos. El pedido sigue.")),
            ],
        )

    def buttons(self) -> Sequence[Button]:
        """Return the ways on."""
        return (Button(_("Atrás"), self.back), Button(_("Retirar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Say what it does, ask once, do it, and show the proof."""
        chosen = self.query_one(Choices).value
        if chosen is None:
            raise BadInput(_("Elija qué quiere retirar."), field="what")
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
        self.app.switch_screen(TakenBackProof(proof, effects, again=bool(before)))

    def take_back(self, kiosk: Kiosk, what: TakenBack) -> WithdrawalProof:
        """Take it back, in the name of whoever is in front."""
        return withdrawals.take_back(kiosk, self.number, what)

    async def confirmed(self, what: TakenBack, effects: str) -> bool:
        """Ask once; True where it is wanted."""
        title = _("¿Retirar su pedido?") if what is TakenBack.REQUEST else _("¿Retirar su consentimiento?")
        answer = await self.ask(title, effects, [Answer("do", _("Sí, retirar")), Answer("stop", _("No retirar"))])
        return answer == "do"


class WithdrawHere(TakingBack):
    """The same at the public kiosk, for whoever showed that they hold the case, or in the name of staff who saw them."""

    def __init__(self, number: str, shown: Proof | None = None, *, staff: str = "") -> None:
        super().__init__(number)
        self._shown, self._staff = shown, staff

    def take_back(self, kiosk: Kiosk, what: TakenBack) -> WithdrawalProof:
        """Take it back with what was shown."""
        kiosk = kiosk.acting_as(self._staff) if self._staff else kiosk
        return withdrawals.take_back(kiosk, self.number, what, self._shown)

    async def back(self) -> None:
        """Go back to the screen below; where that is the welcome screen, the visit is over."""
        if len(self.app.screen_stack) <= 2:  # the welcome screen and this one
            self.kiosk_app.end_visit()
        elif self.is_current:
            self.dismiss(None)


class TakenBackProof(KioskScreen):
    """That it was taken back."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, proof: WithdrawalProof, effects: tuple[str, ...], *, again: bool) -> None:
        super().__init__()
        self._proof, self._effects, self._again = proof, effects, again

    def question(self) -> str:
        """Say it."""
        return _("Ya estaba retirado") if self._again else _("Queda retirado")

    def content(self) -> Iterable[Widget]:
        """Return the proof, what becomes of its paper, and what happens now."""
        proof = self._proof
        what = _("Su pedido") if proof.what is TakenBack.REQUEST else _("Su consentimiento")
        at = _("{date}, {time}").format(date=spoken_date(proof.at), time=shown_time(proof.at))
        kiosk = self.kiosk_app.kiosk
        if kiosk and kiosk.printer:
            yield PrintNews(Sheet.PAPER, lambda kiosk: withdrawals.print_status(kiosk, proof.id))
        else:
            yield Words(_("Este kiosco no tiene impresora: anote el número y la fecha."), classes="told")
        yield Facts(((_("Retiró"), what), (_("Trámite"), proof.number), (_("Fecha"), at)))
        yield Points(self._effects)

    def buttons(self) -> Sequence[Button]:
        """Return the end."""
        return (Button(_("Terminar"), self.back, primary=True),)

    def on_mount(self) -> None:
        """Tell of its paper, and keep whoever is quick until it is out: leaving takes it back."""
        for news in self.query(PrintNews):
            self._offer_end(there=bool(self.kiosk_app.staff))
            news.follow(self.kiosk_app)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Let the person go once nothing is waited for, or it takes too long; choosing the same again prints it again."""
        event.stop()
        self._offer_end(there=bool(self.kiosk_app.staff) or not event.paper.waits or event.paper.gives_up)

    def _offer_end(self, *, there: bool) -> None:
        button = self.query_one("Button.-primary", Button)
        button.display = there
        if there:
            button.focus()

    async def back(self) -> None:
        """End; what was not printed by then is taken back, for the next person would find it."""
        if not self.kiosk_app.staff:
            await self.call(printing.withdraw, self._proof.id)
        leave(self)
