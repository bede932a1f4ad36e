"""Choosing a file from the memory stick, and waiting while it is looked at: what does not serve leaves everything as it was."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.stick import StickFile, StickListing
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _, ngettext
from kiosk.services.documents import stick
from screens.documents.source import GivingScreen, Keep
from screens.session.visit import Place
from screens.widgets.button import Button
from screens.widgets.main import Main
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.words.file import shown_size, spoken_day

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

LOOK_AGAIN = 1.5
"""Seconds between two looks for a stick, so that whoever plugs one in need not press anything."""

RESTED = 0.4
"""Seconds that the mark rests on a file before its picture is made: passing over many files reads none of them."""
SMALL = (20, 24)
"""Pixels of the small picture, width and height: 20 cells by 12 rows beside the list."""
BORDER = 2


class ChooseFile(GivingScreen):
    """The files of the stick, for one slot."""

    AUTO_FOCUS = "Rows"
    parting = _("Si ya no necesita su memoria, ya puede sacarla.")

    def __init__(self, place: Place, slot: Slot, keep: Keep) -> None:
        super().__init__(place, slot, keep)
        self._listing = StickListing((), 0)

    @override
    def question(self) -> str:
        return _("¿Cuál es el archivo de «{document}»?").format(document=self.slot.requirement.name)

    def hint(self) -> str:
        """Say whose it is and what it should show."""
        if not self.slot.person:
            return self.slot.requirement.hint
        return _("De {name}. {hint}").format(name=self.slot.person_name, hint=self.slot.requirement.hint)

    @override
    def help_text(self) -> str:
        return _(
            "# El archivo de su documento\n\nAquí se ven las fotos JPG y los PDF de su memoria; los más nuevos, primero.\n\n"
            "- Elija uno con las flechas y pulse Enter. El kiosco lo revisa y le muestra cómo se ve.\n"
            "- Si se equivoca de archivo, después puede cambiarlo.\n"
            "- El kiosco solo lee su memoria: no borra ni cambia nada en ella.\n"
            "- Si la foto está en su teléfono, cópiela antes a la memoria."
        )

    def content(self) -> Iterable[Widget]:
        """Return what is known of the stick, and its files."""
        steps = _(
            "Sus archivos aparecen aquí solos, sin pulsar nada.\n\n"
            "Si no sabe dónde se conecta, o no tiene una memoria, pida ayuda al personal."
        )
        small = Vertical(CellPicture(), Words(id="stick-unseen"), id="stick-picture")
        return (Words(id="stick-state"), Words(steps, id="stick-steps"), Horizontal(Rows(()), small, id="stick-files"))

    def buttons(self) -> Sequence[Button]:
        """Return the ways back and to look again."""
        return (Button(_("Atrás"), self.back), Button(_("Buscar otra vez"), self.look, id="look"))

    @override
    def on_mount(self) -> None:
        for part in ("#stick-steps", "#stick-picture", Rows):
            self.query_one(part).display = False
        self.act(self.look)
        self.background(self._keep_looking())

    async def look(self) -> None:
        """Look at the stick now."""
        await self._show(await self.call(_seen, say=_("Buscando su memoria…")))

    async def _keep_looking(self) -> None:
        kiosk = await self.kiosk_app.ready()
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            seen = await self.kiosk_app.in_thread(lambda: _seen(kiosk))
            if not self.acting:
                await self._show(seen)

    def on_rows_marked(self, event: Rows.Marked) -> None:
        """Show how the file looks once the mark has rested on it; the keys never wait for it."""
        event.stop()
        if file := self._file(event.value):
            self.run_worker(self._show_small(file), group="small", exclusive=True, exit_on_error=False)

    async def _show_small(self, file: StickFile) -> None:
        kiosk = await self.kiosk_app.ready()
        await asyncio.sleep(RESTED)
        seen = await self.kiosk_app.in_thread(lambda: stick.picture(kiosk, file, *SMALL))
        if not (self.query(CellPicture) and self.query("#stick-unseen")) or file not in self._listing.files:
            return  # the screen or the stick was taken away meanwhile
        drawn, unseen = self.query_one(CellPicture), self.query_one("#stick-unseen", Words)
        drawn.display = seen is not None
        unseen.say("" if seen else _("Este archivo no se puede mostrar."))
        if seen:
            drawn.styles.width = min(SMALL[0], seen.width) + BORDER
            drawn.show(seen)
        self.query_one("#stick-picture").display = True
        self.call_after_refresh(self._keep_in_view)

    def on_main_scrolled(self) -> None:
        """Keep the picture in view beside a long list."""
        super().on_main_scrolled()
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        if not self.query("#stick-picture"):
            return
        small = self.query_one("#stick-picture")
        most = max(0, self.query_one(Rows).size.height - small.size.height)
        small.styles.offset = (0, min(round(self.query_one(Main).scroll_y), most))

    async def on_rows_opened(self, event: Rows.Opened) -> None:
        """Give the file."""
        event.stop()
        if file := self._file(event.value):  # else it was taken away meanwhile
            self.act(partial(self.give, file))

    def _file(self, value: str) -> StickFile | None:
        """Return the file of a line, by its path: the lines may be others by the time that a key is heard."""
        return next((each for each in self._listing.files if str(each.path) == value), None)

    async def _show(self, seen: StickListing | NotFound) -> None:
        """Show the files, or why there are none."""
        if not (self.query(Rows) and self.query("#look")):
            return  # the screen was taken away meanwhile
        listing = StickListing((), 0) if isinstance(seen, NotFound) else seen
        if listing != self._listing:
            self.query_one("#stick-picture").display = False
        self._listing = listing
        self.query_one("#stick-state", Words).say(_no_files(seen) if isinstance(seen, NotFound) else _counted(listing))
        reads_sticks = self.kiosk_app.settings.stick.folder is not None
        self.query_one("#stick-steps").display = isinstance(seen, NotFound) and reads_sticks
        rows = self.query_one(Rows)
        used = self._used()
        new = next((str(each.path) for each in listing.files if each.mark not in used), None)
        await rows.show(await self._rows(listing), here=new)
        appeared, rows.display = bool(listing.files) and not rows.display, bool(listing.files)
        if appeared:
            rows.focus()
        elif not listing.files:
            self.query_one("#look").focus()

    async def _rows(self, listing: StickListing) -> list[Row]:
        kiosk = await self.kiosk_app.ready()
        now, used = kiosk.local(kiosk.clock.now().at), self._used()
        return [
            Row(
                str(each.path),
                each.name,
                _("● ya lo puso")
                if each.mark in used
                else f"{spoken_day(kiosk.local(each.modified_at), now)}  {shown_size(each.byte_count):>7}",
            )
            for each in listing.files
        ]

    def _used(self) -> set[str]:
        """Return the marks of the files that stand in a place already."""
        if self.session.draft is None:
            return set()
        filled = {each.slot for each in self.draft.attachments}
        return {mark for slot_id, mark in self.session.files.items() if slot_id in filled}


def _seen(kiosk: "Kiosk") -> StickListing | NotFound:
    """Return what is on the stick, or why nothing can be seen: having no stick is a state here, no mistake of anybody's."""
    try:
        return stick.listing(kiosk)
    except NotFound as reason:
        return reason


def _no_files(reason: NotFound) -> str:
    return f"! {reason.message}"


def _counted(listing: StickListing) -> str:
    """Say what is on the stick, how much of it does not serve, and how to get a JPG of that."""
    if not listing.left_out:
        return _("Primero los más nuevos.")
    if listing.files:
        counted = ngettext(
            "Primero los más nuevos. 1 archivo no se muestra: no es JPG ni PDF.",
            "Primero los más nuevos. {count} archivos no se muestran: no son JPG ni PDF.",
            listing.left_out,
        )
    else:
        counted = ngettext(
            "! En su memoria hay un archivo, y no es una foto JPG ni un PDF.",
            "! En su memoria hay {count} archivos, y ninguno es una foto JPG ni un PDF.",
            listing.left_out,
        )
    said = [counted.format(count=listing.left_out), *(words for kind, words in _ways_to_mend() if kind in listing.kinds)]
    return "\n".join(said)


def _ways_to_mend() -> tuple[tuple[str, str], ...]:
    """Return, by the kind of a file that is not taken, how to get one that is."""
    return (
        ("heic", _("Hay fotos HEIC de iPhone: entre en Ajustes, Cámara, Formatos, elija «Más compatible» y tómelas otra vez.")),
        ("tiff", _("Hay escaneos TIFF: escanee otra vez y elija guardar como PDF o JPG.")),
        ("webp", _("Hay imágenes WebP: guárdelas como JPG, o tome una foto del papel.")),
        ("office_document", _("Hay documentos de oficina (como Word): guárdelos como PDF, o tome una foto del papel.")),
        ("archive", _("Hay archivos comprimidos (como ZIP): ábralos y copie a la memoria lo que tienen adentro.")),
    )
