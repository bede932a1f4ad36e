"""The help of a screen, laid over it; Esc or "Entendido" goes back to where one was."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk.locale import _
from screens.widgets.button import Button, Buttons
from screens.widgets.main import Main
from screens.widgets.text_pane import TextPane


class Help(ModalScreen[None], inherit_bindings=False):
    """Shows a text in simple Markdown."""

    AUTO_FOCUS = "Button"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay it out."""

        async def close() -> None:
            """Be pressed; see below."""

        with Vertical(id="dialog"):
            with Main(id="main"):
                yield TextPane(self._text)
            yield Buttons([Button(_("Entendido"), close, primary=True)])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go back."""
        event.stop()
        self.action_close()

    def action_close(self) -> None:
        """Go back."""
        if self.is_current:
            self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        self.query_one(Main).scroll_relative(y=lines, animate=False)
