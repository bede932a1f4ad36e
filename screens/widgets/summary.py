"""What is to be mended, said on top of the screen where it is several things, or none of a field: else its field says it."""

from kiosk.locale import _
from screens.widgets.words import Words


class ErrorSummary(Words):
    """The list of what is wrong; hidden while nothing is. A single thing is said without a heading."""

    def __init__(self) -> None:
        super().__init__(id="summary", classes="error-summary")
        self.display = False

    def show(self, messages: tuple[str, ...]) -> None:
        """Show these messages, or hide when there are none."""
        if len(messages) == 1:
            self.say(f"! {messages[0]}")
            return
        count = len(messages)
        heading = _("Faltan {count} cosas por corregir:").format(count=count)
        self.say("\n".join([f"! {heading}", *(f"  {message}" for message in messages)]) if messages else "")
