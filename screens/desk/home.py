"""What a member of staff can do, once they have signed in."""

from collections.abc import Iterable, Sequence
from typing import Final

from textual.widget import Widget

from kiosk.locale import _
from screens.desk.base import DeskScreen
from screens.desk.rooms import room
from screens.widgets.button import Action, Button
from screens.widgets.menu import Menu

ROOMS: Final = (
    (_("Hoy: lo que espera"), "screens.desk.today:Today"),
    (_("Seguir un trámite sin terminar"), "screens.desk.open_drafts:OpenDrafts"),
    (_("Buscar un trámite registrado"), "screens.desk.find:Find"),
    (_("Entregar trámites al IESS"), "screens.desk.hand_over:HandOver"),
    (_("Derechos sobre los datos"), "screens.desk.rights:Rights"),
    (_("Quejas"), "screens.desk.complaints:Complaints"),
    (_("Cifras"), "screens.desk.figures:Figures"),
)
"""What stands below "Atender a una persona", as label and `module:Class`; imported only when it is opened."""


class Home(DeskScreen):
    """The rooms of the desk."""

    def question(self) -> str:
        """Ask."""
        return _("¿Qué va a hacer?")

    def content(self) -> Iterable[Widget]:
        """Return the rooms."""
        rooms = (Button(label, self._opener(name)) for label, name in ROOMS)
        return (
            Menu(
                (
                    Button(_("Atender a una persona"), self.go_on, primary=True),
                    *rooms,
                    Button(_("Cerrar la sesión"), self.leave),
                )
            ),
        )

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

    def _opener(self, name: str) -> Action:
        async def opened() -> None:
            self.open(room(name))

        return opened
