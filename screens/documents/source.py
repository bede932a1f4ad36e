"""What the screens of every source share: for which document it is, and giving what was chosen to whoever wants it."""

import threading
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from typing_extensions import override

from kiosk.domain.documents.brought import Brought
from kiosk.domain.filing.procedure import Slot
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.words.document import slot_in_words

Keep = Callable[["GivingScreen", Brought, Callable[[], bool]], Awaitable[Any]]
"""Has what was chosen kept while the source stays in front; returns what became of it, None where another one is to be chosen."""


class SourceScreen(JourneyScreen):
    """A step on the way of a document into a slot. Esc dismisses it with None, and whoever opened it knows what comes then."""

    looks_for_papers = True

    def __init__(self, place: Place, slot: Slot) -> None:
        super().__init__(place)
        self.slot = slot

    def whose(self) -> str:
        """Return which document it is, and of whom."""
        return slot_in_words(self.slot)

    def steps(self) -> tuple[int, int]:
        """Return which step this is; none where the paper is for a case that was filed."""
        return super().steps() if self.session.draft else (0, 0)

    @override
    async def back(self) -> None:
        self.dismiss(None)


class GivingScreen(SourceScreen):
    """A source of documents: it waits in front while what was chosen is kept, and shows why where it will not do."""

    parting: ClassVar[str] = ""
    """What is said once something was taken from this source."""

    def __init__(self, place: Place, slot: Slot, keep: Keep) -> None:
        super().__init__(place, slot)
        self._keep = keep

    async def give(self, brought: Brought) -> None:
        """Have it kept, and go then; whoever gives up waiting gets nothing put there later."""
        given_up = threading.Event()
        try:
            became = await self._keep(self, brought, given_up.is_set)
        finally:
            given_up.set()
        if became is not None:
            self.dismiss(became)
