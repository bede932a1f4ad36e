"""Staff at a public screen: their name and code, asked over it; nothing else is got by asking."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from typing_extensions import override

from kiosk.domain.desk.staff import SignedInBy
from kiosk.domain.errors import KioskError
from kiosk.locale import _, ngettext
from kiosk.services.staff.sign_in import SignedIn, sign_in
from screens.frame.dialog import Answer
from screens.frame.laid import Laid
from screens.frame.screen import KioskScreen
from screens.staff.demo_staff import DemoStaff
from screens.staff.fields import code_field, missing, name_field
from screens.widgets.button import Button, Buttons, Waiting
from screens.widgets.field import Entry, Field
from screens.widgets.words import Words


async def ask_staff(screen: KioskScreen) -> str:
    """Ask over a screen who of staff is there; return the member's name, "" when it was given up. To be awaited in an action."""
    signed_in: SignedIn | None = await screen.app.push_screen_wait(StaffCode())
    if signed_in is None:
        return ""
    await tell_codes_left(screen, signed_in)
    return signed_in.member.name


async def tell_codes_left(screen: KioskScreen, signed_in: SignedIn) -> None:
    """Say how many recovery codes are left, to whoever has just used one."""
    if signed_in.by is not SignedInBy.RECOVERY_CODE:
        return
    left = signed_in.member.recovery_codes
    words = ngettext("Le queda {left} código de recuperación.", "Le quedan {left} códigos de recuperación.", left).format(left=left)
    advice = _("Tache el que usó: no vale otra vez. Si perdió su teléfono o le quedan pocos, pida otros a quien administra.")
    title = words if left else _("Era su último código de recuperación.")
    await screen.ask(title, advice, [Answer("seen", _("Continuar"))])


class StaffCode(Laid[SignedIn | None], inherit_bindings=False):
    """Asks for name and code; dismisses with who signed in, or None when given up."""

    AUTO_FOCUS = "Entry"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("escape", "give_up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._checking = False

    @override
    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Words(_("Solo para el personal"), classes="question")
            yield Words(_("Si usted viene a hacer un trámite, elija Volver."), classes="hint")
            if self._kiosk_app.settings.demo:
                yield DemoStaff()
            yield name_field()
            yield code_field()
            general = Words(classes="error", id="refusal")
            general.display = False
            yield general
            yield Buttons((Button(_("Volver"), self.give_up), Button(_("Continuar"), self.go_on, primary=True)))

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        await event.button.action()

    async def on_input_submitted(self, event: Entry.Submitted) -> None:
        """Go on from the last field, else to the next one."""
        event.stop()
        if event.input is self._field("name").entry:
            self._field("code").focus_entry()
        else:
            await self.go_on()

    async def action_give_up(self) -> None:
        """Go back without an answer."""
        await self.give_up()

    async def give_up(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)

    async def go_on(self) -> None:
        """Have it checked, once; Esc still leads back meanwhile."""
        name, code = self._field("name").value, self._field("code").value
        if refusals := missing(name, code):
            self._refuse(*refusals)
        elif not self._checking:
            self._checking = True
            self.run_worker(self._check(name, code), exit_on_error=False)

    async def _check(self, name: str, code: str) -> None:
        app = self._kiosk_app
        waiting = self.query_one(Waiting)
        waiting.begin(_("Revisando…"))
        with app.failing():
            try:
                kiosk = await app.ready()
                signed_in = await app.in_thread(lambda: sign_in(kiosk, name, code))
                self.dismiss(signed_in)
            except KioskError as refusal:
                self._refuse(refusal)
            finally:
                self._checking = False
                waiting.end()

    def _refuse(self, *errors: KioskError) -> None:
        fields = [self._field("name"), self._field("code")]
        for field in fields:
            field.error = next((each.message for each in errors if each.field == field.field_name), "")
        elsewhere = [each.message for each in errors if each.field not in {"name", "code"}]
        self.query_one("#refusal", Words).say("\n".join(f"! {each}" for each in elsewhere))
        first = next((field for field in fields if field.error), fields[-1])
        first.focus_entry()
        self.call_after_refresh(first.scroll_visible, animate=False)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Forget what was refused for another reason than a field's."""
        event.stop()
        self.query_one("#refusal", Words).say("")

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)
