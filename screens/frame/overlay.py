"""What is laid over a screen to be read: its help, or the demonstration's mail; Esc or the button goes back."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from screens.frame.laid import Laid
from screens.widgets.button import Button, Buttons, Waiting
from screens.widgets.main import Main


class Overlay(Laid[None], inherit_bindings=False):
    """Shows one widget, scrolled where it is long."""

    AUTO_FOCUS = "Button"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,f2", "close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("home", "scroll(-9999)", show=False),
        Binding("end", "scroll(9999)", show=False),
    ]

    def __init__(self, content: Widget) -> None:
        super().__init__()
        self._content = content

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            with Main(id="main"):
                yield self._content
            yield Buttons([Button(_("Volver"), self.close, primary=True)])

    def on_main_scrolled(self) -> None:
        """Say whether there is more below."""
        self._say_more()

    def on_resize(self, event: Resize) -> None:
        """Fit the window."""
        for main in self.query(Main):  # none where it is being taken away, as below
            main.styles.max_height = max(3, event.size.height - 9)
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        more = any(main.more_below for main in self.query(Main))
        for waiting in self.query(Waiting):
            waiting.say_more(more=more)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go back."""
        event.stop()
        await self.close()

    async def action_close(self) -> None:
        """Go back."""
        await self.close()

    async def close(self) -> None:
        """Go back, once."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll the text."""
        for main in self.query(Main):  # none while it is being taken away
            main.scroll_relative(y=lines, animate=False)
