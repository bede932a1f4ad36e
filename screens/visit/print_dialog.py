"""What is said while something of a draft is printed: how far it is, and what to do next once it is no longer waited for."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from typing_extensions import override

from kiosk.locale import _
from kiosk.services.messages import prints
from screens.frame.dialog import Answer, Dialog
from screens.visit.question import JourneyScreen
from screens.widgets.button import Buttons
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.machine.message import PrintStatus
    from kiosk.services.kiosk import Kiosk

LEAVE, STOP, STAY = "leave", "stop", "stay"


class PrintDialog(Dialog):
    """Tells of the print. Leaving would take it back from the printer: it is offered once nothing is waited for any more."""

    def __init__(self, title: str, text: str, news: PrintNews) -> None:
        answers = (Answer(STOP, _("No esperar más")), Answer(LEAVE, _("Volver otro día")), Answer(STAY, _("Seguir aquí")))
        super().__init__(title, text, answers)
        self._news = news

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Words(self._title, classes="question")
            yield self._news
            yield Words(self._text, classes="text")
            yield Buttons(self._buttons())

    def on_mount(self) -> None:
        """Begin to tell."""
        self._offer(waits=True, gives_up=False)
        self._news.follow(self.app)  # type: ignore[arg-type] # screens of the kiosk are shown by nothing else

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer what can be done now."""
        event.stop()
        self._offer(waits=event.paper.waits, gives_up=event.paper.gives_up)

    def _offer(self, *, waits: bool, gives_up: bool) -> None:
        self.query_one(f"#answer-{STOP}").display = gives_up
        self.query_one(f"#answer-{LEAVE}").display = not waits


async def tell_of_print(
    screen: JourneyScreen, sheet: Printout, look: "Callable[[Kiosk], PrintStatus]", title: str, text: str
) -> None:
    """Tell what becomes of a print of this screen's draft, and end the visit where the person wants to come back."""
    screen.kiosk_app.deliver_now()
    answer = STOP
    while answer == STOP:
        answer = await screen.app.push_screen_wait(PrintDialog(title, text, PrintNews(sheet, look)))
        if answer == STOP:
            await screen.call(prints.withdraw, screen.draft.id, say=_("Quitando la hoja de la impresora…"))
    if answer == LEAVE:
        screen.kiosk_app.end_visit()
