"""The desk's first screen, and in whose name everything is done from there on."""

from dataclasses import replace

import pytest

from kiosk.settings import Settings
from screens.apps.background import Delivery
from screens.apps.desk import AssistApp
from tests.screens.harness import RealStart, shown
from tests.screens.places import kiosk_of, press, screen_name


async def test_the_desk_says_above_every_screen_in_whose_hands_it_is(desk: RealStart) -> None:
    async with desk() as pilot:
        assert "MODO ASISTIDO — rosa" in shown(pilot)
        await press(pilot, "1")
        assert screen_name(pilot) == "Start"
        assert "MODO ASISTIDO — rosa" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "Notice"
        assert "MODO ASISTIDO — rosa" in shown(pilot)
        assert kiosk_of(pilot).actor == "rosa"


async def test_who_ends_a_filing_is_back_at_the_desk(desk: RealStart) -> None:
    async with desk() as pilot:
        await press(pilot, "1", "escape")
        assert screen_name(pilot) == "Home"


@pytest.mark.parametrize("demo", [True, False])
async def test_only_the_desk_of_a_demonstration_delivers_for_it_may_stand_alone(
    desk: RealStart, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, demo: bool
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(Delivery, "start", lambda _self: begun.append("begun"))
    async with desk() as pilot:
        AssistApp(replace(settings, demo=demo))._begin_serving(kiosk_of(pilot))
        assert bool(begun) is demo, "the sheet to sign waited for ever at `make desk`"
