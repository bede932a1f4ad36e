"""The first screen: what this is, and the ways in."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from typing_extensions import override

from kiosk.locale import _
from kiosk.services.filing import forms
from kiosk.services.papers.ways import as_brought
from screens.entrance.case_status import AskForCase
from screens.entrance.complaint import LeaveComplaint
from screens.entrance.email_code import EmailCode
from screens.entrance.resume import Resume
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.menu import Menu
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout


class Welcome(KioskScreen):
    """Start, come back, ask. It lies beneath all other screens, holds nothing of anybody, and is never replaced."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "staff", show=False)]

    def __init__(self, *, after_failure: bool = False) -> None:
        super().__init__()
        self._after_failure = after_failure

    def greet(self) -> None:
        """Stand as for the first time."""
        self._after_failure = False
        self.query_one("#hint", Words).say(self.hint())
        self.query_one(PrintNews).forget()
        self.refuse()
        self.query_one("Button.-primary").focus()

    def question(self) -> str:
        """Say what can be done here."""
        return _("Aquí puede pedir su salida (egreso) del Seguro Social Campesino")

    def hint(self) -> str:
        """Say what it takes, or what happened."""
        if self._after_failure:
            return _(
                "Disculpe: el kiosco tuvo una falla y empezó de nuevo. Lo que guardó no se perdió: siga con su número para volver."
            )
        return _("Es gratis. Tenga a mano su cédula y sus papeles.")

    @override
    def help_text(self) -> str:
        return _(
            "# Qué se hace aquí\n\n"
            "Se pide la salida voluntaria (egreso) de jefes de familia o dependientes del Seguro Social Campesino. "
            "No cuesta nada.\n\n"
            "# Qué necesita\n\n"
            "- Su cédula, por los dos lados, en foto o escaneada.\n"
            "- La solicitud de egreso, llena y firmada, o con su huella. Si no la tiene, pídala o imprímala aquí.\n"
            "- Tráigalos {how}. El personal puede ayudarle.\n\n"
            "# Cómo se usa\n\n"
            "- Tab o las flechas: pasar de una cosa a otra.\n"
            "- Enter: elegir o continuar.\n"
            "- Esc: volver atrás. F1: ayuda de cada pantalla.\n\n"
            "No necesita correo electrónico. Puede parar y seguir otro día con su número para volver."
        ).format(how=as_brought(self.kiosk_app.settings))

    def content(self) -> Iterable[Widget]:
        """Return the ways in, and the blank form where there is a printer; help keeps its digit with and without one."""
        has_printer = self.kiosk_app.settings.printer.prints_forms  # the kiosk itself is still being composed
        printing = (Button(_("Imprimir la solicitud en blanco"), self.print_blank),) if has_printer else ()
        return (
            PrintNews(Printout.BLANK_FORM, forms.blank_status),
            Menu(
                (
                    Button(_("Empezar"), self.go_on, primary=True),
                    Button(_("Seguir con mi número para volver"), self.resume),
                    Button(_("Tengo los números del correo"), self.email_code),
                    Button(_("¿En qué va mi trámite?"), self.case_status),
                    Button(_("Ayuda"), self.explain),
                    *printing,
                    Button(_("Dejar una queja o sugerencia"), self.complain),
                )
            ),
        )

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: who does not want to wait goes, and a blank form tells nothing of anybody."""
        event.stop()

    def buttons(self) -> Sequence[Button]:
        """Return none: they stand in the menu."""
        return ()

    async def go_on(self) -> None:
        """Begin, as soon as the kiosk is ready."""
        await self.call(lambda _kiosk: None)
        self.kiosk_app.show_place(self.kiosk_app.begin_visit().next_place())

    async def resume(self) -> None:
        """Go on with a draft."""
        await self._open(Resume)

    async def email_code(self) -> None:
        """Confirm an e-mail later."""
        await self._open(EmailCode)

    async def case_status(self) -> None:
        """Ask how a case stands."""
        await self._open(AskForCase)

    async def complain(self) -> None:
        """Leave a complaint or suggestion."""
        await self._open(LeaveComplaint)

    async def explain(self) -> None:
        """Show the help."""
        self.action_help()

    @override
    def extra_keys(self) -> tuple[str, ...]:
        return (_("F9 personal"),)

    def action_staff(self) -> None:
        """Ask who of staff is there."""
        self.act(self.staff)

    async def staff(self) -> None:
        """Show staff their menu."""
        await self.kiosk_app.open_staff_menu(self)

    async def print_blank(self) -> None:
        """Print a form for whoever wants to take one home, and tell what becomes of it."""
        self.kiosk_app.departures.comes()
        printed = await self.call(forms.print_blank, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        hint = self.query_one("#hint", Words)
        hint.say(forms.room_in_words() if printed else _("No hay una solicitud que imprimir. Avise al personal."))
        if printed:
            self.query_one(PrintNews).follow(self.kiosk_app)

    async def back(self) -> None:
        """Stay: this is where everything begins."""

    async def _open(self, screen: Callable[[], KioskScreen]) -> None:
        await self.call(lambda _kiosk: None)
        self.kiosk_app.departures.comes()
        self.kiosk_app.show(screen())
