"""The second half of a sign-in: the SSH key said who, the telephone's code shows that it is them."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from screens.base import KioskScreen
from screens.widgets.button import Button
from screens.widgets.field import Field


class SignIn(KioskScreen):
    """Asks for the code, and for the name where no key has said it. It lies beneath the desk, and is never replaced."""

    def __init__(self, actor: str) -> None:
        super().__init__()
        self._actor = actor

    def question(self) -> str:
        """Ask."""
        return _("¿Cuál es su código?")

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        name = () if self._actor else (Field("name", _("Su nombre de usuario"), width=32, limit=40),)
        return (*name, Field("code", _("Código de 6 números de su teléfono"), groups=(3, 3), width=12, limit=20))

    def buttons(self) -> Sequence[Button]:
        """Return the two ways."""
        return (Button(_("Salir"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    def greet(self) -> None:
        """Stand as for the first time."""
        self.refuse()
        for field in self.query(Field):
            field.value = ""

    async def go_on(self) -> None:
        """Sign in."""

    async def back(self) -> None:
        """End the connection."""
        self.kiosk_app.end()
