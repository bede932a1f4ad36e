"""A text that must have stood in front of the person: the keys scroll it, and it knows whether its end was reached."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from kiosk.locale import _
from screens.widgets.text_pane import TextPane


class LegalReading(TextPane, can_focus=True, inherit_bindings=False):
    """A legal text. Enter turns the page; only the arrow leads on from its end: the key that turns pages answers nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "turn(True)", show=False),
        Binding("down", "turn(False)", show=False),
    ]

    read_to_the_end = False
    """Whether the last line was in sight."""
    in_sight = False
    """Whether it is now."""

    @property
    def keys(self) -> str:
        """The keys, for the footer."""
        return _("↓ elegir") if self.in_sight else _("↑ ↓ leer · Enter bajar")

    async def show(self, body: str) -> None:
        """Show another text, of which nothing was read yet."""
        await super().show(body)
        self.read_to_the_end = self.in_sight = False

    def look(self, lowest: int) -> None:
        """Note what is in sight: `lowest` is the first row of the window below what can be seen."""
        last = self.children[-1].region if self.children else Region()  # before it is laid out it has no height either
        self.in_sight = last.height > 0 and last.bottom <= lowest
        self.read_to_the_end = self.read_to_the_end or self.in_sight

    class Turned(Message):
        """A page or a row more is to be seen, or after the last one what follows the text."""

        def __init__(self, *, page: bool) -> None:
            super().__init__()
            self.page = page

    def action_turn(self, page: bool) -> None:  # noqa: FBT001 - as textual hands it on
        """Tell the screen."""
        self.post_message(self.Turned(page=page))
