"""Choosing a file that the copier sent: they appear by themselves, and one that is still arriving is said to be.

Somebody else may have scanned meanwhile, and copiers name files after people: no name is shown, and the pages tell whose it is.
"""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.copier import Arrivals, ArrivedFile
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _, ngettext
from kiosk.services.documents import copier
from screens.documents.source import GivingScreen, Keep
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.widgets.button import Button
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.words.file import shown_size, spoken_day

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.services.kiosk import Kiosk

LOOK_AGAIN = 1.5
"""Seconds between two looks: over one, so that the second can tell whether a file is still growing."""


class ChooseArrived(GivingScreen):
    """The files that arrived during this visit, for one slot."""

    AUTO_FOCUS = "#look"

    def __init__(self, place: Place, slot: Slot, keep: Keep) -> None:
        super().__init__(place, slot, keep)
        self._arrivals = Arrivals()

    @override
    def question(self) -> str:
        return _("Lo que mandó la copiadora") if self._arrivals.files else _("Escanee el papel en la copiadora")

    def hint(self) -> str:
        """Say which document, and whose."""
        return self.whose()

    @override
    def help_text(self) -> str:
        return _(
            "# Lo que manda la copiadora\n\nEscanee su papel en la copiadora del dispensario. El archivo aparece aquí solo.\n\n"
            "- Elíjalo con las flechas y pulse Enter. El kiosco lo revisa y le muestra cómo se ve.\n"
            "- Solo se ve lo que llegó desde que usted empezó: lo de antes puede ser de otra persona. "
            "Si escaneó antes de empezar, escanee otra vez.\n"
            "- No se ve el nombre del archivo. Al elegirlo, el kiosco dice cuántas hojas tiene, y usted dice si es suyo.\n"
            "- Cuando su documento queda puesto, el archivo se borra de donde llegó."
        )

    def content(self) -> Iterable[Widget]:
        """Return what is known of the folder, and its files."""
        return (Words(id="stick-state"), Rows(()))

    def buttons(self) -> Sequence[Button]:
        """Return the ways back and to look again."""
        return (Button(_("Atrás"), self.back), Button(_("Buscar otra vez"), self.look, id="look"))

    @override
    def on_mount(self) -> None:
        self.query_one(Rows).display = False
        self.act(self.look)
        self.background(self._keep_looking())

    async def look(self) -> None:
        """Look at the folder now."""
        await self._show(await self.call(_seen, self.session.began_at, self._arrivals, say=_("Buscando…")))

    async def _keep_looking(self) -> None:
        kiosk, since = await self.kiosk_app.ready(), self.session.began_at
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            before = self._arrivals
            seen = await self.kiosk_app.in_thread(lambda before=before: _seen(kiosk, since, before))  # type: ignore[misc] # bound now
            if not self.acting:
                await self._show(seen)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Take the file."""
        event.stop()
        file = next((each for each in self._arrivals.files if str(each.path) == event.value), None)
        if file:  # else it was taken away meanwhile
            self.act(partial(self.take, file))

    async def take(self, file: ArrivedFile) -> None:
        """Give a file, where it is the person's own."""
        pages = await self.call(copier.pages, file, say=_("Leyendo el archivo…"))
        if not pages or await self._is_own(file, pages):
            await self.give(file)

    async def _is_own(self, file: ArrivedFile, pages: int) -> bool:
        """Ask whether it is the person's own, by what only they know."""
        kiosk = await self.kiosk_app.ready()
        arrived = spoken_day(kiosk.local(file.arrived_at), kiosk.local(kiosk.clock.now().at))
        told = ngettext("Llegó {when} y tiene 1 hoja.", "Llegó {when} y tiene {pages} hojas.", pages)
        answer = await self.ask(
            _("¿Lo acaba de escanear usted?"),
            told.format(when=arrived, pages=pages),
            [Answer("no", _("No es mío")), Answer("mine", _("Sí, es mío"))],
        )
        return answer == "mine"

    async def _show(self, seen: Arrivals | NotFound) -> None:
        """Show the files, what is still arriving, or why nothing can be seen."""
        if not (self.query(Rows) and self.query("#look")):
            return  # the screen was taken away meanwhile
        self._arrivals = Arrivals() if isinstance(seen, NotFound) else seen
        self.query_one(".question", Words).say(self.question())
        self.query_one("#stick-state", Words).say(f"! {seen.message}" if isinstance(seen, NotFound) else _told(seen))
        rows, files = self.query_one(Rows), self._arrivals.files
        kiosk = await self.kiosk_app.ready()
        now = kiosk.local(kiosk.clock.now().at)
        await rows.show(
            [
                Row(
                    str(each.path),
                    _("Llegó {when}").format(when=spoken_day(kiosk.local(each.arrived_at), now)),
                    shown_size(each.byte_count),
                )
                for each in files
            ]
        )
        appeared, rows.display = bool(files) and not rows.display, bool(files)
        if appeared:
            rows.focus()
        elif not files:
            self.query_one("#look").focus()


def _seen(kiosk: "Kiosk", since: "datetime", before: Arrivals) -> Arrivals | NotFound:
    """Return what has arrived, or why nothing can be seen."""
    try:
        return copier.look(kiosk, since, before)
    except NotFound as reason:
        return reason


def _told(arrivals: Arrivals) -> str:
    if arrivals.arriving:
        return ngettext(
            "Está llegando 1 archivo. Espere un momento.", "Están llegando {count} archivos. Espere un momento.", arrivals.arriving
        ).format(count=arrivals.arriving)
    return (
        _("Primero los más nuevos.")
        if arrivals.files
        else _("Todavía no llega nada. El archivo aparece aquí solo, sin pulsar nada.")
    )
