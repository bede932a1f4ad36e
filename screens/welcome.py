"""The first screen: what this is, and the ways in. It stands before anything but textual is loaded."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from screens.base import KioskScreen
from screens.widgets.button import Button
from screens.widgets.words import Words


class Welcome(KioskScreen):
    """Start, come back, ask."""

    def __init__(self, *, after_failure: bool = False) -> None:
        super().__init__()
        self._after_failure = after_failure

    def greet(self) -> None:
        """Stand as for the first time: this screen lies beneath all others, and is never replaced."""
        self._after_failure = False
        self.query_one("#hint", Words).say(self.hint())
        self.refuse()
        self.query_one("Button.-primary").focus()

    def question(self) -> str:
        """Greet."""
        return _("Pida aquí su salida del Seguro Social Campesino")

    def hint(self) -> str:
        """Say what it is, or what happened."""
        if self._after_failure:
            return _("Un momento, por favor. Hubo una falla del kiosco. Lo que ya contestó está guardado: siga con su código.")
        return _("Gratis, en este mismo kiosco. Traiga su cédula y su solicitud firmada en una memoria.")

    def content(self) -> Iterable[Widget]:
        """Nothing more yet."""
        return (Words(""),)

    def buttons(self) -> Sequence[Button]:
        """Return the one way in."""
        return (Button(_("Empezar"), self.go_on, primary=True),)

    async def go_on(self) -> None:
        """Begin, as soon as the kiosk is ready."""
        await self.call(lambda _kiosk: None)
        self.kiosk_app.show_place(self.kiosk_app.begin_visit().next_place())

    async def back(self) -> None:
        """Stay: this is where everything begins."""
