"""Coming back: the resume code together with the last four of the identity brings the draft to the screen again."""

from collections.abc import Iterable

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services.filing import drafts
from kiosk.services.followup import corrections
from screens.entrance.bring_correction import BringCorrection
from screens.frame.screen import KioskScreen
from screens.staff.helped import helped
from screens.widgets.field import Field


class Resume(KioskScreen):
    """Asks for the two."""

    @override
    def question(self) -> str:
        return _("¿Cuál es su número para volver?")

    @override
    def hint(self) -> str:
        return _("Tiene 8 letras y números, como K7P4-9WXM. Está en su papel.")

    @override
    def help_text(self) -> str:
        return _(
            "# Seguir lo que empezó\n\n"
            "Escriba el número para volver, que anotó o que está en su papel, y los 4 últimos números de su cédula.\n\n"
            "- Si no tiene cédula: los 4 últimos signos de su código de extranjero.\n"
            "- El número para volver vale 7 días; el de un documento que se le pidió, hasta que lo traiga.\n"
            "- Si lo perdió, pida ayuda al personal o empiece de nuevo.\n"
            "- Da igual escribirlo con mayúsculas o minúsculas, con guion o sin él."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Field("code", _("Número para volver"), groups=(4, 4), separator="-", width=16, limit=16),
            Field("last_four", _("Los 4 últimos de su cédula o de su código de extranjero"), width=8, limit=8),
        )

    @override
    async def go_on(self) -> None:
        code, last_four = (self.query_one(f"#field-{name}", Field).value for name in ("code", "last_four"))
        refusals = []
        if not code:
            refusals.append(BadInput(_("Escriba su número para volver: 8 letras y números."), field="code"))
        if not last_four:
            refusals.append(BadInput(_("Escriba los 4 últimos de su cédula o de su código de extranjero."), field="last_four"))
        if refusals:
            self.refuse(*refusals)
            return
        asked = await helped(self, lambda kiosk: corrections.resume(kiosk, code, last_four))
        if asked is not None:
            self.kiosk_app.begin_visit()
            self.kiosk_app.show(BringCorrection(asked))
            return
        draft = await helped(self, lambda kiosk: drafts.resume(kiosk, code, last_four))
        session = self.kiosk_app.begin_visit()
        session.draft = draft
        self.kiosk_app.show_place(session.next_place())
