"""What staff do at the public kiosk: take it out of service and back, look at its devices, end its program."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from kiosk.bootstrap import devices
from kiosk.domain.machine.health import Check, Health, check_words, state_words
from kiosk.locale import _
from kiosk.services.desk import at_kiosk
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.words.dates import shown_time, spoken_date
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.facts import Facts
from screens.widgets.menu import Menu

Result = TypeVar("Result")

SIGNS: Final = {Health.OK: "+", Health.WARNING: "!", Health.FAILED: "×"}


class StaffMenu(KioskScreen):
    """The ways, for the member of staff who has just shown who they are."""

    def __init__(self, member: str) -> None:
        super().__init__()
        self._member = member

    @override
    def question(self) -> str:
        return _("¿Qué va a hacer con este kiosco?")

    def hint(self) -> str:
        """Say in whose name it is done."""
        return _("Queda anotado a nombre de {name}.").format(name=self._member)

    @override
    def help_text(self) -> str:
        return _(
            "# Dispositivos\n\n"
            "Revisa impresora, escáner, correo, disco y reloj, y dice qué hacer con lo que falla. No cambia nada.\n\n"
            "# Confirmar la hora\n\n"
            "Si el reloj no está verificado, alguien lo compara con otro. Hasta entonces no se borra nada por ese reloj.\n\n"
            "# Fuera de servicio\n\n"
            "El kiosco no atiende a nadie y lo dice en la pantalla, también si se apaga y se enciende otra vez. "
            "Se le devuelve el servicio aquí mismo, con F9.\n\n"
            "# Cerrar el kiosco\n\n"
            "Termina el programa. Lo que está guardado sigue guardado."
        )

    @override
    def content(self) -> Iterable[Widget]:
        if self.kiosk_app.out_of_service:
            service = Button(_("Volver a dar servicio"), self.put_back)
        else:
            service = Button(_("Poner fuera de servicio"), self.take_out)
        ways = [Button(_("Revisar los dispositivos"), self.look), service, Button(_("Cerrar el kiosco"), self.end)]
        if (kiosk := self.kiosk_app.kiosk) and not kiosk.clock.now().trusted:
            ways.append(Button(_("Confirmar la hora"), self.confirm_clock))
        return (Menu(ways),)

    def buttons(self) -> Sequence[Button]:
        """Return the way back to the public."""
        return (Button(_("Volver"), self.back, primary=True),)

    async def take_out(self) -> None:
        """Serve nobody from here on."""
        await self.call(in_the_name_of(self._member, at_kiosk.take_out_of_service))
        self.kiosk_app.out_of_service = True
        self.kiosk_app.end_visit()

    async def put_back(self) -> None:
        """Serve again."""
        await self.call(in_the_name_of(self._member, at_kiosk.put_back_into_service))
        self.kiosk_app.out_of_service = False
        self.kiosk_app.end_visit()

    async def look(self) -> None:
        """Show how the devices are."""
        self.kiosk_app.show(DeviceLook(self._member))

    async def confirm_clock(self) -> None:
        """Have the clock compared with another one."""
        at = await self.call(lambda kiosk: kiosk.local(kiosk.clock.says()))
        answer = await self.ask(
            _("¿Es esta la fecha y la hora?"),
            _(
                "El reloj del kiosco dice: {date}, {time}.\n\n"
                "Compárelo con su reloj o su teléfono. Si no es la hora, no la confirme: avise a quien cuida el equipo."
            ).format(date=spoken_date(at), time=shown_time(at)),
            [Answer("right", _("Sí, es la hora")), Answer("wrong", _("No"))],
        )
        if answer == "right":
            await self.call(in_the_name_of(self._member, housekeeping.confirm_clock))
            self.kiosk_app.show(StaffMenu(self._member))

    async def end(self) -> None:
        """End the program when it was meant."""
        answer = await self.ask(
            _("¿Cerrar el kiosco?"),
            _(
                "El programa termina y la pantalla queda libre. Lo guardado no se pierde.\n\n"
                "Si el sistema lo cuida (systemd), lo enciende otra vez enseguida: para que no vuelva, detenga su servicio."
            ),
            [Answer("end", _("Cerrar el kiosco")), Answer("stay", _("No cerrar"))],
        )
        if answer == "end":
            await self.call(in_the_name_of(self._member, at_kiosk.note_end))
            self.kiosk_app.end()


class DeviceLook(KioskScreen):
    """What works, what does not, and what mends it; what has failed comes first."""

    def __init__(self, member: str) -> None:
        super().__init__()
        self._member = member

    @override
    def question(self) -> str:
        return _("Cómo están los dispositivos")

    def content(self) -> Iterable[Widget]:
        """Return the place where the checks will stand."""
        return (Vertical(id="checks"),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Revisar otra vez"), self.look), Button(_("Atrás"), self.back, primary=True))

    @override
    def on_mount(self) -> None:
        self.act(self.look)

    async def look(self) -> None:
        """Look, and show what was found; Esc gives it up."""
        place = self.query_one("#checks", Vertical)
        await place.remove_children()
        checks = await self.call(in_the_name_of(self._member, _look), say=_("Revisando los dispositivos…"))
        await place.mount(Facts([(SIGNS[each.state], _in_words(each)) for each in checks], classes="points"))

    async def back(self) -> None:
        """Go back to the menu."""
        self.kiosk_app.show(StaffMenu(self._member))


def in_the_name_of(name: str, service: Callable[[Kiosk], Result]) -> Callable[[Kiosk], Result]:
    """Return a service that a member of staff does: its events bear their name."""
    return lambda kiosk: service(kiosk.acting_as(name))


def _look(kiosk: Kiosk) -> list[Check]:
    return at_kiosk.look_at_devices(kiosk, devices(kiosk.settings))


def _in_words(check: Check) -> Content:
    name, state = check_words().get(check.name, check.name), state_words()[check.state]
    title = _("{name}: {state}").format(name=name[:1].upper() + name[1:], state=state)
    mend = f"\n→ {check.mend}" if check.mend and check.state is not Health.OK else ""
    return Content.assemble((title, "bold"), f"\n{check.message}", mend)
