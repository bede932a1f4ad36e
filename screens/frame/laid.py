"""What is laid over a screen: while it stands there the footer below tells its keys, and not the screen's."""

from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from kiosk.locale import _
from screens.frame.dismissing import DismissingScreen

if TYPE_CHECKING:
    from screens.host import Host

Result = TypeVar("Result")


class Laid(ModalScreen[Result], DismissingScreen[Result], inherit_bindings=False):
    """A question or text over a screen."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, for the footer: what Enter does where the focus is, and Esc."""
        return tuple(each for each in (getattr(self.focused, "keys", ""), _("Esc volver")) if each)

    def watch_focused(self) -> None:
        """Tell the keys of what has the focus now."""
        self.call_after_refresh(self._kiosk_app.redraw)

    def on_unmount(self) -> None:
        """Let the screen below tell its own again."""
        self._kiosk_app.call_later(self._kiosk_app.redraw)

    @property
    def _kiosk_app(self) -> "Host":
        return self.app  # type: ignore[return-value] # screens of the kiosk are shown by nothing else
