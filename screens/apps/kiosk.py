"""The application: one person after the other in front of one terminal, and nothing of one left for the next."""

import asyncio
import gc
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from typing_extensions import override

from kiosk import bootstrap
from kiosk.domain.desk.task import Why
from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.services.desk import at_kiosk
from kiosk.settings import Settings
from screens.apps import questions
from screens.apps.background import Delivery
from screens.apps.locked_app import ClosedApp
from screens.entrance.out_of_service import OutOfServiceScreen, TakenOutOfService
from screens.entrance.welcome import Welcome
from screens.frame import themes
from screens.frame.demo_mail import MailPanel
from screens.frame.overlay import Overlay
from screens.frame.screen import KioskScreen
from screens.session.departures import Departures
from screens.session.visit import Place, Session
from screens.staff import vouching
from screens.staff.code import ask_staff
from screens.staff.menu import StaffMenu
from screens.terminal import tty
from screens.terminal.keyboard import KioskDriver
from screens.terminal.threads import in_thread
from screens.visit import leave
from screens.visit.inactivity import Inactivity, reading_seconds
from screens.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from screens.apps.renewal import Renewal
    from screens.desk.base import DeskScreen
    from screens.visit.question import JourneyScreen

Result = TypeVar("Result")


class KioskApp(ClosedApp):
    """The kiosk on one terminal. `after_failure` greets with a word about what happened before.

    What expired is swept away at the start where `in_order` says so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave_demonstration", show=False, priority=True)]
    CSS_PATH = "app.tcss"
    may_be_left: ClassVar[bool] = False
    """Whether whoever is in front may end it: not the public."""

    def __init__(
        self,
        settings: Settings,
        *,
        after_failure: bool = False,
        in_order: bool = True,
        compose: "Callable[[Settings], Kiosk] | None" = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.after_failure = after_failure
        self._in_order = in_order
        self.served = False
        self.kiosk: Kiosk | None = None
        self.session: Session | None = None
        self.staff = ""
        """The member of staff who has signed in, and in whose name everything is done here."""
        self.out_of_service = False
        """Whether staff have taken the kiosk out of service."""
        self.inactivity = Inactivity()
        self.when_ending: Callable[[], None] = lambda: None
        """Called first when the application is told to end."""
        self.renewal: Renewal | None = None
        """What puts a new process in the place of this one after each visit, where that is possible."""
        self._compose_kiosk = compose
        self._delivery: Delivery | None = None
        self.departures = Departures(self.deliver_now)
        self._loaded, self._is_loading = asyncio.Event(), False
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.THEMES[themes.chosen(settings.screen.theme, os.environ.get("TERM", ""))].name

    @property
    def driver(self) -> KioskDriver:
        """What reads the keyboard."""
        assert isinstance(self._driver, KioskDriver), "there is none in a test without a terminal"  # noqa: S101 - see get_driver_class
        return self._driver

    # Beginning.

    @override
    def get_default_screen(self) -> Screen[Any]:
        return Welcome(after_failure=self.after_failure)

    def on_mount(self) -> None:
        """Load the rest when the first screen stands, and watch for the end."""
        self.set_interval(1.0, self._tick)
        tty.when_told_to_end(self.end, at_once=self.when_ending)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - textual's own
        """Begin to load once the first screen stands."""
        super()._display(screen, renderable)
        if not self._is_loading and screen.is_mounted:
            self._is_loading = True
            self.load()

    def on_unmount(self) -> None:
        """Send nothing more when the application is over."""
        if self._delivery:
            self._delivery.end()
        self.departures.end()

    def load(self) -> None:
        """Take keys, for the first screen stands; open database, keys and disk in a thread; what fails is shown."""
        if isinstance(self._driver, KioskDriver):  # not in a test without a terminal
            self._driver.read()
        self.run_worker(self._load(), exit_on_error=False, group="load")

    async def _load(self) -> None:
        try:
            await self.open_again()
        except Exception as error:  # noqa: BLE001 - whatever it is, the person must not see it
            self.fail(error)

    async def open_again(self) -> None:
        """Open everything; greet, or say that and why the kiosk is out of service."""
        try:
            self.kiosk = await in_thread(self._open_kiosk)
        except KioskError as error:
            self.show(OutOfServiceScreen(error.message))
            return
        self._begin_serving(self.kiosk)
        self._loaded.set()
        self.redraw()
        if len(self.screen_stack) > 1 or self.out_of_service:
            self.end_visit()

    def _begin_serving(self, kiosk: "Kiosk") -> None:
        """Send what waits, as long as the application runs."""
        self._delivery = Delivery(kiosk)
        self._delivery.start()

    def _open_kiosk(self) -> "Kiosk":
        if self._compose_kiosk:
            return self._opened(self._compose_kiosk(self.settings))
        kiosk = self._opened(self._open_parts())
        gc.freeze()  # what is loaded stays, and need not be looked through when the screens that are gone are (see forget_screens)
        return kiosk

    def _open_parts(self) -> "Kiosk":
        return bootstrap.compose(self.settings, in_order=self._in_order)

    def _opened(self, kiosk: "Kiosk") -> "Kiosk":
        """Prepare what must be done before anybody comes."""
        self.departures.open(kiosk)
        self.out_of_service = at_kiosk.is_out_of_service(kiosk)
        return kiosk

    async def ready(self) -> "Kiosk":
        """Return the kiosk, waiting until it is there."""
        await self._loaded.wait()
        assert self.kiosk is not None, "it is set before the event"  # noqa: S101 - see _load
        return self.kiosk

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Run what blocks in a thread."""
        return await in_thread(self.departures.noted(work))

    # The visit.

    @property
    def visit(self) -> "Session":
        """The session of the person in front."""
        assert self.session is not None, "steps are shown within a visit"  # noqa: S101 - a wrong place is a defect of ours
        return self.session

    def begin_visit(self) -> "Session":
        """Begin with somebody; to be called when the kiosk is ready."""
        assert self.kiosk is not None, "callers await ready()"  # noqa: S101 - a wrong place is a defect of ours
        self.served = True
        self.departures.comes()
        settings, began_at = self.kiosk.settings.kiosk, self.kiosk.clock.now().at
        self.session = Session(self.kiosk.catalogue, questions.SCREENS, began_at, province=settings.province, staff=self.staff)
        return self.visit

    def show_place(self, place: "Place") -> None:
        """Show a question of the journey in place of the current one."""
        self.visit.times.comes_to(place.step)
        self.show(questions.SCREENS[place.question](place))

    def show(self, screen: Screen[Any]) -> None:
        """Show a screen upon the welcome screen, in place of the one that stood there."""
        self.forget_screens()
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def end_visit(self, *, walked_away: bool = False) -> None:
        """Forget the person in front: their answers, their screens, their prints, the terminal's scroll-back."""
        self.call_later(self._end_visit, walked_away)

    async def _end_visit(self, walked_away: bool) -> None:  # noqa: FBT001 - handed on by textual, which takes no names
        if self.renewal:
            await self.renewal.begin()
        self.workers.cancel_all()
        self.departures.leaves(self.session, walked_away=walked_away)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.session = None
        self.forget_screens()
        if self.kiosk:
            self.kiosk.forget_values()
        self.greet()
        self.write_to_terminal(tty.WIPE_SCROLL_BACK)
        self.paint_anew()  # the raw console takes the screen away together with its scroll-back
        if self.renewal:
            self.renewal.go_on()

    def greet(self) -> None:
        """Show the lowest screen as for the first time, or that the kiosk is out of service."""
        if self.out_of_service:
            self.show(TakenOutOfService())
        elif isinstance(self.screen, KioskScreen):
            self.screen.greet()

    async def leave(self, screen: "KioskScreen") -> None:
        """Ask how to leave a draft, and do it."""
        await leave.leave(self, screen)

    async def vouch(self, screen: "JourneyScreen", what: str = "") -> None:
        """Let staff vouch for something of the journey, or choose what."""
        await vouching.begin_vouching(screen, what)

    async def open_staff_menu(self, screen: KioskScreen) -> None:
        """Ask over a screen who of staff is there, and show them their menu; nobody else gets anything."""
        await screen.call(lambda _kiosk: None)
        self.departures.comes()
        if name := await ask_staff(screen):
            self.show(StaffMenu(name))

    def case_view(self, number: str, why: str = Why.DESK) -> "DeskScreen":
        """Return nothing: the public is shown no case by its number."""
        raise NotImplementedError

    def show_help(self, text: str) -> None:
        """Lay the help of a screen over it."""
        self.push_screen(Overlay(TextPane(text)))

    def show_demo_mail(self) -> None:
        """Lay the demonstration's mailbox over the screen."""
        self.push_screen(Overlay(MailPanel()))

    def send_no_more(self) -> bool:
        """Send nothing new; tell whether nothing is being sent any more."""
        return self._delivery is None or self._delivery.end()

    def deliver_now(self) -> None:
        """Send what was just put into the outbox, without waiting for it."""
        if self._delivery:
            self._delivery.wake()

    # What the frame shows.

    def banner(self) -> str:
        """Return what stands above every screen."""
        return _("DEMOSTRACIÓN — Ctrl+Q para cerrar") if self.settings.demo else ""

    def shown_time(self) -> str:
        """Return the local time of the dispensary; whether it is to be trusted is told where a time matters, and on paper."""
        return f"{self.kiosk.local(self.kiosk.clock.now().at):%H:%M}" if self.kiosk else ""

    def redraw(self) -> None:
        """Draw the frame of every screen as things are now."""
        for screen in self.screen_stack:
            if hasattr(screen, "draw_frame") and screen.is_mounted:  # the second's tick may come while a screen is being composed
                screen.draw_frame()

    # Inactivity.

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there: every key, paste and touch comes by here first."""
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self.renewal and not self.renewal.hears(event):
                return
            self.inactivity.touch()
        await super().on_event(event)

    def _tick(self) -> None:
        if tty.lost():
            self.end()
            return
        self.redraw()
        if self.kiosk and self.is_in_use():
            self.inactivity.look_after(self, self.may_be_idle(), self.settings.limits.warning_seconds, self.abandon)

    def is_in_use(self) -> bool:
        """Tell whether something of somebody is on the screen."""
        return len(self.screen_stack) > 1 and not getattr(self.screen, "lasting", False)

    def may_be_idle(self) -> int:
        """Return for how many seconds nobody need press a key: longer while somebody searches their bag, or has much to read."""
        limits = self.settings.limits
        searching = any(getattr(screen, "looks_for_papers", False) for screen in self.screen_stack)
        return max(limits.papers_seconds if searching else limits.idle_seconds, *map(reading_seconds, self.screen_stack))

    def abandon(self) -> None:
        """Wipe what nobody looks at any more; the slip with the code is printed where there is a printer."""
        self.end_visit(walked_away=True)

    # Ending.

    def action_leave_demonstration(self) -> None:
        """End a demonstration; at a real kiosk the key does nothing."""
        if self.settings.demo:
            self.end()

    def end(self) -> None:
        """End in order."""
        self.when_ending()
        self.departures.leaves(self.session)
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        if self.kiosk is not None:  # before, the log is not open
            bootstrap.log_failure(error)
        self.departures.leaves(self.session)
        self.session = None
        super()._handle_exception(error)
