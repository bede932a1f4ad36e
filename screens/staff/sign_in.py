"""The second half of a sign-in: the SSH key said who, the telephone's code shows that it is them."""

from collections.abc import Callable, Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.staff import StaffMember
from kiosk.locale import _
from kiosk.services.staff.sign_in import sign_in
from screens.frame.screen import KioskScreen
from screens.staff.code import tell_codes_left
from screens.staff.demo_staff import DemoStaff
from screens.staff.fields import code_field, missing, name_field
from screens.widgets.button import Button
from screens.widgets.field import Field


class SignIn(KioskScreen):
    """Asks for the code, and for the name where no key has said it. It lies beneath the desk, and is never replaced.

    `signed_in` is called with whoever has signed in.
    """

    def __init__(self, actor: str, signed_in: Callable[[StaffMember], None], fingerprint: str = "") -> None:
        super().__init__()
        self._actor, self._signed_in, self._fingerprint = actor, signed_in, fingerprint

    @override
    def question(self) -> str:
        return _("{name}, ¿qué 6 números muestra su teléfono?").format(name=self._actor) if self._actor else _("¿Quién es usted?")

    @override
    def hint(self) -> str:
        return _("Están en la aplicación de su teléfono. Sin teléfono, use uno de sus códigos de recuperación.")

    @override
    def help_text(self) -> str:
        return _(
            "# Entrar\n\n"
            "- Los 6 números de su teléfono cambian cada 30 segundos. Valen una sola vez.\n"
            "- Los códigos de recuperación son los 10 que le dieron en papel, como K7P4-9WXM. Tache cada uno que use.\n"
            "- Después de varios errores hay que esperar, cada vez más. Espera solo ese nombre, no los demás.\n\n"
            "# Si no puede entrar\n\n"
            "- Si perdió el teléfono o los códigos de recuperación, quien administra el kiosco le da otros con: kiosk staff reset\n"
            "- Ponga en automático la hora de su teléfono: con otra hora, los números no sirven."
        )

    @override
    def content(self) -> Iterable[Widget]:
        shown: tuple[Widget, ...] = (DemoStaff(),) if self.kiosk_app.settings.demo else ()
        return (*shown, code_field()) if self._actor else (*shown, name_field(), code_field())

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Cerrar"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    def greet(self) -> None:
        """Stand as for the first time."""
        self.refuse()
        for field in self.query(Field):
            field.value = ""

    @override
    async def go_on(self) -> None:
        typed = {field.field_name: field.value for field in self.query(Field)}
        if refusals := missing(None if self._actor else typed["name"], typed["code"]):
            self.refuse(*refusals)
            return
        name = self._actor or typed["name"]
        signed_in = await self.call(
            lambda kiosk: sign_in(kiosk, name, typed["code"], fingerprint=self._fingerprint), say=_("Revisando…")
        )
        await tell_codes_left(self, signed_in)
        self.greet()  # the code stands here no longer
        self._signed_in(signed_in.member)

    @override
    async def back(self) -> None:
        self.kiosk_app.end()
