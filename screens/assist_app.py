"""The application in the hands of staff (`kiosk assist`): the same screens and use cases, with the desk around them.

Nothing is delivered from here and nothing put in order: the kiosk or `kiosk deliver` does, however many connections there are.
A demonstration's desk may stand alone, and delivers.
"""

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.settings import Settings
from screens.app import KioskApp
from screens.desk.sign_in import SignIn
from screens.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

STAFF_STILL = 15.0
"""Seconds between two looks at whether whoever signed in is staff still."""


class AssistApp(KioskApp):
    """The desk on one terminal. `actor` is the name that the SSH key stands for; without one the name is asked for.

    `fingerprint` is that of the key, where sshd has told it.
    """

    may_be_left = True

    def __init__(
        self, settings: Settings, *, actor: str = "", fingerprint: str = "", compose: "Callable[[Settings], Kiosk] | None" = None
    ) -> None:
        super().__init__(settings, compose=compose)
        self.actor, self.fingerprint = actor, fingerprint
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[Any]:
        """Ask who it is."""
        return SignIn(self.actor, self.sign_in, self.fingerprint)

    def banner(self) -> str:
        """Say in whose hands it is."""
        return _("MODO ASISTIDO — {name}").format(name=self.staff) if self.staff else super().banner()

    def sign_in(self, name: str) -> None:
        """Open the desk to a member of staff, who was checked: whatever is done from here on bears this name."""
        assert self.kiosk is not None, "callers await ready()"  # noqa: S101 - a wrong place is a defect of ours
        self.staff = name
        self.kiosk = self.kiosk.acting_as(name)
        self.departures.kiosk = self.kiosk
        self.greet()

    def greet(self) -> None:
        """Show the desk, or ask who it is."""
        if self.staff:
            self.show(importlib.import_module("screens.desk.home").Home())
        else:
            super().greet()

    def on_mount(self) -> None:
        """End the connection of whoever is revoked while it stands."""
        self.set_interval(STAFF_STILL, self.look_whether_staff_still)

    def look_whether_staff_still(self) -> None:
        """Look, in a thread."""
        if self.staff:
            self.run_worker(self._end_if_revoked(self.staff), exit_on_error=False, group="staff", exclusive=True)

    async def _end_if_revoked(self, name: str) -> None:
        kiosk, may_stay = await self.ready(), importlib.import_module("kiosk.services.staff.sign_in").may_stay
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

    def _open_parts(self) -> "Kiosk":
        return importlib.import_module("kiosk.bootstrap").compose(self.settings, in_order=False)  # type: ignore[no-any-return] # it does

    def _opened(self, kiosk: "Kiosk") -> "Kiosk":
        self.departures.kiosk = kiosk  # what others are printing is theirs
        return kiosk
