"""Screens that are left while they are built: a hasty Esc, the end of a visit, and whoever walked away."""

import asyncio

import pytest
from textual.events import Key

from screens.journey.identify import Number
from screens.session.visit import place_of
from screens.widgets.main import Main
from tests import filing
from tests.screens.harness import RealStart, settled
from tests.screens.places import app_of, kiosk_of, screen_name

PLACES = [
    "AttachDocuments",
    "Review",
    "Consent",
    "People",
    "Number",
    "Telephone",
]
TURNS = (0, 1, 2, 3, 5, 8, 13, 21, 29)
"""Turns of the loop after which it is left: a screen is built in some thirty."""


@pytest.mark.parametrize("place", PLACES)
async def test_a_screen_that_is_left_while_it_is_built_asks_for_none_of_its_parts(real: RealStart, place: str) -> None:
    async with real() as pilot:
        app = app_of(pilot)
        app.begin_visit().draft = filing.answer_all(kiosk_of(pilot))
        for turns in TURNS:
            app.show_place(place_of(place))
            for _turn in range(turns):
                await asyncio.sleep(0)
            await app.pop_screen()
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"


async def test_a_key_that_comes_while_the_kiosk_ends_asks_for_none_of_its_parts(real: RealStart) -> None:
    async with real() as pilot:
        app = app_of(pilot)
        app.begin_visit().draft = filing.answer_all(kiosk_of(pilot))
        app.show_place(place_of("Telephone"))
        await settled(pilot)
        app._running = False  # what it begins its end with, before it takes its screens apart
        await app.screen.query_one(Main).remove()
        app.post_message(Key("down", None))
        await pilot.pause()


async def test_a_screen_that_comes_when_the_kiosk_was_told_to_end_asks_for_none_of_its_parts(real: RealStart) -> None:
    async with real() as pilot:
        app = app_of(pilot)
        app.begin_visit()
        app._exit = True  # as it is until the message that says so is taken
        app.show(Number(place_of("Number")))
        app.post_message(Key("down", None))
        await pilot.pause()
