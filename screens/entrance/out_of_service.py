"""The kiosk cannot work, or staff have taken it out of service: a word for the citizen, and the way on for whoever can mend it."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.words import Words


class OutOfServiceScreen(KioskScreen):
    """Says what to do instead, and tries again when asked."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self._reason = reason

    @override
    def question(self) -> str:
        return _("Este kiosco está fuera de servicio")

    @override
    def hint(self) -> str:
        return _(
            "Pida ayuda al personal del dispensario: también reciben su trámite en la ventanilla. Lo ya guardado no se pierde."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (Words(_("Para el personal: {reason}").format(reason=self._reason), classes="aside"),)

    def buttons(self) -> Sequence[Button]:
        """Offer to try again; at the desk, to end the connection, too."""
        leaving = (Button(_("Cerrar"), self.back),) if self.kiosk_app.may_be_left else ()
        return (*leaving, Button(_("Intentar otra vez"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        await self.kiosk_app.open_again()

    async def back(self) -> None:
        """Stay: there is nothing behind; the desk's connection ends."""
        if self.kiosk_app.may_be_left:
            self.kiosk_app.end()


class TakenOutOfService(OutOfServiceScreen):
    """Stands in place of the first screen, until staff put the kiosk back into service with name and code."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "staff", show=False)]
    lasting = True

    def __init__(self) -> None:
        super().__init__("")

    def content(self) -> Iterable[Widget]:
        """Return nothing: the reason is staff's."""
        return ()

    def buttons(self) -> Sequence[Button]:
        """Return none: there is nothing to try."""
        return ()

    @override
    def extra_keys(self) -> tuple[str, ...]:
        return (_("F9 personal"),)

    def action_staff(self) -> None:
        """Ask who of staff is there."""
        self.act(self.staff)

    async def staff(self) -> None:
        """Show staff their menu."""
        await self.kiosk_app.open_staff_menu(self)
