"""Staff have more time than citizens; whoever walks away all the same leaves no open connection, and the filing free."""

from kiosk.services.filing.drafts import row_of
from kiosk.services.kiosk import Kiosk
from tests import filing
from tests.screens.harness import RealStart, settled, shown, until
from tests.screens.places import app_of, kiosk_of, show


async def test_a_connection_that_nobody_uses_is_warned_and_ended_and_its_filing_is_free(desk: RealStart) -> None:
    now = [0.0]
    async with desk() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        draft = filing.begin(kiosk)
        await show(pilot, draft)
        assert held(kiosk, draft.id)
        app.inactivity._clock = lambda: now[0]
        app.inactivity.touch()
        now[0] = 599.0
        app._tick()
        await settled(pilot)
        assert "¿Necesita más tiempo?" not in shown(pilot), "a citizen would have been asked after two minutes"
        now[0] = 601.0
        app._tick()
        await settled(pilot)
        assert "¿Necesita más tiempo?" in shown(pilot)
        now[0] = 630.0
        app._tick()
        await until(pilot, lambda: app._exit)
        await until(pilot, lambda: not held(kiosk, draft.id))


def held(kiosk: Kiosk, draft: str) -> str:
    with kiosk.database.reading() as session:
        return row_of(session, draft).writer


async def test_nobody_keeps_the_sign_in_open_either(desk: RealStart) -> None:
    now = [0.0]
    async with desk() as pilot:
        app = app_of(pilot)
        while len(app.screen_stack) > 1:
            await app.pop_screen()
        app.inactivity._clock = lambda: now[0]
        app.inactivity.touch()
        now[0] = 630.0
        app._tick()
        await until(pilot, lambda: app._exit)
