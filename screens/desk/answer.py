"""Recording what the institute answered: as the paper says it, with a second look at a number that seems odd."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from kiosk.domain.cases.decision import (
    LONGEST_REFERENCE,
    Outcome,
    TypedDecision,
    parse_decided_on,
    reference_as_typed,
    reference_doubt,
)
from kiosk.domain.documents.document import Origin, Paper
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.procedure import ForEach, Requirement, Slot
from kiosk.locale import _
from kiosk.services.followup import decisions
from screens.desk.base import DeskScreen
from screens.desk.hand_out import show_kept
from screens.dialog import Answer
from screens.errand import fetch
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields, kept while a paper is fetched."""

    outcome: str | None = None
    reference: str = ""
    decided_on: str = ""
    note: str = ""


class RecordAnswer(DeskScreen):
    """The answer's fields; where one is recorded already, that is shown instead."""

    AUTO_FOCUS = "Choices"

    def __init__(self, number: str, typed: Typed | None = None) -> None:
        super().__init__()
        self._number, self._typed = number, typed or Typed()

    def question(self) -> str:
        """Ask."""
        return _("¿Qué respondió el IESS?")

    def hint(self) -> str:
        """Say of which case."""
        return _("Trámite {number}. Cópielo del documento.").format(number=self._number)

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# La respuesta del IESS\n\n"
            "- Si la persona tiene correo, se le avisa. La copia del documento va solo a un correo que se sabe suyo.\n"
            "- Si no tiene, o el correo no sale, el trámite queda «por entregar».\n"
            "- Si el IESS pide más documentos, después elige cuáles: el trámite sigue.\n"
            "- Un registro equivocado se anula: quien lo hizo, el mismo día; otra persona, diciendo por qué."
        )

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        typed = self._typed
        yield Choices(
            "outcome",
            [
                Option(Outcome.GRANTED, _("Aceptó la solicitud")),
                Option(Outcome.REFUSED, _("No la aceptó")),
                Option(Outcome.MORE_WANTED, _("Pide más documentos")),
            ],
            value=typed.outcome,
            dense=True,
        )
        number = _("Número del documento (Quipux)")
        example = "IESS-SSC-2026-0123-O"
        yield Field("reference", number, value=typed.reference, placeholder=example, width=40, limit=LONGEST_REFERENCE)
        yield Field("decided_on", _("Fecha del documento"), value=typed.decided_on, placeholder="23/11/2026", width=12, limit=12)
        yield Field("note", _("Nota para la persona, si hace falta"), value=typed.note, limit=decisions.LONGEST_NOTE)

    def buttons(self) -> Sequence[Button]:
        """Return the ways on."""
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
        if scan == "scan":
            self._fetch(answered)
        elif scan == "no":
            await self.call(decisions.record, self._number, answered, say=_("Guardando…"))
            self.kiosk_app.deliver_now()
            await show_kept(self, self._number)

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

    def _fetch(self, answered: TypedDecision) -> None:
        number = self._number
        fields = {name: self._value(name) for name in ("reference", "decided_on", "note")}
        typed = Typed(self.query_one(Choices).value, **fields)

        def take(kiosk: "Kiosk", documents: Sequence[bytes], origin: Origin, given_up: Callable[[], bool]) -> object:
            return decisions.record(kiosk, number, answered, documents, given_up, origin=origin)

        fetch(
            self.kiosk_app,
            paper_slot(_("Documento con la respuesta del IESS")),
            take=take,
            after=lambda _decided: RecordAnswer(number),
            around=lambda: RecordAnswer(number, typed),
        )

    def _value(self, name: str) -> str:
        return self.query_one(f"#field-{name}", Field).value


def paper_slot(name: str) -> Slot:
    """Return a place for a page that is none of the procedure's."""
    return Slot(name, Requirement(name, name, "", ForEach.CASE, paper=Paper.PAGE))
