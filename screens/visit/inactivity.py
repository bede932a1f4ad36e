"""Who walks away leaves nothing on the screen: a time without keys, a warning with a countdown, then the wipe."""

import time
from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Click, Key
from textual.screen import ModalScreen, Screen
from typing_extensions import override

from kiosk.locale import _
from screens.frame.dismissing import DismissingScreen
from screens.widgets.main import Main
from screens.widgets.words import Words

WORDS_A_MINUTE = 60
"""What somebody reads who reads little."""


def reading_seconds(screen: Screen[Any]) -> int:
    """Return for how many seconds the words that are in sight may be read, by who reads slowly; scrolling shows others."""
    words = 0
    for main in screen.query(Main):
        words += sum(len(str(each.content).split()) for each in main.query(Words) if main.region.overlaps(each.region))
    return round(words * 60 / WORDS_A_MINUTE)


class Inactivity:
    """How long nobody has pressed or touched anything; `clock` returns seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def touch(self) -> None:
        """Note that somebody is there."""
        self._last = self._clock()

    @property
    def seconds(self) -> float:
        """Seconds since somebody was there."""
        return self._clock() - self._last

    def look_after(self, app: App[None], allowed: int, warning: int, abandon: Callable[[], None]) -> None:
        """Warn after the seconds `allowed`, give up those of the `warning` later; to be called every second."""
        left = allowed + warning - self.seconds
        if left <= 0:
            abandon()
        elif left > warning:
            return
        elif isinstance(app.screen, StillThere):
            app.screen.show(int(left))
        else:
            kept = (screen.what_is_kept() for screen in reversed(app.screen_stack) if hasattr(screen, "what_is_kept"))
            session = getattr(app, "session", None)
            app.push_screen(StillThere(int(left), next(kept, ""), blank=session is not None and session.is_blank))


class StillThere(ModalScreen[None], DismissingScreen[None], inherit_bindings=False):
    """Asks "¿Necesita más tiempo?", with the seconds that are left and what is `kept`; any key or touch goes on."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, seconds: int, kept: str, *, blank: bool = False) -> None:
        super().__init__()
        self._seconds, self._kept, self._blank = seconds, kept, blank

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Words(_("¿Necesita más tiempo?"), classes="question")
            yield Words(self._sentence(), classes="text")
            yield Words(_("Pulse cualquier tecla para seguir."), classes="strong")

    def show(self, seconds: int) -> None:
        """Show the seconds that are left."""
        if seconds != self._seconds:
            self._seconds = seconds
            self.query_one(".text", Words).update(self._sentence())

    def _sentence(self) -> str:
        wiped = _("En {seconds} segundos se borrará esta pantalla, para que nadie vea sus datos.")
        if self._blank:
            wiped = _("En {seconds} segundos vuelve la primera pantalla.")
        return f"{wiped.format(seconds=self._seconds)} {self._kept}".rstrip()

    def on_key(self, event: Key) -> None:
        """Go on; the key does nothing else."""
        event.stop()
        self._go_on()

    def on_click(self, event: Click) -> None:
        """Go on."""
        event.stop()
        self._go_on()

    def _go_on(self) -> None:
        self.dismiss(None)
