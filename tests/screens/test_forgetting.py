"""What stood on a screen is gone from memory when the next one stands: textual's caches keep nothing of it."""

import gc

from textual.strip import Strip

from screens.apps.kiosk import KioskApp
from screens.entrance.welcome import Welcome
from tests.screens.harness import RealStart, settled, shown, type_in

CANARY = "Cañarita"


def strips_with_the_canary() -> int:
    """Count the lines, drawn at any time, that are still held and hold the canary."""
    gc.collect()
    return sum(CANARY in each.text for each in gc.get_objects() if isinstance(each, Strip))


async def test_what_was_typed_is_not_held_after_the_visit(real: RealStart) -> None:
    async with real() as pilot:
        for keys in (["enter"], ["enter"], ["down", "enter"]):  # welcome, start, notice
            await pilot.press(*keys)
            await settled(pilot)
        await type_in(pilot, "9900000010")
        await pilot.press("enter")  # the number is no living person's, and is asked about
        await settled(pilot)
        await type_in(pilot, CANARY, "Ñusta")
        await pilot.press("escape")
        await settled(pilot)
        assert CANARY in shown(pilot)
        assert strips_with_the_canary()
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.end_visit()
        await settled(pilot)
        assert isinstance(app.screen, Welcome)
        assert not strips_with_the_canary()
