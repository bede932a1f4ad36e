"""The kind end of a filing whose consent was not given: nothing is left here, and the paper way stays open."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from screens.base import KioskScreen
from screens.widgets.button import Button
from screens.widgets.text_pane import TextPane


class Declined(KioskScreen):
    """What happened, and what can be done instead; `contact` are the procedure's lines."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, contact: Sequence[str]) -> None:
        super().__init__()
        self._contact = tuple(contact)

    def question(self) -> str:
        """Say it."""
        return _("Su trámite no se envió")

    def hint(self) -> str:
        """Say what is left: nothing."""
        return _("Está bien: usted decide. El kiosco ya borró lo que escribió y sus documentos.")

    def content(self) -> Iterable[Widget]:
        """Return the other way."""
        hours = self.kiosk_app.settings.kiosk.hours
        lines = [
            _("# Si quiere, hágalo en papel"),
            "",
            _("- Pida en este dispensario la hoja de la Solicitud de egreso voluntario. Es gratis."),
            _("- Llénela, y ponga su firma o su huella."),
            _("- Entréguela aquí mismo, con su cédula original."),
            *([_("- Horario: {hours}").format(hours=hours)] if hours else []),
        ]
        if self._contact:
            lines += ["", _("# Si tiene preguntas"), "", *(f"- {line}" for line in self._contact)]
        return (TextPane("\n".join(lines)),)

    def buttons(self) -> Sequence[Button]:
        """Return the end."""
        return (Button(_("Terminar"), self.go_on, primary=True),)

    async def go_on(self) -> None:
        """End the visit."""
        self.kiosk_app.end_visit()

    async def back(self) -> None:
        """End the visit: there is nothing to go back to."""
        self.kiosk_app.end_visit()
