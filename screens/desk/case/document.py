"""A document of a filed case, looked at closely; nothing of it can be changed here."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.documents.document import Attachment, IndexedPicture, Picture
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.locale import _
from kiosk.services.desk import access
from kiosk.services.followup import changes
from kiosk.words.dates import shown_date
from kiosk.words.history import verdict_in_words
from screens.desk.base import DeskScreen
from screens.desk.case.correction import AskFor
from screens.documents.close_look import LookingScreen
from screens.widgets.button import Button
from screens.widgets.picture import LookedAt
from screens.widgets.words import Words
from screens.words.document import kind_in_words, reading_in_words, size_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.cases.whole import CaseWhole
    from kiosk.services.documents.viewing import Look
    from kiosk.services.kiosk import Kiosk


class FiledDocument(LookingScreen, DeskScreen):
    """The picture and the facts of what stands in a slot of a case."""

    needs = SEE_CASES

    AUTO_FOCUS = "Button.-primary"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w,W", "fill(0)", show=False),
        Binding("h,H", "fill(1)", show=False),
    ]

    def __init__(self, case: "CaseWhole", slot: str) -> None:
        super().__init__()
        self._case, self._slot = case, slot

    @property
    @override
    def attachment(self) -> Attachment:
        return next(each for each in self._case.draft.attachments if each.slot == self._slot)

    async def first_picture(self) -> Picture | None:
        """Fetch the small picture: the look that is written down."""
        return await self.call(access.picture, self._case.number, self._slot)

    def view(self) -> "Callable[[Kiosk, Look], Picture | IndexedPicture]":
        """Return the service that draws a part of the document."""
        return partial(_view, self._case.number, self._slot)

    @override
    def question(self) -> str:
        slot = next((each for each in self._case.slots if each.id == self._slot), None)
        if slot is None:
            return self._slot
        name = slot.requirement.name
        return _("{document}, de {name}").format(document=name, name=slot.person_name) if slot.person else name

    def hint(self) -> str:
        """Say of which case it is, or what is seen of it."""
        return self.where_in_words() if self.enlarged else _("Trámite {number}").format(number=self._case.number)

    @override
    def help_text(self) -> str:
        return _(
            "# Mirar un documento\n\n"
            "- Para verlo de cerca, suba al dibujo con ↑ y pulse **Enter**, o la tecla **+** (**-** lo achica). "
            "Las flechas mueven lo que ve. **Esc** vuelve a la hoja entera.\n"
            "- **W** lo muestra a todo lo ancho, **H** a todo lo alto.\n"
            "- **X** lo dibuja más nítido, si su terminal puede, o como antes.\n"
            "- **AvPág** y **RePág** pasan las páginas; **←** y **→**, los documentos del trámite.\n"
            "- Si tiene avisos, decida: **Vale**, o **Pedir otra vez**. Queda con su nombre.\n\n"
            "Mirarlo queda anotado en la historia del trámite, y no decide nada."
        )

    def content(self) -> Iterable[Widget]:
        """Return the picture beside the facts."""
        return (Horizontal(LookedAt(), Words(self._facts(), id="facts"), id="document"),)

    def buttons(self) -> Sequence[Button]:
        """Return the way back, which decides nothing, and of a doubtful document the two decisions."""
        back = Button(_("Volver al trámite"), self.back, primary=True)
        if not self.attachment.is_undecided:
            return (back,)
        return (Button(_("Pedir otra vez"), self.ask_again, id="again"), Button(_("Vale"), self.approve, id="approve"), back)

    async def approve(self) -> None:
        """Keep that it will do, by the name of whoever decides."""
        self._case = await self.call(changes.approve_document, self._case.number, self._slot, say=_("Guardando…"))
        await self.query("#again, #approve").remove()
        self.describe()
        self.query_one("Button.-primary").focus()

    async def ask_again(self) -> None:
        """Say what is wrong with it, in place of this screen."""
        slot = next((each for each in self._case.slots if each.id == self._slot), None)
        if slot is None or slot.id == CONFIRMATION:
            raise KioskError(_("Este documento no se pide de nuevo. Si no sirve, añada una observación al trámite."))
        self.app.switch_screen(AskFor(self._case.number, slot, filled=True))

    def _keys(self) -> list[str]:
        if not self.attachment.has_copy:
            return [_("Esc atrás"), _("F1 ayuda")]
        others = _("← → otro") if len(self._slots) > 1 and not self.enlarged else ""
        return [each for each in (*self.looking_keys()[:-1], others, _("F1 ayuda")) if each]

    @property
    def _slots(self) -> list[str]:
        """The documents of the case in the order in which they are asked for."""
        there = [each.slot for each in self._case.draft.attachments]
        asked = [each.id for each in self._case.slots if each.id in there]
        return asked + [each for each in there if each not in asked]

    @override
    def go_beside(self, right: int) -> None:
        """Show another document of the case in place of this one; the last is followed by the first."""
        slots = self._slots
        if self.enlarged or len(slots) < 2:
            super().go_beside(right)
        elif not self.acting:
            self.app.switch_screen(FiledDocument(self._case, slots[(slots.index(self._slot) + right) % len(slots)]))

    @override
    def on_mount(self) -> None:
        self.reserve()
        self.act(self.fetch)

    def describe(self) -> None:
        """Say anew what is seen."""
        self.query_one("#hint", Words).say(self.hint())
        self.query_one("#facts", Words).say(self._facts())
        self.draw_frame()

    def _facts(self) -> str:
        document = self.attachment
        gone = "" if document.has_copy else _("Copia borrada: este kiosco ya no la guarda.")
        seen = [gone, reading_in_words(document), *(f"! {each.message}" for each in document.findings), verdict_in_words(document)]
        kiosk = self.kiosk_app.kiosk
        put_at = kiosk.local(document.attached_at) if kiosk else document.attached_at
        put = _("Se puso el {date}.").format(date=shown_date(put_at.date()))
        known = [kind_in_words(document), self.where_in_words(), size_in_words(document), put]
        return "\n\n".join(group for lines in (seen, known) if (group := "\n".join(line for line in lines if line)))


def _view(number: CaseNumber, slot: str, kiosk: "Kiosk", look: "Look") -> Picture | IndexedPicture:
    return access.part(kiosk, number, slot, look)
