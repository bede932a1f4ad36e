"""The kiosk cannot work: a word for the citizen, and the reason for whoever can mend it."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from screens.base import KioskScreen
from screens.widgets.button import Button
from screens.widgets.words import Words


class OutOfServiceScreen(KioskScreen):
    """Says what to do instead, and tries again when asked."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self._reason = reason

    def question(self) -> str:
        """Say it."""
        return _("Este kiosco está fuera de servicio")

    def hint(self) -> str:
        """Say what to do."""
        return _(
            "Pida ayuda al personal del dispensario: también reciben su trámite en la ventanilla. Lo ya guardado no se pierde."
        )

    def content(self) -> Iterable[Widget]:
        """Return the reason."""
        return (Words(_("Para el personal: {reason}").format(reason=self._reason), classes="aside"),)

    def buttons(self) -> Sequence[Button]:
        """Offer to try again."""
        return (Button(_("Intentar otra vez"), self.go_on, primary=True),)

    async def go_on(self) -> None:
        """Try again."""
        await self.kiosk_app.open_again()

    async def back(self) -> None:
        """Stay: there is nothing behind."""
