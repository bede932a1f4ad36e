"""Base of all screens that can be dismissed: a page or dialogue goes by itself, whatever lies over it."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class DismissingScreen(Screen[Result], inherit_bindings=False):
    """A screen that takes what lies over it along: help, or the question whether somebody is still there.

    textual takes away what is on top, whichever screen was dismissed, and answers whoever waits for a screen that stays.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Take it away, once, and give its result to whoever waits for it."""
        stack = self.app.screen_stack
        if self not in stack:
            return AwaitComplete()
        for above in stack[: stack.index(self) : -1]:
            above.dismiss(None)
        return super().dismiss(result)
