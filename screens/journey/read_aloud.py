"""Who cannot read a text has it read aloud: the name of whoever read it is kept with the acceptance."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.people.names import parse_name
from kiosk.locale import _
from screens.frame.laid import Laid
from screens.widgets.button import Button, Buttons
from screens.widgets.field import Entry, Field
from screens.widgets.words import Words


class ReadAloud(Laid[str], inherit_bindings=False):
    """Asks for the reader's name; dismisses with it, or "" on Esc."""

    AUTO_FOCUS = "Entry"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down,right", "app.focus_next", show=False),
        Binding("shift+tab,up,left", "app.focus_previous", show=False),
        Binding("escape", "give_up", show=False),
    ]

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Words(_("¿Quién le leyó el texto?"), classes="question")
            yield Words(_("Escriba su nombre y apellido. Se guarda junto con la aceptación."), classes="hint")
            yield Field("reader", _("Nombre y apellido"))
            yield Buttons((Button(_("Volver"), self.give_up), Button(_("Me lo leyeron y acepto"), self.accept, primary=True)))

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        await event.button.action()

    async def on_input_submitted(self, event: Entry.Submitted) -> None:
        """Accept."""
        event.stop()
        await self.accept()

    async def action_give_up(self) -> None:
        """Go back without an answer."""
        await self.give_up()

    async def give_up(self) -> None:
        """Go back without an answer."""
        self.dismiss("")

    async def accept(self) -> None:
        """Answer with the name."""
        field = self.query_one(Field)
        try:
            name = parse_name(field.value, field="reader")
        except BadInput as refusal:
            field.error = refusal.message
            field.focus_entry()
            return
        self.dismiss(name)
