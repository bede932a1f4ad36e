"""What a screen does: one action at a time, services in threads, and every refusal said in words beside its field."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from textual import events
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from screens.frame.dialog import Answer, Dialog
from screens.frame.dismissing import DismissingScreen
from screens.widgets.button import Action, Waiting
from screens.widgets.choices import Choices
from screens.widgets.field import Field
from screens.widgets.main import Main
from screens.widgets.summary import ErrorSummary

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from screens.host import Host

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")


OF_WHO_STANDS = (events.Mount, events.InputEvent, events.Paste, events.Resize, events.ScreenResume)
"""What a screen that was left, by a hasty Esc or the end of the visit, is not to answer."""


def actions_under_way(screen: Screen[Any]) -> list[Worker[Any]]:
    """Return the actions of a screen that are not done yet: what it does next, and the keys that come meanwhile, wait for them."""
    return [each for each in screen.workers if each.group == "act" and each.node is screen and not each.is_finished]


class ActingScreen(DismissingScreen[Any], inherit_bindings=False):
    """The way into a service and back."""

    async def on_event(self, event: events.Event) -> None:
        """Begin nothing, and take no key or size, once another screen stands in its place, or the end has begun.

        A screen that is taken away while it is laid out gets no parts.
        """
        stands = self in self.app.screen_stack and bool(self.children) and not self.kiosk_app.is_ending
        if stands or not isinstance(event, OF_WHO_STANDS):
            await super().on_event(event)

    @property
    def acting(self) -> bool:
        """Whether an action is under way; one that was given up before its first line is not."""
        return bool(actions_under_way(self))

    @property
    def kiosk_app(self) -> "Host":
        """The app, by its own type."""
        return self.app  # type: ignore[return-value] # screens of the kiosk are shown by nothing else

    def act(self, action: Action) -> None:
        """Await what a button or key does, one thing at a time; a second press meanwhile is nothing."""
        if not self.acting:
            work = partial(self._act, action)  # called when it begins: a coroutine that is given up before would complain
            self.run_worker(work, group="act", exit_on_error=False)  # type: ignore[arg-type] # mypy finds no type for a result of None

    async def _act(self, action: Action) -> None:
        waiting = self.query(Waiting).first()
        with self.kiosk_app.failing(when=self._matters):
            try:
                self.refuse()
                await action()
            except KioskError as error:
                self.refuse(error)
            finally:
                waiting.end()

    def _matters(self, error: Exception) -> bool:
        """Tell whether an action's error is one: where the page was left, a part of it may be gone."""
        return self in self.app.screen_stack or not isinstance(error, NoMatches)

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
            with self.kiosk_app.failing(when=lambda _error: self in self.app.screen_stack):  # else what it spoke of is gone
                await work

        self.run_worker(guarded(), group="background", exit_on_error=False)

    async def ask(self, title: str, text: str, answers: "Sequence[Answer]") -> str:
        """Ask over this screen; return the answer's value, "" for Esc. The last answer is the primary."""
        return await self.app.push_screen_wait(Dialog(title, text, answers)) or ""  # None where it went with its page

    def refuse(self, *errors: KioskError) -> None:
        """Show what is to be mended, once at its field; on top where there are several, or it has no field. None clears them."""
        fields: list[Field | Choices] = [*self.query(Field), *self.query(Choices)]
        first: Field | Choices | None = None
        placed: list[str] = []
        for field in fields:
            messages = [error.message for error in errors if error.field == field.field_name]
            placed += messages
            message = messages[0] if messages else ""
            if field.error != message:  # one that was mounted just now is not laid out yet, and has none to clear
                field.error = message
            first = first or (field if messages else None)
        once = dict.fromkeys(error.message for error in errors)  # two fields may lack the same
        self.query_one(ErrorSummary).show(tuple(once) if len(once) > 1 or not placed else ())
        if errors:
            self.query_one(Main).scroll_home(animate=False, immediate=True)
        if first is not None:
            first.focus_entry()
        if isinstance(first, Field):  # no farther from the summary than it must; choices bring their own line into view
            self.call_after_refresh(self._bring_into_view, first)

    def _bring_into_view(self, field: Field) -> None:
        """Scroll down to the end of a field, no farther: textual's own way forgets the padding, and hid the line of the error."""
        for main in self.query(Main):  # none where the screen was taken away meanwhile
            for column in main.query("#column"):  # as both were laid out last, wherever the scrolling stands by now
                main.scroll_to(y=max(0, field.region.bottom - column.region.y - main.region.height), animate=False)

    def on_main_resized(self) -> None:
        """Keep what is to be mended in view: its error is laid out later than the screen's next refresh, on a busy machine."""
        around = self.focused.ancestors if self.focused else ()
        for field in self.query(Field):
            if field.error and field in around:
                self._bring_into_view(field)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Take the summary away when what it speaks of is being mended."""
        self._mended(event)

    def on_choices_changed(self, event: Choices.Changed) -> None:
        """Take the summary away when what it speaks of is being mended."""
        self._mended(event)

    def _mended(self, event: Message) -> None:
        event.stop()
        mended = not any(field.error for field in [*self.query(Field), *self.query(Choices)])
        for summary in self.query(ErrorSummary):  # none where the screen is being taken away
            if summary.display and mended:
                summary.show(())
