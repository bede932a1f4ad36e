"""An application that nobody gets out of: what textual offers to developers, and a kiosk must not."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, TypeVar

from rich.cells import cached_cell_len
from textual import events
from textual._styles_cache import StylesCache
from textual.driver import Driver
from textual.screen import Screen
from typing_extensions import override

from screens.apps.key_order import InOrderApp
from screens.terminal.asking import Asking, Canvas
from screens.terminal.keyboard import KioskDriver

Result = TypeVar("Result")

SETTLED = 0.1
"""Seconds after which the next screen stands and the one before is gone."""


class Ending(Enum):
    """Why the application ended."""

    ASKED = "asked"
    FAILED = "failed"


class ClosedApp(InOrderApp, inherit_bindings=False):
    """No palette, no clipboard, no toast, no suspending, and an end without a trace."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-usual"), (110, "-wide")]  # noqa: RUF012 - declared so by textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high"), (32, "-tall")]  # noqa: RUF012 - declared so by textual
    """Classes that every screen has by the columns and rows of the window."""

    ending = Ending.ASKED
    attributes_before: list[Any] | None = None
    """How the terminal was before the first process (termios), and is to be again at the end; as it is now where nobody says so."""

    asking = Asking()
    """What was asked of the terminal before the application began."""

    @property
    def canvas(self) -> Canvas | None:
        """What pictures can be drawn by, where the terminal draws more than letters."""
        return self.asking.canvas

    @override
    def get_driver_class(self) -> type[Driver]:
        return KioskDriver

    def fail(self, error: Exception) -> None:
        """End because of an error that nobody has foreseen; the caller begins anew. Nothing of it is shown.

        Once it is told to end, an action may find its screen taken apart: that is no error.
        """
        if not self.is_ending:
            self._handle_exception(error)

    @contextmanager
    def failing(self, *, when: Callable[[Exception], bool] = lambda _error: True) -> Iterator[None]:
        """End because of an error that nobody has foreseen in the block, whatever it is: the person must not see it.

        `when` tells whether it still matters.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the one place of the screens that takes whatever it is
            if when(error):
                self.fail(error)

    def _fatal_error(self) -> None:
        self.ending = Ending.FAILED
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """End without a word: a trace holds what was typed."""
        self._fatal_error()

    async def on_event(self, event: events.Event) -> None:
        """Leave out a mouse beyond the window: textual takes the focus away for it, and keys would go nowhere."""
        if not isinstance(event, events.MouseEvent) or self.size.region.contains(event.x, event.y):
            await super().on_event(event)

    async def _process_messages_loop(self) -> None:
        """Go on when something that was waited for was given up: textual would end without a word."""
        while True:
            try:
                await super()._process_messages_loop()
            except asyncio.CancelledError:
                own = asyncio.current_task()
                if own is None or own.cancelling():  # it is the application that is to end
                    raise
            else:
                return

    async def push_screen_wait(self, screen: Screen[Result], *, mode: str | None = None) -> Result | None:  # type: ignore[override] # textual declares it for names, too
        """Lay a screen over the others and wait for what it is dismissed with.

        textual first lets the worker that asks do what the application has next, the removal of the worker's own screen
        among it: that gave the worker up, the removal with it, and ended the application. A storm of the mouse found it.
        """
        return await asyncio.shield(self.push_screen(screen, wait_for_dismiss=True, mode=mode))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: a clipboard outlives the visit."""

    def notify(self, *_words: object, **_options: object) -> None:
        """Say nothing in passing: a toast outlives its screen."""

    def write_to_terminal(self, sequence: str) -> None:
        """Send a control sequence."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
            self._driver.flush()

    def forget_screens(self) -> None:
        """Let go of screens that are gone, and of what stood on them.

        textual keeps two colours in a cache whose key is the widget's whole picture: up to 1,024 of them outlive their visit,
        with the words that somebody typed, and a journey grew the process by 34 MiB (6 MiB now). Its widgets hold one another,
        so that they stay until Python looks for such circles, which it seldom does by itself. rich keeps how wide the last 4,096
        texts were, with the texts: names, numbers and codes of whoever was there before.
        """
        StylesCache.get_inner_outer.cache_clear()
        cached_cell_len.cache_clear()
        if gc.get_freeze_count():  # otherwise it would look through everything that is loaded
            self.set_timer(SETTLED, gc.collect)

    def action_suspend_process(self) -> None:
        """Stay in front."""
