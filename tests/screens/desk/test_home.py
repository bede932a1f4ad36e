"""The desk's first screen, and in whose name everything is done from there on."""

from dataclasses import replace

import pytest

from kiosk.domain.desk.permits import Role
from kiosk.settings import Settings
from screens.apps.background import Delivery
from screens.apps.desk import AssistApp
from screens.desk.base import DeskScreen
from screens.desk.handover.choose import HandOver
from tests.screens.harness import RealStart, settled, shown
from tests.screens.places import kiosk_of, press, screen_name
from tests.staff import signed_in


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


@pytest.mark.parametrize(
    ("role", "offered", "missing"),
    [
        (Role.READER, ["Hoy", "Buscar un trámite", "Quejas", "no cambia nada"], ["Atender", "Entregar", "Derechos"]),
        (Role.CLERK, ["Atender", "Hoy", "Derechos"], ["Entregar"]),
        (Role.SUPERVISOR, ["Atender", "Hoy", "Derechos", "Entregar"], []),
        (Role.ADMINISTRATOR, ["Cifras", "Usted es de administración"], ["Hoy", "Buscar", "Atender", "Quejas", "Entregar"]),
    ],
)
async def test_the_desk_offers_what_ones_role_does_under_ones_full_name(
    desk: RealStart, role: Role, offered: list[str], missing: list[str]
) -> None:
    async with desk() as pilot:
        app = pilot.app
        assert isinstance(app, AssistApp)
        app.sign_in(signed_in(role, full_name="Rosa Quishpe"))
        await settled(pilot)
        text = " ".join(shown(pilot).split())
        assert "MODO ASISTIDO — Rosa Quishpe" in text
        assert [each for each in offered if each not in text] == []
        assert [each for each in missing if each in text] == []


async def test_what_another_role_does_is_told_and_not_opened(desk: RealStart) -> None:
    async with desk() as pilot:
        app = pilot.app
        assert isinstance(app, AssistApp)
        app.sign_in(signed_in(Role.CLERK))
        await settled(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)
        pilot.app.screen.open(HandOver())
        await settled(pilot)
        assert "Esto lo hace una persona de supervisión. Usted es de atención" in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert screen_name(pilot) == "Home"
