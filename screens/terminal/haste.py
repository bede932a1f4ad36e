"""What a hasty hand sends: a press too often, one for a screen that nobody has seen yet, a reader's burst. It is said here for all.

A press that belongs to what stood there a moment ago accepted the data notice unseen. Typed characters are never dropped.
"""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.screen import Screen

PRESSES: Final = frozenset({"enter", "space", "escape"})
"""Keys that do something at once, beside the characters that choose."""


class Haste:
    """Tells which keys to leave out, by when they were pressed (`event.time`, seconds that never go back)."""

    AGAIN: float = 0.3
    """Seconds within which the same press is one that was not meant; a held key's presses are so close."""
    ANSWER: float = 0.7
    """As AGAIN, where the press would answer a question at once: nobody has read its answers sooner."""
    SIGHT: float = 0.3
    """Seconds that a screen must have stood before anybody can have seen what a key does there."""
    BURST: float = 0.04
    """Seconds between the keys of a card or code reader; the quickest hand needs 0.06."""
    TAIL: float = 0.1
    """As BURST, once it is known to be one: some readers stop for breath."""

    def __init__(self) -> None:
        self._last, self._last_at = "", float("-inf")
        self._seen: Screen[object] | None = None
        self._seen_at = 0.0
        self.first_was_seen = False
        """Whether the first screen stood there before, painted by the process whose place this one has taken."""
        self._typed = False
        """Whether the last key was a character for a field: an Enter after it ends what was typed."""

    def painted(self, screen: Screen[object], at: float) -> None:
        """Note when the screen on top was painted first since it came there."""
        if screen is not self._seen:
            first = self._seen is None and self.first_was_seen
            self._seen, self._seen_at, self._typed = screen, float("-inf") if first else at, False

    def drops(self, event: events.Key | events.MouseDown, screen: Screen[object], *, in_field: bool, answers: bool = False) -> bool:
        """Tell whether a key or touch is left out.

        `in_field` says that characters are typed where the focus is, `answers` that a press there answers at once.
        """
        self.painted(screen, event.time)  # it was, if not told before
        unseen = event.time - self._seen_at < self.SIGHT
        if not isinstance(event, events.Key):
            return unseen
        answers = answers and event.key != "escape"  # which answers nothing: a hand that goes back and back is let go
        again = event.key == self._last and event.time - self._last_at < (self.ANSWER if answers else self.AGAIN)
        ends_typing = event.key == "enter" and in_field and self._typed
        self._last, self._last_at = event.key, event.time
        self._typed = in_field and event.is_printable
        if self._typed:
            return False
        if event.key in PRESSES:
            return again or (unseen and not ends_typing)
        return event.is_printable and unseen

    def pasted(self) -> None:
        """Note that text came in one piece, as if it were typed."""
        self._last, self._typed = "", True

    def goes_on(self, waiting: Sequence[events.Key], event: events.Key) -> bool:
        """Tell whether a key belongs to the burst of those that wait."""
        return event.time - waiting[-1].time < self.silence(waiting)

    def silence(self, waiting: Sequence[events.Key]) -> float:
        """Return the seconds without a key after which a burst is over, or the one key is a hand's."""
        return self.TAIL if len(waiting) > 1 else self.BURST
