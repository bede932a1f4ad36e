"""The informed consent: read to its end or heard, then given or refused as equal answers, and the filing sent (LOPDP art. 8)."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.acceptance import GivenHow, LegalText
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.resume_code import grouped
from kiosk.domain.people.names import parse_name
from kiosk.locale import _
from kiosk.services.filing import attestations, drafts, submission
from kiosk.services.papers import legal_texts
from screens.frame.dialog import Answer
from screens.journey.declined import Declined
from screens.journey.legal_text import LegalTextScreen
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field
from screens.widgets.main import Main
from screens.widgets.reading import LegalReading
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.domain.filing.answers import Draft
    from kiosk.services.kiosk import Kiosk

READ, HEARD = "read", "heard"
YES: Final = "yes"
NO: Final = "no"
KEEP: Final = "keep"
REMOVE: Final = "remove"


class Consent(LegalTextScreen):
    """The text, how it was read, the two answers, and the one deed that sends."""

    @property
    def _how(self) -> Choices:
        return self.query_one("#field-how", Choices)

    @property
    def _answer(self) -> Choices | None:
        """The person's answer; where staff type it is their signature."""
        return next(iter(self.query("#field-answer").results(Choices)), None)

    def question(self) -> str:
        """Ask; with staff, for what is then signed."""
        return _("Consentimiento: léaselo a la persona") if self.session.staff else _("¿Autoriza que su trámite se envíe?")

    def hint(self) -> str:
        """Say how to read it."""
        if self.session.staff:
            return _("Hasta el final, con la flecha ↓. Después la persona firma la hoja, si autoriza.")
        return _("Lea, y siga con la flecha ↓. Si prefiere, pida a alguien que se lo lea.")

    @override
    def help_text(self) -> str:
        return _(
            "# El consentimiento\n\nDice qué datos se envían, para qué, y que usted puede cambiar de idea después.\n\n"
            "- Con las flechas ↑ y ↓ se mueve por el texto. Después del final, ↓ lleva a las respuestas.\n"
            "- **Leer todo**: muestra el texto entero. Lo que se anota es lo que usted vio.\n"
            "- Al final, diga si lo leyó usted o si otra persona se lo leyó, y si autoriza o no.\n"
            "- **Enviar** es lo único que envía, y solo si usted autoriza.\n"
            "- Si no autoriza, no se envía nada: puede guardar lo escrito, borrarlo, o hacer el trámite en papel."
        )

    def content(self) -> Iterable[Widget]:
        """Return the text and how it was read; nothing is chosen beforehand."""
        staff = self.session.staff
        mine, heard = _("Lo leí yo"), _("Otra persona me lo leyó")
        if staff:
            mine, heard = _("Lo leyó la persona"), _("Se le leyó en voz alta")
        label = _("¿Cómo conoció la persona este texto?") if staff else _("¿Cómo conoció este texto?")
        reader = staff.replace(".", " ").replace("-", " ").title()
        yield LegalReading("")
        yield Choices("how", [Option(READ, mine), Option(HEARD, heard)], label=label, dense=True)
        yield Field("reader", _("Nombre y apellido de quien se lo leyó"), value=reader)
        if not staff:
            answers = [Option(NO, _("No autorizo")), Option(YES, _("Autorizar"))]
            yield Choices("answer", answers, label=_("Su respuesta"), dense=True, first=3)
            yield Words(_("Lo que se envía ya no se puede cambiar en este kiosco."), classes="hint")

    def buttons(self) -> Sequence[Button]:
        """Return the way back and the deed."""
        if self.session.staff:
            decline = Button(_("No autoriza"), self.decline)
            return (Button(_("Atrás"), self.back), decline, Button(_("Continuar"), self.go_on, primary=True))
        return (Button(_("Atrás"), self.back), self.whole_button(), Button(_("Enviar"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Ask for no name yet."""
        self.query_one("#field-reader").display = False

    @override
    async def legal_text(self) -> LegalText:
        return await self.call(legal_texts.consent)

    def leave_text(self) -> None:
        """Ask how it was read."""
        self._how.focus()

    def watch_focused(self) -> None:
        """Show all answers with their question: the first one alone may be in sight already."""
        super().watch_focused()
        if isinstance(self.focused, Choices):
            self._show_the_end()

    def on_choices_changed(self, event: Choices.Changed) -> None:
        """Ask for the reader's name where there was one, and let the button say what it does."""
        self.hush()
        if event.choices.field_name != "how":
            button = self.query_one("Button.-primary", Button)
            button.label = _("Enviar") if event.choices.value == YES else _("Continuar")
            button.refresh(layout=True)
            return
        field = self.query_one("#field-reader", Field)
        field.display = event.choices.value == HEARD
        if field.display:
            field.focus_entry()
            self._show_the_end()

    def refuse(self, *errors: KioskError) -> None:
        """Show what is to be mended where it is: the fields stand far below the summary."""
        super().refuse(*errors)
        if any(error.field for error in errors):
            self._show_the_end()

    def _show_the_end(self) -> None:
        """Scroll to the fields once everything is laid out anew: what appears above them makes the end lie deeper."""
        end = partial(self.query_one(Main).scroll_end, animate=False)
        self.call_after_refresh(self.call_after_refresh, end)

    def _entered(self, field: Widget) -> None:
        """Go to the next field, and from the last to the button: Enter in a field must not send."""
        name = self.query_one("#field-reader", Field)
        if field is self._how and name.display:
            name.focus_entry()
        elif field is not self._answer and self._answer is not None:
            self._answer.focus()
        else:
            self.query_one("Button.-primary").focus()
            self.hush()

    async def go_on(self) -> None:
        """Take the consent and send the filing; sending twice gives the same number."""
        if self._answer is not None and self._answer.value == NO:
            await self.decline()
            return
        text = self.seen()
        if text is None:
            await self.fetch()
            return
        how, reader = self._how_it_was_given()
        if self._answer is not None and self._answer.value is None:
            raise BadInput(_("Diga si autoriza o no."), field="answer")
        if self.session.staff:
            self.keep(await self.call(_state_reading, self.draft.id, how, reader))
            self.advance()
            return
        accepted = await self.call(partial(legal_texts.accept, text=text, how=how, read_by=reader))
        self.keep(await self.call(submission.submit, self.draft.id, accepted, say=_("Enviando su trámite…")))
        self.kiosk_app.deliver_now()
        self.advance()

    def _how_it_was_given(self) -> tuple[GivenHow, str]:
        """Return how the text reached the person and who read it; raises BadInput while nobody has said it."""
        how = self._how.value
        if how is None:
            raise BadInput(_("Diga si lo leyó usted o si otra persona se lo leyó."), field="how")
        if how == READ:
            return GivenHow.READ, ""
        return GivenHow.READ_ALOUD, parse_name(self.query_one("#field-reader", Field).value, field="reader")

    async def decline(self) -> None:
        """Ask whether the draft is kept, as on every screen, or removed; then say how the filing is done on paper."""
        kept = grouped(self.draft.code)
        answer = await self.ask(
            _("No autoriza: no se envía nada"),
            _(
                "Guardar y volver otro día: lo contestado queda guardado {days} días. Su número para volver es {code}.\n\n"
                "Borrar todo: se borra lo contestado y los documentos. No se puede deshacer.\n\n"
                "También puede hacer el trámite en papel, en este dispensario."
            ).format(days=self.kiosk_app.settings.limits.draft_days, code=kept),
            [Answer(REMOVE, _("Borrar todo")), Answer(KEEP, _("Guardar y volver otro día")), Answer("stay", _("Volver"))],
        )
        if answer not in {KEEP, REMOVE}:
            return
        self.keep(await self.call(drafts.read, self.draft.id))
        if self.draft.number is not None:  # it was sent while nobody waited for it any more
            self.advance()
            return
        procedure = self.session.procedure
        if answer == REMOVE:
            await self.call(drafts.decline, self.draft.id, say=_("Borrando…"))
            self.session.draft, kept = None, ""
        self.kiosk_app.show(Declined(procedure.contact if procedure else (), kept=kept))


def _state_reading(kiosk: "Kiosk", draft_id: str, how: GivenHow, reader: str) -> "Draft":
    """Keep, in the name of the member of staff, how the text reached the person."""
    seen = Seen.READ_ALOUD if how is GivenHow.READ_ALOUD else Seen.READ_BY_THEMSELVES
    return attestations.vouch(kiosk, draft_id, Subject.READING, seen, reader=reader)
