"""Waiting for an application of textual until it has nothing more to do, told by what it has before it.

textual's own way looks at the processor and sleeps until it idles: half the time of the screens' tests, and on a busy machine no
answer at all, for it gives up after a second. Before that it sends a message of its own to every part of the screen, and waits for
all of them: an eighth of those tests' processor time, for what the queues say, and the count of messages that are being answered.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.parse import parse
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App
    from textual.css.tokenizer import Token
    from textual.message import Message

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
        if _has_work(app) or _paint_now():
            calm = 0
            await asyncio.sleep(0.001 if app.screen_stack and _waits_for_the_timer(app) else 0)
        else:
            calm += 1


def _has_work(app: "App[object]") -> bool:
    if _in_hand:
        return True
    if not app.screen_stack:
        return not app._message_queue.empty()
    if app._resize_event is not None:  # a new size is kept until the terminal has stopped changing, and told to the screen then
        return True
    pumps: list[MessagePump] = [app, *app.screen.walk_children(with_self=True)]
    return any(each._next_callbacks or not each._message_queue.empty() for each in pumps) or _waits_for_the_timer(app)


def _waits_for_the_timer(app: "App[object]") -> bool:
    screen = app.screen
    if app._exit:  # nothing is laid out or painted any more
        return False
    return bool(app._resize_event or screen._layout_required or screen._dirty_widgets or screen._callbacks)


_in_hand: set[MessagePump] = set()
"""Which parts are answering a message just now; one that waits for another's answer is among them."""
_dispatch = MessagePump._dispatch_message


async def _counted(pump: MessagePump, message: "Message") -> None:
    if pump in _in_hand:  # it lets the next be answered meanwhile
        await _dispatch(pump, message)
        return
    _in_hand.add(pump)
    try:
        await _dispatch(pump, message)
    finally:
        _in_hand.discard(pump)


async def _nothing_to_send(_pilot: Pilot[object], timeout: float = 0.0) -> bool:  # noqa: ASYNC109 - as textual declares it
    await until_quiet()
    return True


_paint = Screen._compositor_refresh
_unpainted: list[Screen[object]] = []
"""Screens that have changed since they were painted."""


def _paint_at_rest(screen: Screen[object]) -> None:
    """Paint a screen when all is quiet: nobody looks before, and a page that comes is painted three times until it has settled."""
    if screen.app.is_inline or screen is not screen.app.screen:
        _paint(screen)
        return
    screen._dirty_widgets.clear()
    if screen not in _unpainted:
        _unpainted.append(screen)


def _paint_now() -> bool:
    """Paint what has changed; tell whether anything had."""
    changed, _unpainted[:] = _unpainted[:], []
    for screen in changed:
        if screen.is_attached and screen.is_current:
            _paint(screen)
    return bool(changed)


_sheets: dict[object, list[RuleSet]] = {}


def _parsed_once(
    scope: str, css: str, read_from: object, variable_tokens: "dict[str, list[Token]]", **how: bool | int
) -> list[RuleSet]:
    """Parse a style sheet once for all applications of a process that have the same colours."""
    colours = tuple((name, "".join(each.value for each in tokens)) for name, tokens in variable_tokens.items())
    asked = scope, css, read_from, colours, *how.items()
    if asked not in _sheets:
        _sheets[asked] = list(parse(scope, css, read_from, variable_tokens=variable_tokens, **how))  # type: ignore[arg-type]
    return _sheets[asked]


@contextmanager
def told_by_its_queues() -> Iterator[None]:
    """Have pilots wait so, what is shown painted then, and style sheets parsed once."""
    with (
        patch("textual.pilot.wait_for_idle", until_quiet),
        patch("textual.app.wait_for_idle", until_quiet),
        patch.object(MessagePump, "_dispatch_message", _counted),
        patch.object(Pilot, "_wait_for_screen", _nothing_to_send),
        patch.object(Screen, "_compositor_refresh", _paint_at_rest),
        patch("textual.css.stylesheet.parse", _parsed_once),
    ):
        yield
