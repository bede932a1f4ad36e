"""The ground of every screen: the frame, one question, the fields, the buttons, and the keys that work everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar, TypeVarTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from kiosk.locale import _
from screens.frame.demo_mail import MailPanel
from screens.frame.laid import Laid
from screens.frame.walking import WalkingScreen
from screens.widgets.button import Button, Buttons
from screens.widgets.choices import Choices
from screens.widgets.field import Entry
from screens.widgets.frame import EdgeLine, Progress
from screens.widgets.main import Main
from screens.widgets.summary import ErrorSummary
from screens.widgets.words import Words

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

SMALLEST = (60, 18)
"""Columns and rows below which nothing can be laid out."""


@dataclass
class _Around:
    """What stands around the question, at hand: to look it up takes walks through the whole screen, at each change of the focus."""

    row: Buttons
    top: EdgeLine = field(default_factory=lambda: EdgeLine("┌┐", id="top"))
    progress: Progress = field(default_factory=Progress)
    main: Main = field(default_factory=lambda: Main(id="main"))
    bottom: EdgeLine = field(default_factory=lambda: EdgeLine("└┘", id="bottom", in_parts=True))

    @property
    def stands(self) -> bool:
        """Whether all of it is on the screen: it is built and taken away part by part."""
        return all(each.is_attached for each in (self.top, self.progress, self.main, self.row.waiting, self.bottom))


class KioskScreen(WalkingScreen):  # inherits its keys: without them neither arrows nor Tab lead anywhere
    """A screen with the frame. Subclasses say their question, lay out `content`, and name their buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f1", "help", show=False),
        Binding("f2", "demo_mail", show=False),
    ]
    AUTO_FOCUS = "#column Entry, #column Choices, #column Button, Button.-primary"
    looks_for_papers: ClassVar[bool] = False
    """Whether people search their bag here, and are given more time before the screen is wiped."""
    lasting: ClassVar[bool] = False
    """Whether it holds nothing of anybody and stands until staff take it away: nobody's walking away wipes it."""
    _frame_is_due = False
    """Whether the frame is to be drawn after the next refresh."""
    _around: _Around | None = None
    _had_focus: Widget | None = None
    """What had the focus before the window became too small."""

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

    def demo_word(self) -> str:
        """Return what a demonstration says to whoever tries it: what to type here, or where to look."""
        return ""

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        return ()

    def buttons(self) -> Sequence[Button]:
        """Return the buttons, the primary last."""
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Do what the primary button does."""

    def greet(self) -> None:
        """Stand as for the first time: the lowest screen is shown to one person after the other."""

    async def back(self) -> None:
        """Go back."""
        self.kiosk_app.end_visit()

    def beside(self) -> Iterable[Widget]:
        """Return what stands beside the frame on wide windows: on every screen alike, so that no page shifts.

        At the public's demonstration that is its mailbox.
        """
        app = self.kiosk_app
        return (
            (MailPanel(since=app.session.began_at if app.session else None),) if app.settings.demo and not app.may_be_left else ()
        )

    def shown_code(self) -> str:
        """Return the draft's code in its groups; nothing where no draft is under way."""
        return ""

    def what_is_kept(self) -> str:
        """Return what stays when whoever walked away is forgotten; nothing where nothing does."""
        return ""

    def steps(self) -> tuple[int, int]:
        """Return which step of how many this is; (0, 0) outside the journey."""
        return (0, 0)

    def extra_keys(self) -> tuple[str, ...]:
        """Return further keys for the footer, as "F2 correo"."""
        return ()

    # The frame.

    def compose(self) -> ComposeResult:
        """Lay out the frame around the content."""
        frame = self._around = _Around(Buttons(self.buttons()))
        yield frame.top
        with Vertical(id="inside"):
            yield frame.progress
            with frame.main, Vertical(id="column"):
                yield ErrorSummary()
                yield Words(self.question(), classes="question")
                hint = Words(classes="hint", id="hint")
                hint.say(self.hint())
                yield hint
                if self.kiosk_app.settings.demo and self.demo_word():
                    yield Words(self.demo_word(), classes="demo-word")
                yield from self.content()
            with Vertical(id="foot"):
                yield frame.row
        yield frame.bottom
        yield from self.beside()
        yield Words(_("Haga más grande la ventana, por favor."), id="too-small")

    def on_mount(self) -> None:
        """Fill the frame."""
        self.draw_frame()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the window; a tiny one gets a request."""
        columns, rows = event.size.width, event.size.height
        small = columns < SMALLEST[0] or rows < SMALLEST[1]
        if small and self.focused is not None:
            self._had_focus = self.focused  # what is hidden loses it
        self.set_class(small, "-too-small")
        if not small and self._had_focus is not None:
            self.call_after_refresh(self._focus_again, self._had_focus)
            self._had_focus = None
        frame = 3 + (1 if rows < 24 else 3 if rows < 32 else 5)
        for main in self.query(Main):  # none while it is being taken away
            main.styles.max_height = max(1, rows - frame)
        self.draw_frame()

    def _focus_again(self, widget: Widget) -> None:
        """Give back the focus, where it can be had still, and nothing was given it while nobody could see."""
        if self.focused is None and widget in self.focus_chain:
            widget.focus()

    def watch_focused(self) -> None:
        """Name the keys of what has the focus now."""
        self._draw_frame_soon()

    def refresh_bindings(self) -> None:
        """Name the keys again when what Enter does has changed."""
        super().refresh_bindings()
        if self.is_mounted:
            self._draw_frame_soon()

    def _draw_frame_soon(self) -> None:
        """Draw the frame once, however many things have changed by then."""
        if not self._frame_is_due:
            self._frame_is_due = True
            self.call_after_refresh(self._draw_due_frame)

    def _draw_due_frame(self) -> None:
        self._frame_is_due = False
        self.draw_frame()

    def draw_frame(self) -> None:
        """Show title, step, time, keys and code as they are now."""
        frame = self._around
        if frame is None or not frame.stands:
            return  # a clock's tick asks for it, or what came before
        app, (step, steps) = self.kiosk_app, self.steps()
        title = _("Seguro Social Campesino · {dispensary}").format(dispensary=app.settings.kiosk.dispensary)
        frame.top.show(title, _("Paso {step} de {steps}").format(step=step, steps=steps) if steps else "")
        frame.progress.show(step, steps, time=app.shown_time(), banner=app.banner())
        self._say_more()
        code = self.shown_code()
        laid = self.app.screen if isinstance(self.app.screen, Laid) else None  # over this one: its keys are what works
        keys = " · ".join(laid.keys if laid else self._keys())
        frame.bottom.show(keys, _("Para volver: {code}").format(code=code) if code else "", short=code)

    def _keys(self) -> list[str]:
        focused = getattr(self.focused, "keys", "")
        if self.focused is not None and self._following(self.focused) is not None and focused == _("Enter continuar"):
            focused = _("Enter siguiente")
        back = any(button.action == self.back for button in self.walk_children(Button))
        keys = [
            focused,
            self._otherwise(),
            _("Esc atrás") if back else "",
            _("F1 ayuda") if self.help_text() else "",
            *self.extra_keys(),
        ]
        return [key for key in keys if key]

    def on_main_scrolled(self) -> None:
        """Say whether there is more below."""
        self._say_more()

    def _say_more(self) -> None:
        if self._around is not None and self._around.stands:
            self._around.row.fit()
            self._around.row.waiting.say_more(more=self._around.main.more_below)

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
        following = self._following(field)
        if following is not None:
            self.set_focus(following)
        else:
            self.act(self.go_on)

    def action_back(self) -> None:
        """Go back, or stop waiting."""
        if self.acting:
            self.workers.cancel_group(self, "act")
        else:
            self.act(self.back)

    def action_help(self) -> None:
        """Explain this screen."""
        if text := self.help_text():
            word = self.demo_word() if self.kiosk_app.settings.demo else ""
            self.kiosk_app.show_help(f"{text}\n\n{word}" if word else text)

    def action_demo_mail(self) -> None:
        """Show the demonstration's mailbox."""
        if self.kiosk_app.settings.demo:
            self.kiosk_app.show_demo_mail()
