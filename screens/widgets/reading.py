"""A text that must have stood in front of the person: the keys scroll it, and it knows whether its end was reached."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from kiosk.locale import _
from screens.widgets.text_pane import TextPane


class Reading(TextPane, can_focus=True, inherit_bindings=False):
    """A legal text; Enter turns the page, and at the end asks for what follows."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "turn", show=False)]
    keys = _("↑ ↓ leer · Enter bajar")
    """The keys, for the footer."""

    read_to_the_end = False
    """Whether the last line was in sight."""

    def look(self, lowest: int) -> None:
        """Note what is in sight: `lowest` is the first row of the window below what can be seen."""
        last = self.children[-1].region if self.children else Region()  # before it is laid out it has no height either
        if last.height > 0 and last.bottom <= lowest:
            self.read_to_the_end = True

    class Turned(Message):
        """The next page is asked for, or at the end what follows the text."""

    def action_turn(self) -> None:
        """Tell the screen."""
        self.post_message(self.Turned())
