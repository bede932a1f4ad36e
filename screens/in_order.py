"""Keys are given out one after the other: what is typed right after Enter or Tab belongs to the next field, not to the old one.

Textual puts all keys that come together into the queue of the field that has the focus then: a quick typist, a paste or a card
reader would find the second name behind the first.
"""

import asyncio
import contextlib

from textual import events
from textual.message_pump import MessagePump

from screens.sparing import SparingApp

LONGEST = 0.2
"""Seconds after which the next key is given out although the one before was not taken: a screen that is being taken away."""


class InOrderApp(SparingApp, inherit_bindings=False):
    """An application that gives out a key when the one before was taken."""

    async def on_event(self, event: events.Event) -> None:
        """Wait, after a key or paste, until the widget with the focus and its screen have taken it."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or not self.screen_stack:
            await super().on_event(event)
            return
        takers = (self.focused, self.screen)
        await super().on_event(event)
        for taker in takers:
            if taker is not None:
                await _taken_by(taker)


async def _taken_by(taker: MessagePump) -> None:
    taken = asyncio.Event()
    if taker.call_later(taken.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(taken.wait(), LONGEST)
