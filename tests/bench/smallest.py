"""The smallest Textual app, one Input and one Button: what the kiosk is measured against, and what the driver is tried on."""

from textual.app import App, ComposeResult
from textual.widgets import Button, Input


class Smallest(App[None]):
    """One Input and one Button; the button ends it."""

    def compose(self) -> ComposeResult:
        """Give the two widgets."""
        yield Input(placeholder="Escriba")
        yield Button("Continuar")

    def on_button_pressed(self) -> None:
        """End with a status of its own."""
        self.exit(return_code=4)


def main() -> int:
    """Run it as a console script does."""
    app = Smallest()
    app.run()
    return app.return_code or 0
