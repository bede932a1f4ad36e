"""What a demonstration says where staff sign in: the name to type, and what a telephone would show."""

from typing import TYPE_CHECKING

from kiosk.locale import _
from kiosk.services.demonstration import parts
from screens.frame.demo_look import keep_looking
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


class DemoStaff(Words):
    """Says name and code as they are now; each code is good once, so that a used one is waited for."""

    def __init__(self) -> None:
        super().__init__(classes="demo-word", id="demo-staff")

    def on_mount(self) -> None:
        """Keep looking."""
        keep_looking(self, _code, self._tell)

    def _tell(self, _kiosk: "Kiosk", known: tuple[str, str]) -> None:
        name, code = known
        shown = f"{code[:3]} {code[3:]}" if code else _("espere unos segundos…")
        self.say(_("Demostración: escriba el nombre {name} y los números {code}").format(name=name, code=shown))


def _code(kiosk: "Kiosk") -> tuple[str, str]:
    return parts.MEMBER, parts.staff_code(kiosk)
