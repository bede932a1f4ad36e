"""What a member of staff can do, once they have signed in."""

from collections.abc import Iterable, Sequence
from typing import Final

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import CASE_WORK, Role, may
from kiosk.locale import _
from screens.desk.base import DeskScreen
from screens.desk.complaints import Complaints
from screens.desk.figures.screen import FiguresPage
from screens.desk.find import Find
from screens.desk.handover.choose import HandOver
from screens.desk.open_drafts import OpenDrafts
from screens.desk.rights import Rights
from screens.desk.today import Today
from screens.widgets.button import Action, Button
from screens.widgets.menu import Menu

ROOMS: Final[tuple[tuple[str, type[DeskScreen]], ...]] = (
    (_("Hoy: lo que espera"), Today),
    (_("Seguir un trámite sin terminar"), OpenDrafts),
    (_("Buscar un trámite registrado"), Find),
    (_("Entregar trámites al IESS"), HandOver),
    (_("Derechos sobre los datos"), Rights),
    (_("Quejas"), Complaints),
    (_("Cifras"), FiguresPage),
)
"""What stands below "Atender a una persona": label and screen."""


class Home(DeskScreen):
    """The rooms of the desk."""

    @override
    def question(self) -> str:
        return _("¿Qué va a hacer?")

    @override
    def hint(self) -> str:
        return {
            Role.READER: _("Usted es de auditoría: ve los trámites, y no cambia nada. Lo que mira queda anotado."),
            Role.ADMINISTRATOR: _("Usted es de administración: cuida el equipo y los accesos, y no ve trámites."),
        }.get(self.kiosk_app.role, "")

    @override
    def content(self) -> Iterable[Widget]:
        role = self.kiosk_app.role
        attend = [Button(_("Atender a una persona"), self.go_on, primary=True)] if may(role, CASE_WORK) else []
        rooms = (Button(label, self._opener(screen)) for label, screen in ROOMS if may(role, screen.needs))
        return (Menu([*attend, *rooms, Button(_("Cerrar la sesión"), self.leave)]),)

    def buttons(self) -> Sequence[Button]:
        """Return none: they stand in the menu."""
        return ()

    async def go_on(self) -> None:
        """Begin a filing with the person at the counter."""
        self.kiosk_app.show_place(self.kiosk_app.begin_visit().next_place())

    async def back(self) -> None:
        """Stay: what is behind is the way out, which has its own line."""

    async def leave(self) -> None:
        """Close the desk; the connection ends with it."""
        self.kiosk_app.end()

    def _opener(self, screen: type[DeskScreen]) -> Action:
        async def opened() -> None:
            self.open(screen())

        return opened
