"""What a demonstration says where staff sign in: the name to type, and what a telephone would show."""

import asyncio
from typing import TYPE_CHECKING

from kiosk.locale import _
from screens.threads import in_thread
from screens.widgets.words import Words

if TYPE_CHECKING:
    from screens.app import KioskApp

LOOK_AGAIN = 1.0


class DemoStaff(Words):
    """Says name and code as they are now; each code is good once, so that a used one is waited for."""

    def __init__(self) -> None:
        super().__init__(classes="demo-word", id="demo-staff")

    def on_mount(self) -> None:
        """Keep looking."""
        self.run_worker(self._look(), exit_on_error=False)

    async def _look(self) -> None:
        app: KioskApp = self.app  # type: ignore[assignment] # screens of the kiosk are shown by nothing else
        kiosk = await app.ready()
        from kiosk.services import demonstration  # noqa: PLC0415 - the services are loaded by now, and were not at the first paint

        while True:
            code = await in_thread(lambda: demonstration.staff_code(kiosk))
            shown = f"{code[:3]} {code[3:]}" if code else _("espere unos segundos…")
            self.say(_("Demostración: escriba el nombre {name} y los números {code}").format(name=demonstration.MEMBER, code=shown))
            await asyncio.sleep(LOOK_AGAIN)
