"""Leaving a complaint or suggestion at the public screen: what, and, for whoever wants an answer, where."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from kiosk.services.rights import complaints
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.writing import Writing


class LeaveComplaint(KioskScreen):
    """A paragraph, and how to answer it."""

    AUTO_FOCUS = "Writing"

    @override
    def question(self) -> str:
        return _("¿Qué queja o sugerencia tiene?")

    def hint(self) -> str:
        """Say truthfully where it goes."""
        return _("La lee la persona responsable de este dispensario, no el IESS. F1 dice cómo quejarse ante el IESS.")

    def help_text(self) -> str:
        """Explain, with the institute's own way."""
        institution = self.kiosk_app.settings.institution
        ways = (institution.complaints, institution.contact_email, institution.contact_telephone, institution.website)
        listed = "".join(f"- {way}\n" for way in ways if way)
        own_way = _("# Para quejarse ante el IESS\n\nPor su vía oficial:\n\n{ways}\n").format(ways=listed) if listed else ""
        return own_way + _(
            "# Aquí\n\n"
            "Lo que escriba queda guardado en este kiosco para la persona responsable del dispensario. "
            "No necesita decir quién es.\n\n"
            "Si quiere que le respondan, escriba un teléfono, un correo o dónde encontrarle."
        )

    def content(self) -> Iterable[Widget]:
        """Return where it is written."""
        writing = Writing("", limit=complaints.LONGEST)
        writing.keys = _("Enter continuar")
        return (
            writing,
            Field("reply_to", _("Si quiere respuesta: ¿cómo le encontramos?"), limit=complaints.LONGEST_REPLY_TO),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and the end."""
        return (Button(_("Atrás"), self.back), Button(_("Dejar la queja"), self.go_on, primary=True))

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        """Go on to how to answer."""
        event.stop()
        self.query_one(Field).focus_entry()

    async def go_on(self) -> None:
        """Keep it, and say so."""
        text, reply_to = self.query_one(Writing).value, self.query_one(Field).value
        await self.call(complaints.leave, text, reply_to, say=_("Guardando…"))
        told = _("La leerá la persona responsable de este dispensario.")
        if reply_to.strip():
            told = _("La leerá la persona responsable de este dispensario, y puede responderle.")
        await self.ask(_("Su queja quedó guardada. Gracias."), told, [Answer("end", _("Terminar"))])
        self.kiosk_app.end_visit()

    async def back(self) -> None:
        """Go back; what was written is asked for before it is thrown away."""
        if self.query_one(Writing).value or self.query_one(Field).value:
            answers = [Answer("away", _("Borrar todo")), Answer("stay", _("Seguir escribiendo"))]
            if await self.ask(_("¿Parar sin dejar su queja?"), _("Lo que escribió se borra."), answers) != "away":
                return
        self.kiosk_app.end_visit()
