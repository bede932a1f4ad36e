"""The kind end of a filing whose consent was not given: nothing was sent, and the paper way stays open."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from kiosk.services.filing import forms
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.print_news import PrintNews
from screens.widgets.text_pane import TextPane
from screens.words.prints import Printout


class Declined(KioskScreen):
    """What happened, and what can be done instead; `contact` are the procedure's lines, `kept` the code of a draft that stays."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, contact: Sequence[str], *, kept: str) -> None:
        super().__init__()
        self._kept = kept
        self._contact = tuple(contact)

    @override
    def question(self) -> str:
        return _("Su trámite no se envió")

    @override
    def hint(self) -> str:
        if self._kept:
            return _("Está bien: usted decide. Lo escrito queda guardado {days} días. Su número para volver es {code}.").format(
                days=self.kiosk_app.settings.limits.draft_days, code=self._kept
            )
        return _("Está bien: usted decide. El kiosco ya borró lo que escribió y sus documentos.")

    @override
    def content(self) -> Iterable[Widget]:
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
        return (PrintNews(Printout.BLANK_FORM, forms.blank_status), TextPane("\n".join(lines)))

    def buttons(self) -> Sequence[Button]:
        """Return the blank form where there is a printer, and the end."""
        printing = (Button(_("Imprimir la solicitud en blanco"), self.print_blank),)
        prints = self.kiosk_app.settings.printer.prints_forms
        return (*(printing if prints else ()), Button(_("Terminar"), self.go_on, primary=True))

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: who does not want to wait goes."""
        event.stop()

    async def print_blank(self) -> None:
        """Print the form to be filled in by hand."""
        if await self.call(forms.print_blank, say=_("Imprimiendo…")):
            self.kiosk_app.deliver_now()
            self.query_one(PrintNews).follow(self.kiosk_app)

    @override
    async def go_on(self) -> None:
        self.kiosk_app.end_visit()

    async def back(self) -> None:
        """End the visit: there is nothing to go back to."""
        self.kiosk_app.end_visit()
