"""The sheet that a person signed, scanned after their case was filed: what was still missing for its confirmation."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from kiosk.domain.documents.brought import Brought
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import confirmation_slot
from kiosk.locale import _
from kiosk.services.documents import additions
from screens.desk.base import DeskScreen
from screens.documents.bringing import fetch
from screens.widgets.button import Button

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


class ScanConfirmation(DeskScreen):
    """Asks for the sheet; `kept` says that it is there now."""

    def __init__(self, number: CaseNumber, *, kept: bool = False) -> None:
        super().__init__()
        self._number, self._kept = number, kept

    @override
    def question(self) -> str:
        return _("● La hoja firmada ya está en el trámite") if self._kept else _("Falta escanear la hoja firmada")

    def hint(self) -> str:
        """Say which, and what becomes of the paper."""
        if self._kept:
            return _("Trámite {number}. Va al IESS con la próxima entrega. Archive el papel en el dispensario.").format(
                number=self._number
            )
        return _("Trámite {number}. Es la hoja con la firma o la huella de la persona, que se guardó al enviar.").format(
            number=self._number
        )

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and the sources while it is wanted."""
        if self._kept:
            return (Button(_("Volver"), self.back, primary=True),)
        return (Button(_("Atrás"), self.back), Button(_("Escanear"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Take it from the scanner, the stick or the copier."""
        number = self._number

        def take(kiosk: "Kiosk", brought: Brought, given_up: Callable[[], bool], *, by_eye: bool = False) -> bool:
            additions.keep_scan(kiosk, number, brought, given_up, by_eye=by_eye)
            return True

        if await fetch(self, confirmation_slot(), take, by_eye=partial(take, by_eye=True)):
            self.kiosk_app.show(ScanConfirmation(number, kept=True))
