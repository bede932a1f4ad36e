"""An application that opens the kiosk behind its first screen, and delivers what waits as long as it runs."""

import asyncio
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from kiosk import bootstrap
from kiosk.domain.errors import KioskError
from kiosk.settings import Settings
from screens.apps.background import Delivery
from screens.apps.locked_app import ClosedApp
from screens.entrance.out_of_service import OutOfServiceScreen
from screens.session.departures import Departures
from screens.terminal.keyboard import KioskDriver
from screens.terminal.threads import in_thread

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

Result = TypeVar("Result")


class OpeningApp(ClosedApp):
    """Opens database, keys and disk in a thread; what expired is swept away then where `in_order` says so."""

    def __init__(self, settings: Settings, *, in_order: bool, compose: "Callable[[Settings], Kiosk] | None" = None) -> None:
        super().__init__()
        self.settings = settings
        self.kiosk: Kiosk | None = None
        self.out_of_service = False
        """Whether staff have taken the kiosk out of service."""
        self._in_order, self._compose_kiosk = in_order, compose
        self._delivery: Delivery | None = None
        self.departures = Departures(self.deliver_now)
        self._loaded, self._is_loading = asyncio.Event(), False

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - textual's own
        """Begin to load once the first screen stands."""
        super()._display(screen, renderable)
        if not self._is_loading and screen.is_mounted:
            self._is_loading = True
            self.load()

    def load(self) -> None:
        """Take keys, for the first screen stands; open database, keys and disk in a thread; what fails is shown."""
        if isinstance(self._driver, KioskDriver):  # not in a test without a terminal
            self._driver.read()
        self.run_worker(self._load(), exit_on_error=False, group="load")

    async def _load(self) -> None:
        with self.failing():
            await self.open_again()

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
        return kiosk

    async def ready(self) -> "Kiosk":
        """Return the kiosk, waiting until it is there."""
        await self._loaded.wait()
        assert self.kiosk is not None, "it is set before the event"  # noqa: S101 - see _load
        return self.kiosk

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Run what blocks in a thread."""
        return await in_thread(self.departures.noted(work))

    def deliver_now(self) -> None:
        """Send what was just put into the outbox, without waiting for it."""
        if self._delivery:
            self._delivery.wake()
        elif self.kiosk:
            self.kiosk.delivery.ring()

    def send_no_more(self) -> bool:
        """Send nothing new; tell whether nothing is being sent any more."""
        return self._delivery is None or self._delivery.end()

    def on_unmount(self) -> None:
        """Send nothing more when the application is over."""
        if self._delivery:
            self._delivery.end()
        self.departures.end()

    def show(self, screen: Screen[Any]) -> None:
        """Show a screen."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the frame of every screen as things are now."""
        raise NotImplementedError

    def end_visit(self, *, walked_away: bool = False) -> None:
        """Forget the person in front."""
        raise NotImplementedError
