"""A code that came by e-mail, typed on a later visit; told by a number or a resume code, nothing else is revealed."""

from collections.abc import Iterable

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services.filing import verification
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.widgets.field import Field


class EmailCode(KioskScreen):
    """Asks for the reference and the code."""

    @override
    def question(self) -> str:
        return _("Confirme su correo con los 6 números que le llegaron")

    def hint(self) -> str:
        """Say what to have at hand."""
        return _("Necesita su número de trámite, o su número para volver, y los 6 números del correo.")

    @override
    def help_text(self) -> str:
        return _(
            "# Confirmar su correo\n\nEl correo tiene por asunto «Verificar correo electrónico» y trae 6 números.\n\n"
            "- El número de trámite está en su comprobante, como 0417A-26-000123-9.\n"
            "- Si aún no terminó su trámite, use su número para volver, como K7P4-9WXM."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Field("reference", _("Número de trámite, o número para volver"), width=28, limit=30),
            Field("code", _("Los 6 números del correo"), groups=(3, 3), width=12, limit=12),
        )

    @override
    async def go_on(self) -> None:
        reference, code = (self.query_one(f"#field-{name}", Field).value for name in ("reference", "code"))
        refusals = []
        if not reference:
            refusals.append(BadInput(_("Escriba el número de su comprobante, o su número para volver."), field="reference"))
        if not code:
            refusals.append(BadInput(_("Escriba los 6 números del correo."), field="code"))
        if refusals:
            self.refuse(*refusals)
            return
        masked = await self.call(verification.confirm_later, reference, code)
        await self.ask(_("Listo: su correo está confirmado"), masked, [Answer("end", _("Terminar"))])
        self.kiosk_app.end_visit()
