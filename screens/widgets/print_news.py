"""What becomes of a print, told beside the question while the printer is at it: the same for the slip and the forms."""

import asyncio
import time
from typing import TYPE_CHECKING

from textual.message import Message

from kiosk.domain.errors import KioskError
from screens.widgets.words import Words
from screens.words.prints import Printout, PrintTold, printing_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.domain.machine.message import PrintStatus
    from kiosk.services.kiosk import Kiosk
    from screens.host import Host

LOOK_AGAIN = 0.5
"""Seconds between two looks at what became of it."""


class PrintNews(Words):
    """Says nothing until it is told to follow; `look` is the service that tells the status of the print."""

    def __init__(self, sheet: Printout, look: "Callable[[Kiosk], PrintStatus]", *, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, classes="strong print-news")
        self._sheet, self._look = sheet, look
        self.display = False

    class Changed(Message):
        """What is offered now is another: `paper` says what."""

        def __init__(self, paper: PrintTold) -> None:
            super().__init__()
            self.paper = paper

    def follow(self, app: "Host") -> None:
        """Tell what becomes of the newest print, until there is nothing more to tell."""
        self.run_worker(self._follow(app), group="news", exclusive=True)

    def forget(self) -> None:
        """Say nothing more."""
        self.workers.cancel_node(self)
        self.say("")

    async def _follow(self, app: "Host") -> None:
        kiosk, begun, before = await app.ready(), time.monotonic(), None
        while before is None or before.waits:
            try:
                status = await app.in_thread(lambda: self._look(kiosk))
            except KioskError:  # the draft is gone or the database busy; whatever the person does next says so
                await asyncio.sleep(LOOK_AGAIN)
                continue
            told = printing_words(self._sheet, status, int(time.monotonic() - begun))
            self.say(told.words)
            if before is None or (told.gives_up, told.waits) != (before.gives_up, before.waits):
                self.post_message(self.Changed(told))
            before = told
            await asyncio.sleep(LOOK_AGAIN)
