"""The code that brings a draft back, shown large when it is made: to be copied or printed."""

from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.resume_code import last_four_of
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _
from kiosk.services.filing import slips
from kiosk.services.messages import prints
from kiosk.words.dates import spoken_date
from screens.visit.deliberate import Deliberate
from screens.widgets.big_number import BigNumber
from screens.widgets.button import Button, Waiting
from screens.widgets.main import Main
from screens.widgets.print_news import PrintNews
from screens.words.prints import Printout


class YourCode(Deliberate):
    """The code, between two steps. It is read before it can be passed: five hasty Enters at the question before went through it."""

    AUTO_FOCUS = "Button.-primary"
    QUIET_SECONDS = 2.0

    @override
    def question(self) -> str:
        return _("Este es su número para volver. Anótelo, por favor")

    def hint(self) -> str:
        """Say what it is for."""
        kiosk = self.kiosk_app.kiosk
        assert kiosk is not None, "there is a draft"  # noqa: S101 - a wrong place is a defect of ours
        return _("Si se va la luz o quiere parar, siga después en este kiosco con este número. Vale hasta el {date}.").format(
            date=spoken_date(kiosk.local(self.draft.expires_at))
        )

    @override
    def help_text(self) -> str:
        return _(
            "# Su número para volver\n\nLo contestado está guardado. "
            "Con este número y {last_four} puede seguir más tarde.\n\n"
            "- En la primera pantalla elija **Seguir con mi número para volver**.\n"
            "- El número se ve siempre abajo a la derecha. Tiene 8 letras y números.\n"
            "- No lo comparta: quien lo tenga podría ver sus datos."
        ).format(last_four=last_four_of(self.draft))

    def content(self) -> Iterable[Widget]:
        """Return the code, and what becomes of its paper."""
        draft = self.draft.id
        news = PrintNews(Printout.SLIP, lambda kiosk: prints.standing(kiosk, MessageKind.SLIP_PRINT, draft), id="printed")
        return (BigNumber((self.draft.code[:4], self.draft.code[4:])), news)

    def buttons(self) -> Sequence[Button]:
        """Return printing where there is a printer, and the way on."""
        kiosk = self.kiosk_app.kiosk
        printing = (
            Button(_("No esperar más"), self.stop_printing, id="stop"),
            Button(_("Imprimir"), self.print_code, id="print"),
        )
        return (*(printing if kiosk and kiosk.printer else ()), *self.ways_on())

    def ways_on(self) -> Sequence[Button]:
        """Return how it goes on, the primary last."""
        return (Button(_("Ya lo anoté"), self.go_on, primary=True),)

    def held_back(self) -> None:
        """Say why nothing has happened."""
        self.query_one(Waiting).at_rest = _("Anótelo primero")

    def on_mount(self) -> None:
        """Offer giving up only once something is waited for."""
        self._offer(waits=False, gives_up=False)

    async def print_code(self) -> None:
        """Print the slip."""
        await self.call(slips.print_slip, self.draft.id, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        self._offer(waits=True, gives_up=False)
        self.query_one(PrintNews).follow(self.kiosk_app)

    async def stop_printing(self) -> None:
        """Wait no longer: the paper is taken out of the printer's queue."""
        await self.call(prints.withdraw, self.draft.id, say=_("Quitando la hoja de la impresora…"))

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer what can be done now."""
        event.stop()
        self._offer(waits=event.paper.waits, gives_up=event.paper.gives_up)
        end = partial(self.query_one(Main).scroll_end, animate=False)  # a small window has no room for it below the code
        self.call_after_refresh(self.call_after_refresh, end)

    def _offer(self, *, waits: bool, gives_up: bool) -> None:
        for name, there in (("#stop", gives_up), ("#print", not waits)):
            for button in self.query(name):  # none where there is no printer
                button.display = there
        if self.focused is None or not self.focused.display:
            self.query_one("Button.-primary").focus()

    @override
    async def go_on(self) -> None:
        self.advance()

    def advance(self) -> None:
        """Show the first question that is open."""
        self.kiosk_app.show_place(self.session.next_place())

    async def back(self) -> None:
        """Go back to the question before."""
        self.kiosk_app.show_place(self.place)
