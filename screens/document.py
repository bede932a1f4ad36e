"""A document that stands in its place: how it looks, what is known of it, and changing or removing it."""

from collections.abc import Iterable, Sequence

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from kiosk.domain.document import Attachment, MediaType, Picture
from kiosk.domain.procedure import Slot
from kiosk.locale import _
from kiosk.services import attachments
from screens.dialog import Answer
from screens.file_facts import shown_size
from screens.session import Place
from screens.step import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.picture import CellPicture
from screens.widgets.words import Words

WIDEST = 44
"""Cells that the picture may take of a row; the facts stand beside it."""
BORDER = 2
"""Cells of the lines at its sides: without them a white page would have no edge on a white ground."""
ROWS_AROUND = 13
"""Rows of frame, buttons, question, hint and the picture's border."""


class SeeDocument(JourneyScreen):
    """The picture and the facts of what stands in a slot."""

    CSS_PATH = "document.tcss"
    AUTO_FOCUS = "Button.-primary"
    looks_for_papers = True

    def __init__(self, place: Place, slot: Slot) -> None:
        super().__init__(place)
        self.slot = slot
        self._picture: Picture | None = None

    @property
    def attachment(self) -> Attachment:
        """The document."""
        return next(each for each in self.draft.attachments if each.slot == self.slot.id)

    def question(self) -> str:
        """Ask."""
        return _("¿Se ve completo y derecho?")

    def hint(self) -> str:
        """Say what it is and whose."""
        name = self.slot.requirement.name
        return _("{document}, de {name}").format(document=name, name=self.slot.person_name) if self.slot.person else name

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Cómo se ve su documento\n\nEl dibujo es pequeño: sirve para saber si es el papel correcto, "
            "si está completo y derecho. Las letras no se leen aquí.\n\n"
            "- **Está bien**: vuelve a la lista. El documento ya está puesto.\n"
            "- **Cambiar**: elige otro archivo de su memoria. El de ahora se queda hasta que el nuevo sirva.\n"
            "- **Quitar**: el documento se borra del kiosco. Su memoria no se toca."
        )

    def content(self) -> Iterable[Widget]:
        """Return the picture beside the facts."""
        return (Horizontal(CellPicture(), Words(self._facts(), id="facts"), id="document"),)

    def buttons(self) -> Sequence[Button]:
        """Return what can be done with it."""
        return (
            Button(_("Quitar"), self.take_out),
            Button(_("Cambiar"), self.change),
            Button(_("Está bien"), self.back, primary=True),
        )

    def on_mount(self) -> None:
        """Fetch the picture."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show the picture."""
        self._picture = await self.call(attachments.picture, self.draft.id, self.slot.id)
        self._fit()

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the ground's signature
        """Make the picture as large as fits whole."""
        self._fit()

    async def back(self) -> None:
        """Go back to the list."""
        self.kiosk_app.show_place(self.place)

    async def change(self) -> None:
        """Choose another file; this one stays until that one serves."""
        from screens.sources import source_screen  # noqa: PLC0415 - the screens lead to each other

        self.kiosk_app.show(source_screen(self.kiosk_app, self.place, self.slot))

    async def take_out(self) -> None:
        """Take it out, after asking."""
        answer = await self.ask(
            _("¿Quitar este documento?"),
            _("Se borra del kiosco. El archivo de su memoria queda como está."),
            [Answer("remove", _("Quitar")), Answer("keep", _("Dejarlo"))],
        )
        if answer == "remove":
            self.keep(await self.call(attachments.remove, self.draft.id, self.slot.id, say=_("Quitando…")))
            self.kiosk_app.show_place(self.place)

    def _fit(self) -> None:
        picture, drawn = self._picture, self.query_one(CellPicture)
        drawn.display = picture is not None
        if picture is not None:
            rows = max(4, self.size.height - ROWS_AROUND)
            columns = max(1, min(WIDEST, picture.width, round(rows * 2 * picture.width / picture.height)))
            drawn.styles.width = columns + BORDER
            drawn.show(picture)

    def _facts(self) -> str:
        document = self.attachment
        lines = [_("● El kiosco ya lo tiene."), ""]
        if document.media_type is MediaType.JPEG:
            lines.append(_("Es una foto."))
        elif document.pages > 1:
            lines.append(_("Es un PDF de {count} páginas. Aquí se ve la primera.").format(count=document.pages))
            lines += [_("Sirve también para: {document}.").format(document=name) for name in self._also_serves()]
        else:
            lines.append(_("Es un PDF de una página."))
        lines.append(_("Pesa {size}.").format(size=shown_size(document.byte_count)))
        lines += [f"! {each.message}" for each in document.findings] or [_("Se pudo abrir bien.")]
        return "\n".join(lines)

    def _also_serves(self) -> list[str]:
        """Return the names of the documents for which a PDF of two pages in this place serves too."""
        procedure = self.session.procedure
        return [each.name for each in procedure.requirements if each.satisfied_by == self.slot.requirement.id] if procedure else []
