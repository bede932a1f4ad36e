"""Whether a case is filed: that alone, and only to whoever holds its number and the last four of its identity."""

from collections.abc import Iterable

from textual.widget import Widget

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services import cases
from screens.base import KioskScreen
from screens.dialog import Answer
from screens.times import shown_time, spoken_date
from screens.widgets.field import Field


class IsFiled(KioskScreen):
    """Asks for the two."""

    def question(self) -> str:
        """Ask."""
        return _("¿Qué número tiene su trámite?")

    def hint(self) -> str:
        """Say where it stands."""
        return _("Está en su comprobante, como 0417A-26-000123-9.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# ¿Está registrado?\n\nAquí se ve si su trámite quedó registrado en este kiosco, y cuándo.\n\n"
            "La respuesta del IESS no se ve aquí: llega a su correo, o se retira en el dispensario."
        )

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        return (
            Field("number", _("Número de trámite"), width=28, limit=30),
            Field("last_four", _("Los 4 últimos números de su cédula o código"), width=8, limit=8),
        )

    async def go_on(self) -> None:
        """Look."""
        number, last_four = (self.query_one(f"#field-{name}", Field).value for name in ("number", "last_four"))
        refusals = []
        if not number:
            refusals.append(BadInput(_("Escriba el número de su comprobante."), field="number"))
        if not last_four:
            refusals.append(BadInput(_("Escriba los 4 últimos números de su cédula."), field="last_four"))
        if refusals:
            self.refuse(*refusals)
            return
        found = await self.call(cases.is_filed, number, last_four, say=_("Buscando…"))
        if found.filed and found.submitted_at is not None:
            title = _("Sí: su trámite está registrado")
            text = _("Se registró el {date} a las {time}.").format(
                date=spoken_date(found.submitted_at), time=shown_time(found.submitted_at)
            )
            answers = [Answer("end", _("Terminar"))]
        else:
            title = _("Con esos datos no hay un trámite registrado aquí")
            text = _("Compare el número con su comprobante, letra por letra. Si está igual, muestre su comprobante al personal.")
            answers = [Answer("end", _("Terminar")), Answer("again", _("Revisar el número"))]
        if await self.ask(title, text, answers) == "end":
            self.kiosk_app.go_home()
