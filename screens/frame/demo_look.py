"""What a demonstration looks at once a second, beside or upon the kiosk's screens: codes of the staff, the newest mail."""

import asyncio
from typing import TYPE_CHECKING, TypeVar

from textual.widget import Widget

from screens.terminal.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk
    from screens.host import Host

LOOK_AGAIN = 1.0
Found = TypeVar("Found")


def keep_looking(widget: Widget, look: "Callable[[Kiosk], Found]", show: "Callable[[Kiosk, Found], None]") -> None:
    """Show what `look` finds, now and each second, as long as the widget is there; it is asked in a thread."""

    async def looking() -> None:
        app: Host = widget.app  # type: ignore[assignment] # screens of the kiosk are shown by nothing else
        kiosk = await app.ready()
        while True:
            show(kiosk, await in_thread(lambda: look(kiosk)))
            await asyncio.sleep(LOOK_AGAIN)

    widget.run_worker(looking(), exit_on_error=False)
