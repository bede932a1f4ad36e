"""Recording what the institute answered, as the paper says it; and what is still to be done with an answer that is recorded."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.decision import (
    LONGEST_REFERENCE,
    Decided,
    Outcome,
    TypedDecision,
    parse_decided_on,
    reference_as_typed,
    reference_doubt,
)
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageState
from kiosk.locale import _
from kiosk.services.followup import decisions, notification
from kiosk.services.followup.notification import NotificationTold
from kiosk.words.cases import outcome_in_words
from kiosk.words.dates import shown_date, shown_time
from screens.desk.base import DeskScreen
from screens.desk.case.correction import AskAgain
from screens.desk.case.hand_out import Annul, HandOut
from screens.documents.bringing import fetch, paper_slot
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts
from screens.widgets.field import Field
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout


class RecordAnswer(DeskScreen):
    """The answer's fields; where one is recorded already, that is shown instead."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Qué respondió el IESS?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Cópielo del documento.").format(number=self._number)

    @override
    def help_text(self) -> str:
        return _(
            "# La respuesta del IESS\n\n"
            "- Si la persona tiene correo, se le avisa. La copia del documento va solo a un correo que se sabe suyo.\n"
            "- Si no tiene, o el correo no sale, el trámite queda «por entregar».\n"
            "- Si el IESS pide más documentos, después elige cuáles: el trámite sigue.\n"
            "- Un registro equivocado se anula: quien lo hizo, el mismo día; otra persona, diciendo por qué."
        )

    @override
    def content(self) -> Iterable[Widget]:
        yield Choices(
            "outcome",
            [
                Option(Outcome.GRANTED, _("Aceptó la solicitud")),
                Option(Outcome.REFUSED, _("No la aceptó")),
                Option(Outcome.MORE_WANTED, _("Pide más documentos")),
            ],
            dense=True,
        )
        number = _("Número del documento (Quipux)")
        example = "IESS-SSC-2026-0123-O"
        yield Field("reference", number, placeholder=example, width=40, limit=LONGEST_REFERENCE)
        yield Field("decided_on", _("Fecha del documento"), placeholder="23/11/2026", width=12, limit=12)
        yield Field("note", _("Nota para la persona, si hace falta"), limit=decisions.LONGEST_NOTE)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Registrar"), self.go_on, primary=True))

    def on_screen_resume(self) -> None:
        """Show what is recorded already, where nothing more is to be recorded."""
        self.act(self._look)

    async def _look(self) -> None:
        standing = await self.call(decisions.of_case, self._number)
        if standing and standing[-1].answered.outcome.is_final:
            await show_kept(self, self._number)

    async def go_on(self) -> None:
        """Record it, with its paper where that is here."""
        answered = await self._answered()
        if answered is None or not await self._is_sure(answered):
            return
        title = _("¿Tiene aquí el documento del IESS?")
        text = _("Escaneado, se puede enviar a la persona, y queda en el trámite.")
        scan = await self.ask(title, text, [Answer("no", _("Registrar sin él")), Answer("scan", _("Escanearlo"))])
        number, decided = self._number, None
        if scan == "scan":
            paper = paper_slot(_("Documento con la respuesta del IESS"))
            decided = await fetch(
                self, paper, lambda kiosk, brought, given_up: decisions.record(kiosk, number, answered, brought, given_up)
            )
        elif scan == "no":
            decided = await self.call(decisions.record, number, answered, say=_("Guardando…"))
        if decided:
            self.kiosk_app.deliver_now()
            await show_kept(self, number)

    async def _answered(self) -> TypedDecision | None:
        """Return what was typed; None where something is to be mended, which is said."""
        kiosk = await self.kiosk_app.ready()
        filed, today = await self.call(decisions.filed_on, self._number), kiosk.local(kiosk.clock.now().at).date()
        outcome, refusals, day, reference = self.query_one(Choices).value, list[KioskError](), None, ""
        if outcome is None:
            refusals.append(BadInput(_("Elija qué respondió."), field="outcome"))
        try:
            reference = reference_as_typed(self._value("reference"))
        except BadInput as error:
            refusals.append(error)
        try:
            day = parse_decided_on(self._value("decided_on"), filed, today)
        except BadInput as error:
            refusals.append(error)
        if refusals or outcome is None or day is None:
            self.refuse(*refusals)
            return None
        return TypedDecision(Outcome(outcome), reference, day, self._value("note"))

    async def _is_sure(self, answered: TypedDecision) -> bool:
        """Ask for a second look at an odd number; True when there is no doubt, or it stays."""
        doubt = reference_doubt(answered.reference)
        if not doubt:
            return True
        title = _("¿Está bien el número?")
        answer = await self.ask(title, doubt, [Answer("fix", _("Corregir")), Answer("right", _("Está bien así"))])
        return answer == "right"

    def _value(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Field).value


async def show_kept(screen: DeskScreen, number: CaseNumber) -> None:
    """Show a case's newest answer in place of this screen."""
    decided = (await screen.call(decisions.of_case, number))[-1]
    told = await screen.call(notification.how_told, number)
    screen.app.switch_screen(AnswerKept(number, decided, told))


class AnswerKept(DeskScreen):
    """What was answered, and what is still to be done with it."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, number: CaseNumber, decided: Decided, told: NotificationTold) -> None:
        super().__init__()
        self._number, self._decided, self._told = number, decided, told

    @property
    def _wants_more(self) -> bool:
        return self._decided.answered.outcome is Outcome.MORE_WANTED

    @override
    def question(self) -> str:
        return outcome_in_words(self._decided.answered.outcome)

    @override
    def hint(self) -> str:
        return _("Trámite {number}").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return the answer, what is to be done, and what becomes of the print."""
        answered, decided, number = self._decided.answered, self._decided, self._number
        recorded = _("{name}, {day} {time}").format(
            name=decided.actor, day=shown_date(decided.recorded_at), time=shown_time(decided.recorded_at)
        )
        scanned = _("escaneado") if decided.has_scan else _("sin escanear")
        yield Words(_to_do(decided, self._told), classes="told")
        yield PrintNews(Printout.PAPER, lambda kiosk: notification.print_status(kiosk, number))
        yield Facts(
            (
                (_("Documento"), f"{answered.reference or _('sin número')}, {scanned}"),
                (_("Fecha"), shown_date(answered.decided_on)),
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
        if await self.app.push_screen_wait(HandOut(self._number)):
            await show_kept(self, self._number)

    async def ask_documents(self) -> None:
        """Say which documents the institute wants."""
        self.app.switch_screen(AskAgain(self._number))

    async def annul(self) -> None:
        """Take a wrong record back, and record the right one."""
        if await self.app.push_screen_wait(Annul(self._number)):
            self.app.switch_screen(RecordAnswer(self._number))


def _to_do(decided: Decided, told: NotificationTold) -> str:
    """Return how the answer reaches the person, and what is still to be done."""
    if decided.handed_out_at is not None:
        sentence = _("● Entregada el {day} por {name}.")
        return sentence.format(day=shown_date(decided.handed_out_at), name=decided.handed_out_by)
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
