"""Keys that nobody meant so open no case, choose no reason and print no receipt: a reader's burst, and an Enter too many."""

import asyncio

from sqlmodel import select

from kiosk.services.desk import access
from kiosk.storage.tables import Event
from screens.desk.case.actions import CaseActions
from screens.widgets.choices import Choices
from screens.widgets.field import Field
from tests.filing import StoppedClock
from tests.screens.desk.scene import FIRST, Day
from tests.screens.harness import RealStart, settled, shown, until
from tests.screens.places import kiosk_of, press, screen_name
from tests.screens.test_assisted import at_review, to_the_ways
from tests.screens.test_haste import SEEN, hasty, send


@hasty
async def test_a_readers_burst_is_looked_for_and_chooses_nothing(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        for _case in range(5):
            day.filed()
        await asyncio.sleep(SEEN)
        await press(pilot, "4")
        assert screen_name(pilot) == "Find"
        await asyncio.sleep(SEEN)
        send(pilot, *"demostracion", "enter")
        await until(pilot, lambda: "5 trámites" in shown(pilot))
        send(pilot, *"0417A26000002R", "enter")
        await until(pilot, lambda: "1 trámite." in shown(pilot))
        assert pilot.app.screen.query_one(Field).value == "0417A26000002R"
        await asyncio.sleep(SEEN)
        await press(pilot, "enter")
        assert screen_name(pilot) == "AskWhy"
        await asyncio.sleep(SEEN)
        send(pilot, *"0417A26000050B", "enter")
        await asyncio.sleep(0.5)
        await settled(pilot)
        assert screen_name(pilot) == "AskWhy"
        pilot.app.push_screen(CaseActions(access.look_again(day.kiosk, FIRST)))
        await settled(pilot)
        await asyncio.sleep(SEEN)
        send(pilot, *"0417A26000050B", "enter", "enter")
        await asyncio.sleep(0.5)
        await settled(pilot)
        assert screen_name(pilot) == "CaseActions"
        with day.kiosk.database.reading() as session:
            names = {each.name for each in session.exec(select(Event)).all()}
        assert not names & {"case_looked_at", "receipt_print_asked"}


async def test_the_key_that_turns_the_consent_s_pages_says_for_nobody_how_it_was_read(desk: RealStart) -> None:
    async with at_review(desk) as (pilot, _draft):
        await to_the_ways(pilot)
        await press(pilot, "1")
        await until(pilot, lambda: screen_name(pilot) == "Consent")
        for _press in range(30):
            await press(pilot, "enter")
        assert screen_name(pilot) == "Consent"
        assert pilot.app.screen.query_one(Choices).value is None
