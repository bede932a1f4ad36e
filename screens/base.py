"""The ground of every screen: the frame, one question, the fields, the buttons, and the way into a service and back."""

from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, TypeVarTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from screens.dialog import Answer, Dialog
from screens.widgets.button import Action, Button, Buttons, Waiting
from screens.widgets.choices import Choices
from screens.widgets.field import Entry, Field
from screens.widgets.frame import EdgeLine, Progress
from screens.widgets.main import Main
from screens.widgets.summary import ErrorSummary
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from screens.app import KioskApp

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

SMALLEST = (60, 18)
"""Columns and rows below which nothing can be laid out."""


class KioskScreen(Screen[None], inherit_bindings=False):
    """A screen with the frame. Subclasses say their question, lay out `content`, and name their buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("escape", "back", show=False),
        Binding("f1", "help", show=False),
        Binding("f2", "demo_mail", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]
    AUTO_FOCUS = "#column Entry, #column Choices, #column Button, Button.-primary"
    looks_for_papers: ClassVar[bool] = False
    """Whether people search their bag here, and are given more time before the screen is wiped."""

    def __init__(self) -> None:
        super().__init__()
        self._acting = False

    # What a subclass says.

    def question(self) -> str:
        """Return the one question, as a person asks it."""
        raise NotImplementedError

    def hint(self) -> str:
        """Return the one hint, or nothing."""
        return ""

    def help_text(self) -> str:
        """Return what F1 shows, in simple Markdown; without one F1 does nothing."""
        return ""

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        return ()

    def buttons(self) -> Sequence[Button]:
        """Return the buttons, the primary last."""
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Do what the primary button does."""

    async def back(self) -> None:
        """Go back."""
        self.kiosk_app.go_home()

    def beside(self) -> Iterable[Widget]:
        """Return what stands beside the frame on wide windows."""
        return ()

    def steps(self) -> tuple[int, int]:
        """Return which step of how many this is; (0, 0) outside the journey."""
        return (0, 0)

    def extra_keys(self) -> tuple[str, ...]:
        """Return further keys for the footer, as "F2 correo"."""
        return ()

    # The frame.

    @property
    def kiosk_app(self) -> "KioskApp":
        """The app, by its own type."""
        return self.app  # type: ignore[return-value] # screens of the kiosk are shown by nothing else

    def compose(self) -> ComposeResult:
        """Lay out the frame around the content."""
        yield EdgeLine("┌┐", id="top")
        with Vertical(id="inside"):
            yield Progress()
            with Main(id="main"), Vertical(id="column"):
                yield ErrorSummary()
                yield Words(self.question(), classes="question")
                hint = Words(classes="hint", id="hint")
                hint.say(self.hint())
                yield hint
                yield from self.content()
            yield Buttons(self.buttons())
        yield EdgeLine("└┘", id="bottom")
        yield from self.beside()
        yield Words(_("Haga más grande la ventana, por favor."), id="too-small")

    def on_mount(self) -> None:
        """Fill the frame."""
        self.draw_frame()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window: short windows get flat buttons, tiny ones a request."""
        columns, rows = event.size.width, event.size.height
        self.set_class(columns < SMALLEST[0] or rows < SMALLEST[1], "-too-small")
        self.set_class(rows < 24, "-short")
        self.set_class(columns >= 110, "-wide")
        self.set_class(rows >= 32, "-tall")
        frame = 3 + (1 if rows < 24 else 3) + (3 if rows >= 32 else 0)
        self.query_one(Main).styles.max_height = max(1, rows - frame)
        self.draw_frame()

    def watch_focused(self) -> None:
        """Name the keys of what has the focus now."""
        self.call_after_refresh(self.draw_frame)

    def refresh_bindings(self) -> None:
        """Name the keys again when what Enter does has changed."""
        super().refresh_bindings()
        if self.is_mounted:
            self.call_after_refresh(self.draw_frame)

    def draw_frame(self) -> None:
        """Show title, step, time, keys and code as they are now."""
        if not self.is_attached or not self.query("#bottom"):
            return
        app, (step, steps) = self.kiosk_app, self.steps()
        title = _("Seguro Social Campesino · {dispensary}").format(dispensary=app.settings.kiosk.dispensary)
        self.query_one("#top", EdgeLine).show(title, _("Paso {step} de {steps}").format(step=step, steps=steps) if steps else "")
        banner = _("DEMOSTRACIÓN — Ctrl+Q para salir") if app.settings.demo else ""
        self.query_one(Progress).show(step, steps, time=app.shown_time(), banner=banner)
        self._say_more()
        code = app.shown_code()
        keys = " · ".join(self._keys())
        self.query_one("#bottom", EdgeLine).show(keys, _("Su código: {code}").format(code=code) if code else "", short=code)

    def _keys(self) -> list[str]:
        focused = getattr(self.focused, "keys", "")
        back = any(button.action == self.back for button in self.query(Button))
        keys = [focused, _("Esc atrás") if back else "", _("F1 ayuda") if self.help_text() else "", *self.extra_keys()]
        return [key for key in keys if key]

    def on_main_scrolled(self) -> None:
        """Say whether there is more below."""
        self._say_more()

    def _say_more(self) -> None:
        more = self.query_one(Main).more_below
        self.query_one(Waiting).at_rest = _("↓ Hay más abajo") if more else ""

    # Keys and buttons.

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        self.act(event.button.action)

    def on_input_submitted(self, event: Entry.Submitted) -> None:
        """Go on from the last field, else to the next one."""
        event.stop()
        self._entered(event.input)

    def on_choices_submitted(self, event: Choices.Submitted) -> None:
        """Go on from the last field, else to the next one."""
        event.stop()
        self._entered(event.choices)

    def _entered(self, field: Widget) -> None:
        fields = [each for each in self.focus_chain if isinstance(each, Entry | Choices)]
        after = fields[fields.index(field) + 1 :] if field in fields else []
        following = next((each for each in after if not getattr(each, "alternative", False)), None)
        if following is not None:
            following.focus()
        else:
            self.act(self.go_on)

    def action_back(self) -> None:
        """Go back, or stop waiting."""
        if self._acting:
            self.workers.cancel_group(self, "act")
        else:
            self.act(self.back)

    def action_help(self) -> None:
        """Explain this screen."""
        if text := self.help_text():
            self.kiosk_app.show_help(text)

    def action_demo_mail(self) -> None:
        """Show the demonstration's mailbox."""
        if self.kiosk_app.settings.demo:
            self.kiosk_app.show_demo_mail()

    def action_scroll(self, lines: int) -> None:
        """Scroll the question."""
        self.query_one(Main).scroll_relative(y=lines, animate=False)

    # The way into a service and back.

    def act(self, action: Action) -> None:
        """Await what a button or key does, one thing at a time; a second press meanwhile is nothing."""
        if not self._acting:
            self._acting = True
            self.run_worker(self._act(action), group="act", exit_on_error=False)

    async def _act(self, action: Action) -> None:
        waiting = self.query(Waiting).first()
        try:
            self.refuse()
            await action()
        except KioskError as error:
            self.refuse(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person must not see it
            self.kiosk_app.fail(error)
        finally:
            self._acting = False
            waiting.end()

    async def call(self, service: "Callable[[Kiosk, *Arguments], Result]", *arguments: *Arguments, say: str = "") -> Result:
        """Run a service in a thread and return what it returns, saying what is waited for; raises what it raises.

        To be awaited within a button's action, whose KioskErrors become the screen's errors.
        """
        waiting = self.query(Waiting).first()
        waiting.begin(say or _("Un momento…"))
        try:
            kiosk = await self.kiosk_app.ready()
            return await self.kiosk_app.in_thread(lambda: service(kiosk, *arguments))
        finally:
            waiting.end()

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside what the person does; what goes wrong in it ends the visit like any other error."""

        async def guarded() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001 - whatever it is, the person must not see it
                self.kiosk_app.fail(error)

        self.run_worker(guarded(), group="background", exit_on_error=False)

    async def ask(self, title: str, text: str, answers: Sequence[Answer]) -> str:
        """Ask over this screen; return the answer's value, "" for Esc. The last answer is the primary."""
        return await self.app.push_screen_wait(Dialog(title, text, answers))

    def refuse(self, *errors: KioskError) -> None:
        """Show what is to be mended, on top and beside the fields; without errors, clear them."""
        fields: list[Field | Choices] = [*self.query(Field), *self.query(Choices)]
        first: Field | Choices | None = None
        for field in fields:
            messages = [error.message for error in errors if error.field == field.field_name]
            field.error = messages[0] if messages else ""
            first = first or (field if messages else None)
        self.query_one(ErrorSummary).show(tuple(error.message for error in errors))
        if first is not None:
            first.focus_entry()
        if errors:
            self.query_one(Main).scroll_home(animate=False)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Take the summary away when what it speaks of is being mended."""
        self._mended(event)

    def on_choices_changed(self, event: Choices.Changed) -> None:
        """Take the summary away when what it speaks of is being mended."""
        self._mended(event)

    def _mended(self, event: Message) -> None:
        event.stop()
        summary = self.query_one(ErrorSummary)
        if summary.display and not any(field.error for field in [*self.query(Field), *self.query(Choices)]):
            summary.show(())
