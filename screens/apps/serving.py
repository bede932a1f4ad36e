"""What the public's application and the desk's share: screens that are shown, a visit and its end, and who walks away."""

import os
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from kiosk import bootstrap
from kiosk.domain.desk.permits import Role
from kiosk.domain.desk.task import Why
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.words.dates import shown_time
from screens.apps import questions
from screens.apps.opening import OpeningApp
from screens.frame import themes
from screens.frame.demo_mail import MailPanel
from screens.frame.overlay import Overlay
from screens.frame.screen import KioskScreen
from screens.session.visit import Place, Session
from screens.staff import vouching
from screens.staff.code import ask_staff
from screens.staff.menu import StaffMenu
from screens.terminal import tty
from screens.terminal.keyboard import KioskDriver
from screens.visit import leave
from screens.visit.inactivity import Inactivity
from screens.widgets.text_pane import TextPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk
    from screens.apps.renewal import Renewal
    from screens.desk.base import DeskScreen
    from screens.visit.question import JourneyScreen

Result = TypeVar("Result")


class ServingApp(OpeningApp):
    """One terminal, and whoever stands in front of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave_demonstration", show=False, priority=True)]
    CSS_PATH = "app.tcss"
    may_be_left: ClassVar[bool] = False
    """Whether whoever is in front may end it: not the public."""

    def __init__(
        self,
        settings: Settings,
        *,
        in_order: bool,
        compose: "Callable[[Settings], Kiosk] | None" = None,
    ) -> None:
        super().__init__(settings, in_order=in_order, compose=compose)
        self.served = False
        self.session: Session | None = None
        self.staff, self.role = "", Role.READER
        """The member of staff who has signed in, and in whose name everything is done here."""
        self.inactivity = Inactivity()
        self.when_ending: Callable[[], None] = lambda: None
        """Called first when the application is told to end."""
        self.renewal: Renewal | None = None
        """What puts a new process in the place of this one after each visit, where that is possible."""
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.THEMES[themes.chosen(settings.screen.theme, os.environ.get("TERM", ""))].name

    @property
    def driver(self) -> KioskDriver:
        """What reads the keyboard."""
        assert isinstance(self._driver, KioskDriver), "there is none in a test without a terminal"  # noqa: S101 - see get_driver_class
        return self._driver

    # Beginning.

    def on_mount(self) -> None:
        """Load the rest when the first screen stands, and watch for the end."""
        self.set_interval(1.0, self._tick)
        tty.when_told_to_end(self.end, at_once=self.when_ending)

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
        self._leave(walked_away=walked_away)
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

    def _leave(self, *, walked_away: bool = False) -> None:
        if self.kiosk is not None:
            self.departures.leaves(self.kiosk, self.session, walked_away=walked_away)
            self.kiosk = self.kiosk.for_next_person()

    def greet(self) -> None:
        """Show the lowest screen as for the first time."""
        if isinstance(self.screen, KioskScreen):
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

    def case_view(self, number: CaseNumber, why: str = Why.DESK) -> "DeskScreen":
        """Return the screen of a case, which only the desk has."""
        raise NotImplementedError

    def show_help(self, text: str) -> None:
        """Lay the help of a screen over it."""
        self.push_screen(Overlay(TextPane(text)))

    def show_demo_mail(self) -> None:
        """Lay the demonstration's mailbox over the screen."""
        self.push_screen(Overlay(MailPanel()))

    # What the frame shows.

    def banner(self) -> str:
        """Return what stands above every screen."""
        return _("DEMOSTRACIÓN — Ctrl+Q para cerrar") if self.settings.demo else ""

    def shown_time(self) -> str:
        """Return the local time of the dispensary; whether it is to be trusted is told where a time matters, and on paper."""
        return shown_time(self.kiosk.local(self.kiosk.clock.now().at)) if self.kiosk else ""

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
        raise NotImplementedError

    def may_be_idle(self) -> int:
        """Return for how many seconds nobody need press a key."""
        raise NotImplementedError

    def abandon(self) -> None:
        """Do what is to be done where nobody is in front any more."""
        raise NotImplementedError

    # Ending.

    def action_leave_demonstration(self) -> None:
        """End a demonstration; at a real kiosk the key does nothing."""
        if self.settings.demo:
            self.end()

    def end(self) -> None:
        """End in order."""
        self.when_ending()
        self._leave()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        if self.kiosk is not None:  # before, the log is not open
            bootstrap.log_failure(error)
        self._leave()
        self.session = None
        super()._handle_exception(error)
