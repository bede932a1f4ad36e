"""The ground of the desk's screens: laid one upon the other, so that Esc always leads to the one before, as it is by now."""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from kiosk.domain.desk.permits import CASE_WORK, may, refusal
from kiosk.locale import _
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.writing import Writing


class DeskScreen(KioskScreen):
    """A screen of the desk. Whoever opens one finds the one below again, and can draw it anew in `on_screen_resume`."""

    needs: ClassVar[str] = CASE_WORK
    """The act that is done here, as the table of permits names it."""

    def open(self, screen: "DeskScreen") -> None:
        """Lay a screen over this one, or say who may do what it is for."""
        if may(self.kiosk_app.role, screen.needs):
            self.app.push_screen(screen)
        else:
            self.act(lambda: self.say_who_may(screen.needs))

    async def say_who_may(self, act: str) -> None:
        """Say whom to ask for what one's own role does not do."""
        await self.ask(_("Esto lo hace otra persona"), refusal(self.kiosk_app.role, act), [Answer("seen", _("Entendido"))])

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back, primary=True),)

    async def back(self) -> None:
        """Go back to the screen below; what was written and not saved is asked for before it is thrown away."""
        if any(each.is_written for each in self.query(Writing)):
            answers = [Answer("away", _("Borrar lo escrito")), Answer("stay", _("Seguir escribiendo"))]
            if await self.ask(_("¿Volver sin guardar?"), _("Lo que escribió se borra."), answers) != "away":
                return
        self.close()

    def close(self) -> None:
        """Show the screen below."""
        self.dismiss(None)
