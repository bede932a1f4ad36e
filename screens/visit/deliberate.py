"""Where a press cannot be taken back: a key that is held down, or pressed once too often in haste, must not go through."""

import time
from typing import TYPE_CHECKING

from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable


class Deliberate(JourneyScreen):
    """A screen whose buttons take only a press that comes after a moment's quiet."""

    QUIET_SECONDS = 0.7

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.clock: Callable[[], float] = time.monotonic
        self._unquiet_at = self.clock()

    def hush(self) -> None:
        """Begin the quiet anew: what the keys would do has just changed."""
        self._unquiet_at = self.clock()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep a press from the ground, which acts on it, when it belongs to what stood here a moment ago."""
        if self.clock() - self._unquiet_at < self.QUIET_SECONDS:
            event.prevent_default()
            event.stop()
            self.hush()
            self.held_back()

    def held_back(self) -> None:
        """Do what is wanted when a press was kept back; most come so soon that nobody waits for what they do."""
