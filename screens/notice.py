"""Before anything is typed: what is done with personal data, and that it was read or heard (LOPDP art. 12)."""

from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget

from kiosk.domain.acceptance import GivenHow, LegalText
from kiosk.locale import _
from kiosk.services import legal_texts
from screens.read_aloud import ReadAloud
from screens.session import Place
from screens.step import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.text_pane import TextPane


class Notice(JourneyScreen):
    """The notice, and the one way on."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._text: LegalText | None = None

    def question(self) -> str:
        """Ask."""
        return _("Antes de empezar: qué se hace con sus datos")

    def hint(self) -> str:
        """Say how to read it."""
        return _("Lea con la flecha ↓. Si prefiere, pida a alguien que se lo lea.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Qué es este texto\n\nLa ley pide que usted sepa, antes de escribir sus datos, quién los usa y para qué.\n\n"
            "- Con las flechas ↑ y ↓ se mueve por el texto.\n"
            "- **Leí y acepto**: sigue con el trámite.\n"
            "- **Me lo leyeron**: si otra persona se lo leyó en voz alta; se anota su nombre.\n"
            "- **Atrás**: vuelve al inicio. No se guarda nada."
        )

    def content(self) -> Iterable[Widget]:
        """Return where the text comes."""
        return (TextPane("", id="text"),)

    def buttons(self) -> Sequence[Button]:
        """Return the ways on."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Me lo leyeron"), self.heard),
            Button(_("Leí y acepto"), self.go_on, primary=True),
        )

    def on_mount(self) -> None:
        """Fetch the text."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show the text."""
        self._text = await self.call(legal_texts.notice)
        await self.query_one("#text", TextPane).show(self._text.body)
        self.draw_frame()

    async def go_on(self) -> None:
        """Accept what was read."""
        await self._accept(GivenHow.READ, "")

    async def heard(self) -> None:
        """Accept what was read aloud."""
        if reader := await self.app.push_screen_wait(ReadAloud()):
            await self._accept(GivenHow.READ_ALOUD, reader)

    async def _accept(self, how: GivenHow, reader: str) -> None:
        if self._text is None:
            await self.fetch()
            return
        self.session.notice = await self.call(partial(legal_texts.accept, text=self._text, how=how, read_by=reader))
        self.advance()
