"""Waiting for an application of textual until it has nothing more to do, told by what it has before it.

textual's own way looks at the processor and sleeps until it idles: half the time of the screens' tests, and on a busy machine no
answer at all, for it gives up after a second.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from textual._context import active_app

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

TURNS = 3
"""Turns of the loop in a row with nothing to do: a message that was taken may be answered by another."""
LONGEST = 5.0
"""Seconds after which the caller goes on all the same: something that never rests is the caller's matter."""


async def until_quiet(min_sleep: float = 0.0, max_sleep: float = LONGEST) -> None:
    """Wait until no queue holds a message, nothing is to be called, and no layout or painting is due."""
    app: App[object] = active_app.get()
    calm, end = 0, time.monotonic() + max_sleep
    await asyncio.sleep(min_sleep)
    while calm < TURNS and time.monotonic() < end:
        await asyncio.sleep(0)
        if _has_work(app):
            calm = 0
            await asyncio.sleep(0.001 if app.screen_stack and _waits_for_the_timer(app) else 0)
        else:
            calm += 1


def _has_work(app: "App[object]") -> bool:
    if not app.screen_stack:
        return not app._message_queue.empty()
    if app._resize_event is not None:  # a new size is kept until the terminal has stopped changing, and told to the screen then
        return True
    pumps: list[MessagePump] = [app, *app.screen.walk_children(with_self=True)]
    return any(each._next_callbacks or not each._message_queue.empty() for each in pumps) or _waits_for_the_timer(app)


def _waits_for_the_timer(app: "App[object]") -> bool:
    screen = app.screen
    return bool(app._resize_event or screen._layout_required or screen._dirty_widgets or screen._callbacks)


@contextmanager
def told_by_its_queues() -> Iterator[None]:
    """Have pilots wait so."""
    with patch("textual.pilot.wait_for_idle", until_quiet), patch("textual.app.wait_for_idle", until_quiet):
        yield
