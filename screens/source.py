"""What the screens of every source share: for which document it is, and putting what was brought into its slot."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.documents.document import Origin
from kiosk.domain.errors import AskFirst, BadInput, KioskError
from kiosk.domain.filing.procedure import Slot, slots
from kiosk.domain.filing.sorted_pages import Sorted
from kiosk.locale import _
from kiosk.services.documents import sorting
from kiosk.services.documents.attachments import SameFile
from kiosk.services.filing import drafts
from screens.dialog import Answer
from screens.document import SeeDocument
from screens.document_words import slot_in_words
from screens.errand import Errand, Taking
from screens.everything import EVERYTHING
from screens.session import Place
from screens.step import JourneyScreen

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


class SourceScreen(JourneyScreen):
    """A source of documents, for one slot."""

    looks_for_papers = True
    parting: ClassVar[str] = ""
    """What is said once something was taken from this source."""
    origin: ClassVar[Origin] = Origin.FILE
    """Where it comes from: what mends it is said for that."""

    def __init__(self, place: Place, slot: Slot) -> None:
        super().__init__(place)
        self.slot = slot
        self.bringing = ""
        """By what the file is known that is being put, where it is one that is offered again."""

    def whose(self) -> str:
        """Return which document it is, and of whom."""
        return slot_in_words(self.slot)

    def steps(self) -> tuple[int, int]:
        """Return which step this is; none on an errand."""
        return (0, 0) if isinstance(self.place, Errand) else super().steps()

    def leave_sources(self) -> None:
        """Go back to what the sources were opened from."""
        if isinstance(self.place, Errand):
            self.kiosk_app.show(self.place.around())
        else:
            self.kiosk_app.show_place(self.place)

    async def back(self) -> None:
        """Go back to the choice of the source, or to the list of documents where there is no choice."""
        from screens.sources import ChooseSource, sources_for  # noqa: PLC0415 - the screens lead to each other

        if len(sources_for(self.kiosk_app.settings, self.slot)) > 1:
            self.kiosk_app.show(ChooseSource(self.place, self.slot))
        else:
            self.leave_sources()

    async def put(
        self, documents: Sequence[bytes], given_up: threading.Event, taken: "Callable[[Kiosk], None]" = lambda _kiosk: None
    ) -> None:
        """Have documents looked at and put into the slot; `taken` is called once they are kept. Shows what was put there.

        Whoever gives up waiting, or does not want the same file twice, gets nothing put there.
        """
        if isinstance(self.place, Errand):
            await self._do(self.place, documents, given_up, taken)
            return
        if self.slot.id == EVERYTHING.id:
            from screens.put_all import PutAll  # noqa: PLC0415 - the screens lead to each other

            self.kiosk_app.show(PutAll(self.place, documents, self.origin, taken))
            return

        said = {"twice": False, "by_eye": False}

        def kept(kiosk: "Kiosk") -> Sorted:
            went = sorting.attach_sorted(
                kiosk, self.draft.id, self.slot.id, documents, **said, origin=self.origin, given_up=given_up.is_set
            )
            if went.placed:
                taken(kiosk)
            return went

        for _time in (*said, None):  # each is asked once at most
            try:
                went = await self.call(kept, say=_("Revisando su documento…"))
            except KioskError as refused:
                self.keep(await self.call(drafts.read, self.draft.id))  # the form may have been placed before
                if not await self._agreed(refused, said):
                    return
            else:
                self._show_placed(went)
                return

    async def _is_this(self, doubt: AskFirst) -> bool:
        """Ask whether a paper that cannot be told by itself is the one that is wanted."""
        answers = [Answer("yes", _("Sí, la miré y es esta")), Answer("no", _("No, elegir otra"))]
        return await self.ask(_("¿Es este el papel?"), doubt.message, answers) == "yes"

    async def _agreed(self, refused: KioskError, said: dict[str, bool]) -> bool:
        """Ask what a refusal leaves to the person, and keep a yes in what they `said`; raises one that leaves nothing."""
        if isinstance(refused, AskFirst):
            said["by_eye"] = await self._is_this(refused)
            return said["by_eye"]
        if not isinstance(refused, SameFile):
            raise refused
        self.session.files[refused.slot] = self.bringing
        answers = [Answer("twice", _("Ponerlo también aquí")), Answer("no", _("No, elegir otro"))]
        said["twice"] = await self.ask(_("¿Ponerlo también aquí?"), refused.message, answers) == "twice"
        return said["twice"]

    async def _do(
        self, errand: Errand, documents: Sequence[bytes], given_up: threading.Event, taken: "Callable[[Kiosk], None]"
    ) -> None:
        """Do an errand with what was brought, and go on from it."""

        def kept(kiosk: "Kiosk", take: Taking) -> object:
            done = take(kiosk, documents, self.origin, given_up.is_set)
            taken(kiosk)
            return done

        say, by_eye = _("Revisando su documento…"), errand.by_eye
        try:
            done = await self.call(lambda kiosk: kept(kiosk, errand.take), say=say)
        except AskFirst as doubt:
            if by_eye is None:
                raise
            if not await self._is_this(doubt):
                return
            done = await self.call(lambda kiosk: kept(kiosk, by_eye), say=say)
        self.kiosk_app.show(errand.after(done))

    def _show_placed(self, went: Sorted) -> None:
        """Show what was placed, in the slot that was opened or else in that of the form, with what is to be said of it."""
        self.keep(went.draft)
        if not went.placed:
            raise BadInput(" ".join(went.remarks))
        filled = [slot_id for slot_id, _pages in went.placed]
        self.session.files |= dict.fromkeys(filled, self.bringing)
        slot_id = self.slot.id if self.slot.id in filled else filled[0]
        procedure = self.session.procedure
        asked = slots(procedure, went.draft.answers) if procedure else ()
        slot = next((each for each in asked if each.id == slot_id), self.slot)
        self.kiosk_app.show(SeeDocument(self.place, slot, [*went.remarks, *([self.parting] if self.parting else [])]))
