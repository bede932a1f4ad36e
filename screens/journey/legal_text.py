"""A legal text in front of the person: it opens in the text, with nothing chosen, and what is accepted is what was in sight."""

from typing import TYPE_CHECKING

from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services.papers import legal_texts
from screens.session.visit import Place
from screens.visit.deliberate import Deliberate
from screens.widgets.button import Button
from screens.widgets.main import Main
from screens.widgets.reading import LegalReading

if TYPE_CHECKING:
    from kiosk.domain.filing.acceptance import LegalText


class LegalTextScreen(Deliberate):
    """The text, read to its end, and below it what is answered. It opens in short where there is a button for the whole."""

    AUTO_FOCUS = "LegalReading"

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._text: LegalText | None = None
        self._seen: LegalText | None = None
        """The text whose end was in sight last."""

    async def legal_text(self) -> "LegalText":
        """Fetch the text."""
        raise NotImplementedError

    def whole_button(self) -> Button:
        """Return the way to the whole text."""
        return Button(_("Leer todo"), self.show_whole, id="whole")

    async def fetch(self) -> None:
        """Show what the text says in short, for who wants no more."""
        whole = await self.legal_text()
        short = legal_texts.in_short(whole) if self.query("#whole") else whole
        for button in self.query("#whole"):
            button.display = short != whole
        await self.show_text(short)

    async def show_whole(self) -> None:
        """Show all of it."""
        self.query_one(LegalReading).focus(scroll_visible=False)
        self.query_one("#whole").display = False
        await self.show_text(await self.legal_text())

    @override
    def on_mount(self) -> None:
        self.act(self.fetch)

    async def show_text(self, text: "LegalText") -> None:
        """Show a text, of which nothing was in sight yet."""
        await self.query_one(LegalReading).show(text.body)
        self.query_one(Main).scroll_home(animate=False)
        self._text = text
        self.hush()
        self.draw_frame()
        self.call_after_refresh(self.on_main_scrolled)

    def on_main_scrolled(self) -> None:
        """Note how far it was read."""
        for reading in self.query(LegalReading):  # none where the screen is being taken away
            before = reading.in_sight
            reading.look(self.query_one(Main).region.bottom)
            if reading.read_to_the_end:
                self._seen = self._text
            if reading.in_sight != before:
                self.refresh_bindings()

    def on_legal_reading_turned(self, event: LegalReading.Turned) -> None:
        """Show more of it; at its end the arrow, and nothing else, goes on to the answers."""
        event.stop()
        self.on_main_scrolled()  # what was scrolled just now may not have been laid out when it was told
        main = self.query_one(Main)
        if not self.query_one(LegalReading).in_sight:
            main.scroll_relative(y=main.region.height - 1 if event.page else 1, animate=False)  # one row is seen again
        elif not event.page:
            self.leave_text()

    def seen(self) -> "LegalText | None":
        """Return the text that was in sight to its end; raises BadInput while none was, returns None before one has come."""
        self.on_main_scrolled()  # what is in sight by now
        if self._seen is None and self._text is not None:
            self.query_one(LegalReading).focus(scroll_visible=False)
            raise BadInput(_("Falta ver el texto hasta el final. Baje con la flecha ↓."))
        return self._seen

    def leave_text(self) -> None:
        """Go on to the answers."""
        self.query_one("Button.-primary").focus()
        self.hush()
