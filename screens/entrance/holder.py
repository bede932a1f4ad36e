"""Showing that a case is one's own, before anything of it is changed: by the receipt, by its mailbox, or by staff."""

from collections.abc import Callable, Iterable, Sequence

from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services.cases import holder
from kiosk.services.cases.holder import Proof
from kiosk.services.cases.status import StatusTold
from screens.entrance.withdraw import WithdrawHere
from screens.frame.screen import KioskScreen
from screens.staff.code import ask_staff
from screens.widgets.button import Button
from screens.widgets.field import Field

LONGEST_READ = 300


class ShowReceipt(KioskScreen):
    """Asks for the receipt's QR or its whole seal; the mailbox and staff are the other ways.

    `before` makes the screen to which "Atrás" leads.
    """

    def __init__(self, told: StatusTold, before: Callable[[StatusTold], KioskScreen]) -> None:
        super().__init__()
        self._told, self._number, self._before = told, told.status.number, before

    @override
    def question(self) -> str:
        return _("¿Tiene su comprobante en la mano?")

    def hint(self) -> str:
        """Say what it is good for."""
        return _(
            "Así nadie más cancela por usted: lea su cuadro (QR), o escriba entero el «Sello del registro», que está al final."
        )

    @override
    def help_text(self) -> str:
        return _(
            "# Por qué se pide\n\n"
            "Otras personas pueden saber su número de trámite y su cédula. Su comprobante lo tiene solo usted.\n\n"
            "# Si no lo tiene\n\n"
            "- **Números a mi correo**: llegan 6 números al correo que dio en su trámite.\n"
            "- **Confirma el personal**: muestre su cédula a alguien del personal."
        )

    def content(self) -> Iterable[Widget]:
        """Return the field and the other ways."""
        mail = (Button(_("Números a mi correo"), self.by_mail, id="mail"),) if self._told.status.can_mail else ()
        return (
            Field("proof", _("El cuadro (QR), o los 16 signos del sello"), width=28, limit=LONGEST_READ),
            Horizontal(*mail, Button(_("Confirma el personal"), self.by_staff, id="staff"), id="ways"),
        )

    async def go_on(self) -> None:
        """Take what was read or typed."""
        typed = self.query_one(Field).value
        if not typed:
            raise BadInput(_("Lea el cuadro (QR), o escriba los 16 signos del sello."), field="proof")
        show = holder.by_receipt if holder.is_receipt_code(typed) else holder.by_seal
        open_withdrawal(self, await self.call(show, self._number, typed))

    async def by_mail(self) -> None:
        """Send six digits to the case's address."""
        await self.call(holder.send_code, self._number, say=_("Preparando el correo…"))
        self.kiosk_app.deliver_now()
        self.kiosk_app.show(TypeDigits(self._told, self._before))

    async def by_staff(self) -> None:
        """Let a member of staff see who it is; what is done then bears their name."""
        if name := await ask_staff(self):
            self.kiosk_app.show(WithdrawHere(self._number, staff=name))

    async def back(self) -> None:
        """Go back to how the case stands."""
        self.kiosk_app.show(self._before(self._told))


class TypeDigits(KioskScreen):
    """Asks for the digits of the mail."""

    def __init__(self, told: StatusTold, before: Callable[[StatusTold], KioskScreen]) -> None:
        super().__init__()
        self._told, self._before = told, before

    @override
    def question(self) -> str:
        return _("Escriba los 6 números que le llegan al correo")

    @override
    def hint(self) -> str:
        return _("Al correo que dio en su trámite. Sirven 10 minutos. Mire también en «Correo no deseado».")

    @override
    def content(self) -> Iterable[Widget]:
        return (Field("code", _("Los números del correo"), groups=(3, 3), width=12, limit=12),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (
            Button(_("Atrás"), self.back),
            Button(_("Enviar otra vez"), self.again),
            Button(_("Continuar"), self.go_on, primary=True),
        )

    async def again(self) -> None:
        """Send others."""
        await self.call(holder.send_code, self._told.status.number, say=_("Preparando el correo…"))
        self.kiosk_app.deliver_now()
        self.query_one(Field).focus_entry()

    @override
    async def go_on(self) -> None:
        typed = self.query_one(Field).value
        if not typed:
            raise BadInput(_("Escriba los 6 números del correo."), field="code")
        open_withdrawal(self, await self.call(holder.by_mail, self._told.status.number, typed))

    async def back(self) -> None:
        """Go back to the other ways."""
        self.kiosk_app.show(ShowReceipt(self._told, self._before))


def open_withdrawal(screen: KioskScreen, shown: Proof) -> None:
    """Ask what is taken back, now that it was shown whose it is."""
    screen.kiosk_app.show(WithdrawHere(shown.number, shown))
