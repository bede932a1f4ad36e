"""A document that stands in its place: how it looks, what is known of it, and changing or removing it."""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.document import Attachment, IndexedPicture, Picture, Reading, Verdict
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _
from kiosk.services.documents import attachments, recognition, viewing
from screens.documents.close_look import LookingScreen
from screens.documents.reading_behind import DocumentRead, read_behind
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.picture import LookedAt
from screens.widgets.words import Words
from screens.words.document import kind_in_words, size_in_words, verdict_in_words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

CONTENT, CHANGE, REMOVED = "content", "change", "removed"
"""What its person decided of a document that they saw: to leave it as it is, to put another one there, to take it out."""
SETTLING_SECONDS = 1.0
"""How long Enter does nothing after the question has changed under whoever was about to press it."""


class SeeDocument(LookingScreen, JourneyScreen):
    """The picture and the facts of what stands in a slot; dismisses with what its person decided."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("g,G", "turn", show=False)]
    AUTO_FOCUS = "Button.-primary"
    looks_for_papers = True

    def __init__(self, place: Place, slot: Slot, remarks: Sequence[str] = ()) -> None:
        super().__init__(place)
        self.slot = slot
        self._remarks = tuple(remarks)
        """What is to be said once, about how it got here."""
        self._question = self._shown_id = ""
        self._changed_at = float("-inf")
        """When the question became another one under the person's hands."""

    @property
    @override
    def attachment(self) -> Attachment:
        return next(each for each in self.draft.attachments if each.slot == self.slot.id)

    @override
    async def first_picture(self) -> Picture | None:
        return await self.call(attachments.picture, self.draft.id, self.slot.id)

    def view(self) -> "Callable[[Kiosk, viewing.Look], Picture | IndexedPicture]":
        """Return the service that draws a part of the document."""
        return partial(_view, self.draft.id, self.slot.id)

    def action_turn(self) -> None:
        """Turn the document."""
        self.act(self.turn)

    async def turn(self) -> None:
        """Turn it by a quarter, clockwise."""
        self.keep(await self.call(viewing.turn, self.draft.id, self.slot.id, 90, say=_("Girando…")))
        await self.fetch()

    @override
    def question(self) -> str:
        if self.attachment.is_in_doubt:
            return _("¿Es el documento correcto?")
        return _("¿Se ve completo y derecho?") if self.attachment.verdict is Verdict.FINE else _("¿Se alcanza a leer bien?")

    def hint(self) -> str:
        """Say what it is and whose, or what is seen of it."""
        if self.enlarged:
            return self.where_in_words()
        name = self.slot.requirement.name
        return _("{document}, de {name}").format(document=name, name=self.slot.person_name) if self.slot.person else name

    @override
    def help_text(self) -> str:
        return _(
            "# Cómo se ve su documento\n\nEl dibujo es pequeño: sirve para saber si es el papel correcto, "
            "si está completo y derecho.\n\n"
            "- **Está bien**: vuelve adonde estaba. El documento ya está puesto.\n"
            "- Para verlo de cerca, suba al dibujo con ↑ y pulse **Enter**, o la tecla **+** (**-** lo achica). "
            "Las flechas mueven lo que ve. **Esc** vuelve a la hoja entera.\n"
            "- **X** lo dibuja más nítido, si la pantalla puede, o como antes.\n"
            "- **AvPág** y **RePág** pasan las páginas.\n"
            "- **Girar** (o la tecla **G**) da un cuarto de vuelta al documento.\n"
            "- **Cambiar**: pone otro en su lugar. El de ahora se queda hasta que el nuevo sirva.\n"
            "- **Quitar**: el documento se borra del kiosco. Lo que usted trajo queda como está."
        )

    def content(self) -> Iterable[Widget]:
        """Return the picture beside the facts."""
        return (Horizontal(LookedAt(), Words(self._facts(), id="facts"), id="document"),)

    def buttons(self) -> Sequence[Button]:
        """Return what can be done with it."""
        return (
            Button(_("Quitar"), self.take_out),
            Button(_("Cambiar"), self.change),
            Button(_("Girar"), self.turn),
            Button(self._fine_in_words(), self.agree, primary=True),
        )

    def _keys(self) -> list[str]:
        """Name the keys for looking among the others; those for pages stand beside the picture, for want of room."""
        return [each for each in (*self.looking_keys(), *super().extra_keys()) if each]

    def on_mount(self) -> None:
        """Fetch the picture, and have the letters read behind."""
        self._question, self._shown_id = self.question(), self.attachment.id
        self.reserve()
        self.act(self.fetch)
        read_behind(self.kiosk_app)

    async def on_document_read(self, event: DocumentRead) -> None:
        """Say what was read; a document that was turned by itself is shown as it lies now."""
        event.stop()
        if not self.query("#facts") or all(each.slot != self.slot.id for each in self.draft.attachments):
            return  # the screen or the document was taken away meanwhile
        turned, self._shown_id = self._shown_id != self.attachment.id, self.attachment.id
        self.describe()
        if turned:
            self.act(self.fetch)

    def describe(self) -> None:
        """Say anew what is asked, seen and known."""
        question = self.question()
        if question != self._question:
            self._question, self._changed_at = question, time.monotonic()
        self.query_one(".question", Words).say(question)
        self.query_one("#hint", Words).say(self.hint())
        self.query_one("#facts", Words).say(self._facts())
        self.query_one("#facts").display = not self.enlarged or self.keeps_facts
        button = self.query_one("Button.-primary", Button)
        button.label = self._fine_in_words()
        button.refresh(layout=True)
        self.draw_frame()

    async def agree(self) -> None:
        """Go back to the list; where it was in doubt whether it is the right one, keep that the person said so."""
        if time.monotonic() - self._changed_at < SETTLING_SECONDS:
            return
        if self.attachment.reading is Reading.OTHER_PERSON and await self._moved():
            return
        if self.attachment.is_in_doubt:
            self.keep(await self.call(recognition.confirm, self.draft.id, self.slot.id))
        await self.back()

    async def _moved(self) -> bool:
        """Offer to put the card of another one of this request into that one's place; tell whether it was."""
        other = await self.call(recognition.whose, self.draft.id, self.slot.id)
        if other is None:
            return False
        answer = await self.ask(
            _("Es la cédula de {name}").format(name=other.person_name),
            _("¿La ponemos en su lugar? Después ponga aquí la de {name}.").format(name=self.slot.person_name),
            [Answer("here", _("No, va aquí")), Answer("move", _("Ponerla en su lugar"))],
        )
        if answer == "move":
            self.keep(await self.call(recognition.move, self.draft.id, self.slot.id, other.id, say=_("Guardando…")))
            self.session.files[other.id] = self.session.files.pop(self.slot.id, "")
            await self.back()
        return answer != "here"

    async def back(self) -> None:
        """Leave it as it is."""
        self.dismiss(CONTENT)

    async def change(self) -> None:
        """Choose another file; this one stays until that one serves."""
        self.dismiss(CHANGE)

    async def take_out(self) -> None:
        """Take it out, after asking."""
        answer = await self.ask(
            _("¿Quitar este documento?"),
            _("Se borra del kiosco. Lo que usted trajo queda como está."),
            [Answer("remove", _("Quitar")), Answer("keep", _("Dejarlo"))],
        )
        if answer == "remove":
            self.keep(await self.call(attachments.remove, self.draft.id, self.slot.id, say=_("Quitando…")))
            self.dismiss(REMOVED)

    def _fine_in_words(self) -> str:
        if self.attachment.is_in_doubt:
            return _("Sí, es este")
        return _("Está bien") if self.attachment.verdict is Verdict.FINE else _("Dejarlo así")

    def _facts(self) -> str:
        document = self.attachment
        state = [*verdict_in_words(document, being_read=document.id == self.session.being_read), _("● El kiosco ya lo tiene.")]
        known = [kind_in_words(document), self.where_in_words(), size_in_words(document)]
        if document.pages > 1:
            known += [_("Sirve también para: {document}.").format(document=name) for name in self._also_serves()]
        groups = ("\n".join(line for line in lines if line) for lines in (self._remarks, state, known))
        return "\n\n".join(group for group in groups if group)

    def _also_serves(self) -> list[str]:
        """Return the names of the documents for which a PDF of two pages in this place serves too."""
        procedure = self.session.procedure
        return [each.name for each in procedure.requirements if each.satisfied_by == self.slot.requirement.id] if procedure else []


def _view(draft_id: str, slot_id: str, kiosk: "Kiosk", look: viewing.Look) -> Picture | IndexedPicture:
    return viewing.view(kiosk, draft_id, slot_id, look)
