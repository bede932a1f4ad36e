"""The public's application: one person after the other in front of one terminal, and nothing of one left for the next."""

import contextlib
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from typing_extensions import override

from kiosk.domain.errors import KioskError
from kiosk.services.desk import at_kiosk
from kiosk.services.messages import prints
from kiosk.settings import Settings
from screens.apps.serving import ServingApp
from screens.entrance.out_of_service import TakenOutOfService
from screens.entrance.welcome import Welcome
from screens.visit.inactivity import reading_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk


class KioskApp(ServingApp):
    """The kiosk on one terminal. `after_failure` greets with a word about what happened before."""

    def __init__(
        self,
        settings: Settings,
        *,
        after_failure: bool = False,
        in_order: bool = True,
        compose: "Callable[[Settings], Kiosk] | None" = None,
    ) -> None:
        super().__init__(settings, in_order=in_order, compose=compose)
        self.after_failure = after_failure

    @override
    def get_default_screen(self) -> Screen[Any]:
        return Welcome(after_failure=self.after_failure)

    def _opened(self, kiosk: "Kiosk") -> "Kiosk":
        """Prepare what must be done before anybody comes."""
        with contextlib.suppress(KioskError):  # the database is busy: whatever needs it says so
            prints.withdraw_left_over(kiosk)
        self.out_of_service = at_kiosk.is_out_of_service(kiosk)
        return kiosk

    def greet(self) -> None:
        """Show the lowest screen as for the first time, or that the kiosk is out of service."""
        if self.out_of_service:
            self.show(TakenOutOfService())
        else:
            super().greet()

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
