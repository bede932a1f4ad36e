"""The informed consent: read to its end or heard, then given or refused as equal choices, and the filing sent (LOPDP art. 8)."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from kiosk.domain.acceptance import GivenHow
from kiosk.domain.attestation import Seen, Subject
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.names import parse_name
from kiosk.locale import _
from kiosk.services import attestations, drafts, legal_texts, submission
from screens.declined import Declined
from screens.dialog import Answer
from screens.legal_text import LegalTextScreen
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field
from screens.widgets.main import Main
from screens.widgets.reading import Reading

if TYPE_CHECKING:
    from kiosk.domain.answers import Draft
    from kiosk.services.kiosk import Kiosk

READ, HEARD = "read", "heard"
REFUSE: Final = "refuse"


class Consent(LegalTextScreen):
    """The text, how it was read, and the two choices."""

    def question(self) -> str:
        """Ask; with staff, for what is then signed."""
        return _("Consentimiento: léaselo a la persona") if self.session.staff else _("¿Autoriza que su trámite se envíe?")

    def hint(self) -> str:
        """Say how to read it."""
        if self.session.staff:
            return _("Hasta el final, con la flecha ↓. Después la persona firma la hoja, si autoriza.")
        return _("Lea hasta el final con la flecha ↓, o pida que se lo lean.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# El consentimiento\n\nDice qué datos se envían, para qué, y que usted puede cambiar de idea después.\n\n"
            "- Con las flechas ↑ y ↓ se mueve por el texto.\n"
            "- Al final, diga si lo leyó usted o si otra persona se lo leyó.\n"
            "- **Autorizar**: su trámite se envía y recibe su número.\n"
            "- **No autorizo**: no se envía nada y el kiosco borra lo que escribió. Puede hacer el trámite en papel."
        )

    def content(self) -> Iterable[Widget]:
        """Return the text and how it was read; nothing is chosen beforehand."""
        staff = self.session.staff
        mine, heard = _("Lo leí yo"), _("Otra persona me lo leyó")
        if staff:
            mine, heard = _("Lo leyó la persona"), _("Se le leyó en voz alta")
        label = _("¿Cómo conoció la persona este texto?") if staff else _("¿Cómo conoció este texto?")
        reader = staff.replace(".", " ").replace("-", " ").title()
        return (
            Reading(""),
            Choices("how", [Option(READ, mine), Option(HEARD, heard)], label=label, dense=True),
            Field("reader", _("Nombre y apellido de quien se lo leyó"), value=reader),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the way back and the two choices."""
        if self.session.staff:
            decline = Button(_("No autoriza"), self.decline)
            return (Button(_("Atrás"), self.back), decline, Button(_("Continuar"), self.go_on, primary=True))
        return (
            Button(_("Atrás"), self.back),
            Button(_("No autorizo"), self.decline),
            Button(_("Autorizar"), self.go_on, primary=True),
        )

    def on_mount(self) -> None:
        """Ask for no name yet."""
        self.query_one("#field-reader").display = False

    async def fetch(self) -> None:
        """Show the text."""
        await self.show_text(await self.call(legal_texts.consent))

    def leave_text(self) -> None:
        """Ask how it was read."""
        self.query_one(Choices).focus()

    def watch_focused(self) -> None:
        """Show all answers with their question: the first one alone may be in sight already."""
        super().watch_focused()
        if isinstance(self.focused, Choices):
            self._show_the_end()

    def on_choices_changed(self, event: Choices.Changed) -> None:
        """Ask for the reader's name where there was one."""
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
        if isinstance(field, Choices) and name.display:
            name.focus_entry()
        else:
            self.query_one("Button.-primary").focus()
            self.hush()

    async def go_on(self) -> None:
        """Take the consent and send the filing; sending twice gives the same number."""
        text = self.seen()
        if text is None:
            await self.fetch()
            return
        how, reader = self._how_it_was_given()
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
        how = self.query_one(Choices).value
        if how is None:
            raise BadInput(_("Diga si lo leyó usted o si otra persona se lo leyó."), field="how")
        if how == READ:
            return GivenHow.READ, ""
        return GivenHow.READ_ALOUD, parse_name(self.query_one("#field-reader", Field).value, field="reader")

    async def decline(self) -> None:
        """Ask once, then forget everything and say how the filing is done on paper."""
        answer = await self.ask(
            _("¿No autoriza?"),
            _(
                "Su trámite no se envía. El kiosco borra lo que escribió y los documentos que puso; no se puede deshacer.\n\n"
                "Después puede hacer el trámite en papel, en este dispensario."
            ),
            [Answer(REFUSE, _("No autorizo")), Answer("stay", _("Volver al texto"))],
        )
        if answer != REFUSE:
            return
        self.keep(await self.call(drafts.read, self.draft.id))
        if self.draft.number is not None:  # it was sent while nobody waited for it any more
            self.advance()
            return
        await self.call(drafts.decline, self.draft.id, say=_("Borrando…"))
        procedure = self.session.procedure
        self.session.draft = None
        self.kiosk_app.show(Declined(procedure.contact if procedure else ()))


def _state_reading(kiosk: "Kiosk", draft_id: str, how: GivenHow, reader: str) -> "Draft":
    """Keep, in the name of the member of staff, how the text reached the person."""
    seen = Seen.READ_ALOUD if how is GivenHow.READ_ALOUD else Seen.READ_BY_THEMSELVES
    return attestations.vouch(kiosk, draft_id, Subject.READING, seen, reader=reader)
