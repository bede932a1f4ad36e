"""Before anything is typed: what is done with personal data, in short and whole, and that it was read or heard (LOPDP art. 12)."""

from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.acceptance import GivenHow, LegalText
from kiosk.locale import _
from kiosk.services.papers import legal_texts
from screens.journey.legal_text import LegalTextScreen
from screens.journey.read_aloud import ReadAloud
from screens.widgets.button import Button
from screens.widgets.reading import LegalReading


class Notice(LegalTextScreen):
    """What the notice says in short, the whole of it for who wants it, and the ways on."""

    @override
    def question(self) -> str:
        return _("Antes de empezar: qué se hace con sus datos")

    def hint(self) -> str:
        """Say how to read it."""
        return _("Lea, y siga con la flecha ↓. Si prefiere, pida a alguien que se lo lea.")

    @override
    def help_text(self) -> str:
        return _(
            "# Qué es este texto\n\nLa ley pide que usted sepa, antes de escribir sus datos, quién los usa y para qué.\n\n"
            "- Con las flechas ↑ y ↓ se mueve por el texto. Después del final, ↓ lleva a los botones y ← → los recorre.\n"
            "- **Leí y acepto**: sigue con el trámite.\n"
            "- **Me lo leyeron**: si otra persona se lo leyó en voz alta; se anota su nombre.\n"
            "- **Leer todo**: muestra el aviso entero. Lo que se anota es lo que usted vio.\n"
            "- **Atrás**: vuelve al inicio. No se guarda nada."
        )

    def content(self) -> Iterable[Widget]:
        """Return where the text comes."""
        return (LegalReading("", id="text"),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (
            Button(_("Atrás"), self.back),
            self.whole_button(),
            Button(_("Me lo leyeron"), self.heard),
            Button(_("Leí y acepto"), self.go_on, primary=True),
        )

    @override
    async def legal_text(self) -> LegalText:
        return await self.call(legal_texts.notice)

    @override
    async def go_on(self) -> None:
        await self._accept(GivenHow.READ, "")

    async def heard(self) -> None:
        """Accept what was read aloud."""
        if self.seen() and (reader := await self.app.push_screen_wait(ReadAloud())):
            await self._accept(GivenHow.READ_ALOUD, reader)

    async def _accept(self, how: GivenHow, reader: str) -> None:
        if text := self.seen():
            self.session.notice = await self.call(partial(legal_texts.accept, text=text, how=how, read_by=reader))
            self.advance()
        else:
            await self.fetch()
