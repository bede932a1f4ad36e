"""Everything that was said, to be read once more: each line leads to where it can be changed, and back here."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.events import Key
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.document import Picture
from kiosk.domain.filing.procedure import Slot, slots
from kiosk.locale import _
from kiosk.services.documents import attachments
from screens.documents import bringing
from screens.frame.lined import Lined
from screens.session.visit import Place, place_of
from screens.visit.deliberate import Deliberate
from screens.visit.review_lines import reminders, review_lines
from screens.widgets.button import Button
from screens.widgets.facts import Points
from screens.widgets.lines import Lines
from screens.widgets.picture import shrunk
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.domain.filing.attestation import Attestation
    from kiosk.services.kiosk import Kiosk


class Review(Lined, Deliberate):
    """The review."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._vouched: tuple[Attestation, ...] | None = None
        """What was vouched for when it was drawn; None before that."""

    @override
    def question(self) -> str:
        return _("¿Está todo bien?")

    def hint(self) -> str:
        """Say how to read and change it, and to whom staff typed it that they are the one to say so."""
        if self.draft.entered_by and not self.session.staff:
            return _(
                "Lo escribió {name}, del personal. Léalo todo con calma: usted confirma. Enter sigue, ↓ elige una línea."
            ).format(name=self.draft.entered_by)
        return _("Léalo todo con Enter. Para cambiar algo, pulse el número de su línea.")

    @override
    def help_text(self) -> str:
        return _(
            "# Revisar\n\nAquí está todo lo que contestó. Todavía no se ha entregado nada.\n\n"
            "- **Enter** sigue leyendo; al final llega al botón **Aceptar**, que no entrega nada todavía.\n"
            "- Para cambiar algo, pulse el número de su línea, o baje con ↓ hasta ella y pulse **Enter**.\n"
            "- Al continuar, o con **Esc**, vuelve a esa línea.\n"
            "- Los dibujos son sus documentos. **Dudoso** es el que quizá no se lee bien: puede cambiarlo o dejarlo así."
        )

    def extra_keys(self) -> tuple[str, ...]:
        """Name one key more, for want of room: to staff the one to vouch, to the person the one to leave."""
        return tuple(key for key in super().extra_keys() if key.startswith("F6" if self.session.staff else "F4"))

    @override
    def content(self) -> Iterable[Widget]:
        procedure = self.session.procedure
        assert procedure, "there is nothing to review before it is chosen"  # noqa: S101 - a wrong place is a defect of ours
        self._vouched = self.draft.attestations
        lines = review_lines(self.draft, procedure, self.session.catalogue)
        self.session.mending = None
        yield Lines(lines, here=self.session.typed.pop("reviewed_line", None), numbered=True)
        if told := reminders(self.draft, procedure):
            yield Words(_("Antes de enviar, recuerde"), classes="line-heading")
            yield Points(told)

    def buttons(self) -> Sequence[Button]:
        """Return "Atrás" and "Aceptar", which sends nothing."""
        return (Button(_("Atrás"), self.back), Button(_("Aceptar"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Begin with reading, at once: a footer that named the button first would have the whole review passed unread."""
        for lines in self.query(Lines):  # none where it is left before it stands
            self.set_focus(lines, scroll_visible=False)
        self.background(self._show_pictures())

    async def _show_pictures(self) -> None:
        """Draw the papers' pictures in a thread, each once in a visit, and show them in the places kept for them."""
        kiosk, kept = await self.kiosk_app.ready(), self.session.thumbnails
        if not self.query(Lines):  # it was left meanwhile
            return
        lines = self.query_one(Lines)
        ids = {each.slot: each.id for each in self.draft.attachments}
        wanted = {line.value: (ids.get(_slot_of(line.value), ""), line.figure) for line in lines.lines if line.figure}
        new = {id_: (value, size) for value, (id_, size) in wanted.items() if id_ and id_ not in kept}
        kept.update(await self.kiosk_app.in_thread(lambda: _thumbnails(kiosk, self.draft.id, new)))
        lines.show_pictures({value: kept[id_] for value, (id_, _size) in wanted.items() if id_ in kept})

    def watch_focused(self) -> None:
        """Keep the button from a press in haste: what a key does here is another from now on."""
        super().watch_focused()
        self.hush()

    def came_back(self) -> None:
        """Show anew what was vouched for over this screen."""
        if self._vouched is not None and self.query(Lines) and self.draft.attestations != self._vouched:
            self.session.typed["reviewed_line"] = self.query_one(Lines).here
            self.kiosk_app.show_place(self.place)

    def on_key(self, event: Key) -> None:
        """Open a line by its digit, though the button has the keys."""
        for lines in self.query(Lines):  # none where it is being taken away
            if not lines.has_focus:
                lines.on_key(event)

    def on_lines_picked(self, event: Lines.Picked) -> None:
        """Go to where the line is changed, a paper's to the paper itself."""
        event.stop()
        place, slot_id = place_of(event.value.partition("#")[0]), _slot_of(event.value)
        self.session.typed["reviewed_line"] = event.lines.here
        self.session.mending = place
        procedure = self.session.procedure
        slot = next((each for each in slots(procedure, self.draft.answers) if each.id == slot_id), None) if procedure else None
        if slot and any(each.slot == slot_id for each in self.draft.attachments):
            self.act(partial(self._see, place, slot))
        else:
            self.kiosk_app.show_place(place)

    async def _see(self, place: Place, slot: Slot) -> None:
        self.kiosk_app.show_place(await bringing.see(self, place, slot))

    async def go_on(self) -> None:
        """Go on to the consent, and only there to the one deed that sends."""
        self.advance()


def _slot_of(value: str) -> str:
    return value.partition("#")[2]


def _thumbnails(kiosk: "Kiosk", draft_id: str, wanted: dict[str, tuple[str, Size]]) -> dict[str, Picture]:
    """Return the small pictures of papers, by their ids; those that were never drawn are left out."""
    pictures = {id_: (attachments.picture(kiosk, draft_id, _slot_of(value)), size) for id_, (value, size) in wanted.items()}
    return {id_: shrunk(picture, size) for id_, (picture, size) in pictures.items() if picture and picture.height}
