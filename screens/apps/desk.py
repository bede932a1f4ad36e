"""The application in the hands of staff (`kiosk assist`): the same screens and use cases, with the desk around them.

Nothing is delivered from here and nothing put in order: the kiosk or `kiosk deliver` does, however many connections there are.
A demonstration's desk may stand alone, and delivers.
"""

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from typing_extensions import override

from kiosk.domain.desk.staff import StaffMember
from kiosk.domain.desk.task import Why
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.staff.sign_in import may_stay
from kiosk.settings import Settings
from screens.apps import ending, painting
from screens.apps.serving import ServingApp
from screens.desk.case.whole import CaseView
from screens.desk.home import Home
from screens.staff.sign_in import SignIn
from screens.terminal import ssh_environment, tty
from screens.terminal.asking import Asking
from screens.terminal.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

STAFF_STILL = 15.0
"""Seconds between two looks at whether whoever signed in is staff still."""


class AssistApp(ServingApp):
    """The desk on one terminal. `actor` is the name that the SSH key stands for; without one the name is asked for.

    `fingerprint` is that of the key, where sshd has told it.
    """

    may_be_left = True

    def __init__(
        self, settings: Settings, *, actor: str = "", fingerprint: str = "", compose: "Callable[[Settings], Kiosk] | None" = None
    ) -> None:
        super().__init__(settings, in_order=False, compose=compose)
        self.actor, self.fingerprint, self._shown_name = actor, fingerprint, ""
        self.animation_level = "none"

    @override
    def get_default_screen(self) -> Screen[Any]:
        return SignIn(self.actor, self.sign_in, self.fingerprint)

    def banner(self) -> str:
        """Say in whose hands it is."""
        return _("MODO ASISTIDO — {name}").format(name=self._shown_name) if self.staff else super().banner()

    def sign_in(self, member: StaffMember) -> None:
        """Open the desk to a member of staff, who was checked: whatever is done from here on bears this name."""
        assert self.kiosk is not None, "callers await ready()"  # noqa: S101 - a wrong place is a defect of ours
        self.staff, self.role, self._shown_name = member.name, member.role, member.shown_name
        self.kiosk = self.kiosk.acting_as(member.name)
        self.greet()

    def greet(self) -> None:
        """Show the desk, or ask who it is."""
        if self.staff:
            self.show(Home())
        else:
            super().greet()

    def case_view(self, number: CaseNumber, why: str = Why.DESK) -> CaseView:
        """Return the screen of a case."""
        return CaseView(number, why)

    def on_mount(self) -> None:
        """End the connection of whoever is revoked while it stands."""
        self.set_interval(STAFF_STILL, self.look_whether_staff_still)

    def look_whether_staff_still(self) -> None:
        """Look, in a thread."""
        if self.staff:
            self.run_worker(self._end_if_revoked(self.staff), exit_on_error=False, group="staff", exclusive=True)

    async def _end_if_revoked(self, name: str) -> None:
        kiosk = await self.ready()
        with contextlib.suppress(KioskError):  # the database is busy: it is asked again
            if not await in_thread(lambda: may_stay(kiosk, name, self.fingerprint)):
                self.end()

    def is_in_use(self) -> bool:
        """Say yes, always: a connection on which nobody signs in is ended, too."""
        return True

    def may_be_idle(self) -> int:
        """Return the seconds that staff have: they look things up, and write by hand."""
        return self.settings.limits.staff_idle_seconds

    def abandon(self) -> None:
        """End the connection of whoever walked away; the draft stays."""
        self.end()

    def _begin_serving(self, kiosk: "Kiosk") -> None:
        """Send nothing from here; a demonstration's desk has nobody beside it who would."""
        if self.settings.demo:
            super()._begin_serving(kiosk)


def assist(settings: Settings, actor: str) -> int:
    """Show the desk of `actor` until its connection ends; returns the exit code.

    It is one process, whatever happens: a second one would cost each connection more memory than the desk itself.
    """
    ending.keep_standard_error_off_the_screen()
    before, failures, asking = tty.attributes(), 0, Asking(settings.screen.pictures)
    asking.ask(sys.stdin.fileno())
    while failures < painting.MOST_FAILURES:
        tty.outlive_signals()
        app = AssistApp(settings, actor=actor, fingerprint=ssh_environment.fingerprint())
        app.asking = asking
        if painting.paint(app, before, mouse=False):
            return 0
        failures = 1 if app.served else failures + 1
        tty.wipe(demo=settings.demo, say=_("Un momento, por favor…"))
    tty.wipe(demo=settings.demo)
    return ending.CANNOT_WORK
