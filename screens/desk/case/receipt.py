"""Printing a case's receipt once more, and whether the paper came out: until somebody saw it, it waits in Hoy."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.cases import receipts
from screens.desk.base import DeskScreen
from screens.widgets.button import Button
from screens.widgets.print_news import PrintNews
from screens.words.prints import Printout

if TYPE_CHECKING:
    from kiosk.domain.machine.message import PrintStatus
    from kiosk.services.kiosk import Kiosk


class PrintReceipt(DeskScreen):
    """Tells of the print; each button is shown when it is its turn."""

    AUTO_FOCUS = "#print"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Imprimir el comprobante otra vez?")

    def hint(self) -> str:
        """Say that it is marked."""
        return _("Trámite {number}. La hoja lleva escrito que es una copia.").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return what is told of the print."""
        return (PrintNews(Printout.COPY, partial(_status, self._number)),)

    def buttons(self) -> Sequence[Button]:
        """Return what can be done."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("No esperar más"), self.stop, id="stop"),
            Button(_("No salió"), self.not_out, id="no"),
            Button(_("Imprimir"), self.print_again, primary=True, id="print"),
            Button(_("Sí, salió"), self.came_out, primary=True, id="yes"),
        )

    def on_mount(self) -> None:
        """Begin with what can be done first."""
        super().on_mount()
        self._offer(asks=False, gives_up=False, again=True)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer what can be done now."""
        event.stop()
        self._offer(asks=event.paper.asks, gives_up=event.paper.gives_up, again=event.paper.again)

    async def print_again(self) -> None:
        """Print a copy."""
        status = await self.call(receipts.print_again, self._number, say=_("Imprimiendo…"))
        if not status.can_print:
            self.query_one(PrintNews).say(_("Este kiosco no tiene impresora. Copie el número a mano para la persona."))
            return
        self.kiosk_app.deliver_now()
        self._offer(asks=False, gives_up=False, again=False)
        self.query_one(PrintNews).follow(self.kiosk_app)

    async def stop(self) -> None:
        """Wait no longer."""
        await self.call(receipts.stop_printing, self._number, say=_("Quitando la hoja de la impresora…"))
        self.query_one(PrintNews).follow(self.kiosk_app)

    async def came_out(self) -> None:
        """Keep that the paper is there."""
        await self.call(receipts.confirm_printed, self._number, True)  # noqa: FBT003 - the answer to a question
        await self.back()

    async def not_out(self) -> None:
        """Keep that it is not, and offer another."""
        await self.call(receipts.confirm_printed, self._number, False)  # noqa: FBT003 - the answer to a question
        self.query_one(PrintNews).forget()
        self._offer(asks=False, gives_up=False, again=True)

    def _offer(self, *, asks: bool, gives_up: bool, again: bool) -> None:
        self.set_focus(None)  # else it falls upon «Atrás» with the button that goes, and its Enter is told for a moment
        for name, there in {"#stop": gives_up, "#no": asks, "#yes": asks, "#print": again}.items():
            self.query_one(name).display = there
        if asks or again:
            self.query_one("#yes" if asks else "#print").focus()
        self.draw_frame()


def _status(number: CaseNumber, kiosk: "Kiosk") -> "PrintStatus":
    return receipts.print_status(kiosk, number)
