"""An application that nobody gets out of: what textual offers to developers, and a kiosk must not."""

from enum import Enum

from screens.sparing import SparingApp


class Ending(Enum):
    """Why the application ended."""

    ASKED = "asked"
    FAILED = "failed"


class ClosedApp(SparingApp, inherit_bindings=False):
    """No palette, no clipboard, no toast, no suspending, and an end without a trace."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-usual"), (110, "-wide")]  # noqa: RUF012 - declared so by textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-high"), (32, "-tall")]  # noqa: RUF012 - as the line before
    """Classes that every screen has by the columns and rows of the window."""

    ending = Ending.ASKED

    def fail(self, error: Exception) -> None:
        """End because of an error that nobody has foreseen; the caller begins anew. Nothing of it is shown."""
        self._handle_exception(error)

    def _fatal_error(self) -> None:
        self.ending = Ending.FAILED
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """End without a word: a trace holds what was typed."""
        self._fatal_error()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: a clipboard outlives the visit."""

    def notify(self, *_words: object, **_options: object) -> None:
        """Say nothing in passing: a toast outlives its screen."""

    def action_suspend_process(self) -> None:
        """Stay in front."""
