"""What is to be mended, said on top of the screen as well as beside each field."""

from kiosk.locale import ngettext
from screens.widgets.words import Words


class ErrorSummary(Words):
    """The list of what is wrong; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__(id="summary", classes="error-summary")
        self.display = False

    def show(self, messages: tuple[str, ...]) -> None:
        """Show these messages, or hide when there are none."""
        count = len(messages)
        heading = ngettext("Falta corregir una cosa:", "Falta corregir {count} cosas:", count).format(count=count)
        self.say("\n".join([f"! {heading}", *(f"  {message}" for message in messages)]) if messages else "")
