"""Correcting how a case's person is reached; what another desk changed meanwhile is shown, never overwritten unseen."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.answers import Contact
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.email import likely_meant
from kiosk.domain.people.telephone import shown
from kiosk.locale import _
from kiosk.services.desk import access
from kiosk.services.followup import changes
from kiosk.services.followup.changes import ContactChanged
from screens.desk.base import DeskScreen
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.field import Field


class CorrectContact(DeskScreen):
    """The two fields, as they stand in the case."""

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number
        self._seen = Contact(None, None)

    @override
    def question(self) -> str:
        return _("¿Cómo se le puede avisar?")

    def hint(self) -> str:
        """Say what an empty field means."""
        return _("Trámite {number}. Un campo vacío quiere decir que no tiene.").format(number=self._number)

    @override
    def help_text(self) -> str:
        return _(
            "# Corregir el contacto\n\nPregunte a la persona, letra por letra, y léale en voz alta lo que escribió.\n\n"
            "- Un correo nuevo queda sin confirmar, y recibe el comprobante.\n"
            "- Lo que no llegó por la dirección anterior se envía otra vez."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Field("telephone", _("Teléfono"), width=24, limit=24),
            Field("email", _("Correo electrónico"), limit=254),
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Guardar"), self.go_on, primary=True))

    @override
    def on_mount(self) -> None:
        super().on_mount()
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show the contact as it stands in the case."""
        case = await self.call(access.look_again, self._number)
        self._seen = case.draft.answers.contact or self._seen
        self.query_one("#field-telephone", Field).value = shown(self._seen.telephone) if self._seen.telephone else ""
        self.query_one("#field-email", Field).value = self._seen.email or ""

    async def go_on(self) -> None:
        """Save, after offering the likely address, and go back to the case."""
        telephone, email = (self.query_one(f"#field-{name}", Field).value for name in ("telephone", "email"))
        if email != self._seen.email and (meant := likely_meant(email)):
            answer = await self.ask(
                _("¿Quiso decir {email}?").format(email=meant),
                _("Usted escribió {email}.").format(email=email),
                [Answer("typed", _("No, así está bien")), Answer("meant", _("Sí, corregir"))],
            )
            if not answer:
                return
            email = meant if answer == "meant" else email
        try:
            await self.call(changes.correct_contact, self._number, self._seen, telephone, email, say=_("Guardando…"))
        except ContactChanged as changed:
            self._seen = changed.contact
            raise
        await self.back()
