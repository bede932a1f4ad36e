"""Base of all screens that can be dismissed: a page or dialogue goes by itself, whatever lies over it."""

from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class DismissingScreen(Screen[Result], inherit_bindings=False):
    """A screen that takes what lies over it along: help, or the question whether somebody is still there.

    textual takes away what is on top, whichever screen was dismissed, and answers whoever waits for a screen that stays.
    """

    def on_compose(self) -> None:
        """Take the classes of the window's size while there are no parts: told of it later, all of them are styled again."""
        for length, points in zip(self.app.size, (self.app.HORIZONTAL_BREAKPOINTS, self.app.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(max(point for point in points or () if point[0] <= length)[1])

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style nothing again: each part was styled when it was mounted, and what changes styles itself."""
        event.refresh_styles = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Take it away, once, and give its result to whoever waits for it."""
        stack = self.app.screen_stack
        if self not in stack:
            return AwaitComplete()
        for above in stack[: stack.index(self) : -1]:
            above.dismiss(None)
        return super().dismiss(result)
