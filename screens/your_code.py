"""The code that brings a draft back, shown large when it is made: to be copied or printed."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from kiosk.services import slips
from screens.step import JourneyScreen
from screens.times import spoken_date
from screens.widgets.big_number import BigNumber
from screens.widgets.button import Button
from screens.widgets.words import Words


class YourCode(JourneyScreen):
    """The code, between two steps."""

    AUTO_FOCUS = "Button.-primary"

    def question(self) -> str:
        """Say it."""
        return _("Este es su código. Anótelo, por favor")

    def hint(self) -> str:
        """Say what it is for."""
        kiosk = self.kiosk_app.kiosk
        assert kiosk is not None, "there is a draft"  # noqa: S101 - a wrong place is a defect of ours
        return _("Si se va la luz o quiere parar, siga después en este kiosco con este código. Vale hasta el {date}.").format(
            date=spoken_date(kiosk.local(self.draft.expires_at))
        )

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Su código\n\nLo contestado está guardado. "
            "Con este código y los 4 últimos números de su cédula puede seguir más tarde.\n\n"
            "- En la primera pantalla elija **Seguir con mi código**.\n"
            "- El código se ve siempre abajo a la derecha.\n"
            "- No lo comparta: quien lo tenga podría ver sus datos."
        )

    def content(self) -> Iterable[Widget]:
        """Return the code."""
        return (BigNumber((self.draft.code[:4], self.draft.code[4:])), Words("", id="printed", classes="strong"))

    def buttons(self) -> Sequence[Button]:
        """Return printing where there is a printer, and the way on."""
        kiosk = self.kiosk_app.kiosk
        printing = [Button(_("Imprimir"), self.print_code)] if kiosk and kiosk.printer else []
        return (*printing, Button(_("Ya lo anoté"), self.go_on, primary=True))

    async def print_code(self) -> None:
        """Print the slip."""
        sent = await self.call(slips.print_slip, self.draft.id, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        said = _("Se envió a la impresora. Si no sale el papel, anote el código.")
        self.query_one("#printed", Words).say(said if sent else _("No se pudo imprimir. Anote el código, por favor."))

    async def go_on(self) -> None:
        """Go on."""
        self.advance()

    def advance(self) -> None:
        """Show the first question that is open."""
        self.kiosk_app.show_place(self.session.next_place())

    async def back(self) -> None:
        """Go back to the question before."""
        self.kiosk_app.show_place(self.place)
