"""Keys are given out one after the other: what is typed right after Enter or Tab belongs to the next field, not to the old one.

Textual puts all keys that come together into the queue of the field that has the focus then: a quick typist, a paste or a card
reader would find the second name behind the first. And a screen that is being built, or left, gets none.
"""

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input, TextArea

from screens.frame.actions import actions_under_way
from screens.terminal.changed_cells import SparingApp
from screens.terminal.haste import Haste
from screens.widgets.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

LONGEST = 0.2
"""Seconds after which the next key is given out although the one before was not taken: a screen that is being taken away."""
BETWEEN_LOOKS = 0.02
"""Seconds between two looks whether an action has brought a screen that asks something, and waits for the answer."""
LONGEST_BUILDING = 3.0
"""Seconds for which a key waits for its screen to be built; then it is nobody's."""


class InOrderApp(SparingApp, inherit_bindings=False):
    """An application that gives out a key when the one before was taken, and only where it can have been meant."""

    def __init__(self) -> None:
        super().__init__()
        self.haste = Haste()
        self._waiting: list[events.Key] = []
        """Characters for no field, until it is known whether they are a burst: one chooses, a burst never does."""
        self._burst_ends: Timer | None = None
        self._given_at: Screen[Any] | None = None
        """The screen that was on top when a key was given out last."""

    async def on_event(self, event: events.Event) -> None:
        """Leave out what was not meant, and wait after a key or paste until the widget with the focus and its screen took it."""
        self.heal_console(event)  # at one that is left out, too
        if isinstance(event, events.InputEvent | events.Paste) and not self._is_standing:
            return
        if isinstance(event, events.Key) and event.is_forwarded and not self._is_still_meant():
            return
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key | events.Paste):
            if self._waiting and not (isinstance(event, events.Key) and self.haste.goes_on(self._waiting, event)):
                await self._end_burst()
            if isinstance(event, events.Key) and event.is_printable and not self._in_field:
                await self._wait_for_action()
            if await self._is_built() and not self._is_hasty(event) and not self._is_held(event):
                await self._give_out(event)
        elif self.screen.is_mounted and not (isinstance(event, events.MouseDown) and self._is_hasty(event)):
            await super().on_event(event)

    async def _give_out(self, event: events.Key | events.Paste) -> None:
        takers: Sequence[MessagePump] = [*([self.focused] if self.focused else []), self.screen]
        if self.focused and not self._in_field:  # it is handed up from one to the next, and then what it means is
            takers = [each for each in self.focused.ancestors_with_self if each is not self] * 2
        self._given_at = self.screen
        await super().on_event(event)
        for taker in takers:
            if not await _taken_by(taker):
                return

    async def _wait_for_action(self) -> None:
        """Wait until what an earlier key set off is done, or another screen came of it: a character may be meant for its field."""
        if not self.screen_stack:
            return
        screen, until = self.screen, time.monotonic() + LONGEST_BUILDING
        tasks = {each._task for each in actions_under_way(screen) if each._task}  # noqa: SLF001 - textual's own waiting raises what it raises
        if not tasks:
            return
        while tasks and self.screen_stack and self.screen is screen and time.monotonic() < until:
            _done, tasks = await asyncio.wait(tasks, timeout=BETWEEN_LOOKS)
        if await self._is_built() and self.screen_stack:
            await _taken_by(self.screen)  # and has given the focus to its field

    def _is_still_meant(self) -> bool:
        """Tell whether a key that no widget took, and comes back for the bindings, still finds the screen that it was given to."""
        return self.screen is self._given_at and self.screen.is_mounted

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end."""
        return self._exit

    @property
    def _is_standing(self) -> bool:
        """Whether it neither was told to end nor ends: a screen that comes then is not built any more."""
        return self.is_running and not self.is_ending and bool(self.screen_stack)

    async def _is_built(self) -> bool:
        """Wait until the screen on top can take keys; tell whether it can."""
        until = time.monotonic() + LONGEST_BUILDING
        while self.screen_stack:  # empty when it is ending
            screen = self.screen
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(screen._mounted_event.wait(), until - time.monotonic())  # noqa: SLF001 - textual tells of it in no other way
            if self.screen_stack and (screen is self.screen or time.monotonic() > until):
                return screen.is_mounted and screen is self.screen
        return False

    @property
    def _in_field(self) -> bool:
        return isinstance(self.focused, Input | TextArea)

    def _is_hasty(self, event: events.Event) -> bool:
        if isinstance(event, events.Paste):
            self.haste.pasted()
            return False
        assert isinstance(event, events.Key | events.MouseDown), "of others nobody asks"  # noqa: S101 - see on_event
        answers = isinstance(self.focused, Choices) and self.focused.at_once
        return self.haste.drops(event, self.screen, in_field=self._in_field, answers=answers)

    def _is_held(self, event: events.Key | events.Paste) -> bool:
        """Hold a character that would choose, and what follows it at once, until it is known whether a hand has typed it."""
        if isinstance(event, events.Paste) or self._in_field or not self.haste.BURST:
            return False
        if not (event.is_printable or (self._waiting and event.key == "enter")):
            return False
        self._waiting.append(event)
        if self._burst_ends:
            self._burst_ends.stop()
        self._burst_ends = self.set_timer(self.haste.silence(self._waiting), self._end_burst)
        return True

    async def _end_burst(self) -> None:
        """Give out one character as the key that it is, and a burst as what was pasted, which chooses nothing."""
        waiting, self._waiting = self._waiting, []
        if not waiting or not self.screen_stack:
            return
        text = "".join(each.character or "" for each in waiting).replace("\r", "\n")
        await self._give_out(waiting[0] if len(waiting) == 1 else events.Paste(text))

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - textual's own
        """Note when a screen was painted first."""
        super()._display(screen, renderable)
        if screen.is_mounted and self.screen_stack and screen is self.screen:
            self.haste.painted(screen, time.monotonic())


async def _taken_by(taker: MessagePump) -> bool:
    """Wait until all that was before a widget is done; tell whether it is not held up."""
    taken = asyncio.Event()
    if taker.call_later(taken.set):
        try:
            await asyncio.wait_for(taken.wait(), LONGEST)
        except TimeoutError:
            return False
    return True
