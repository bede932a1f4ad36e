"""Leaving a complaint at the public screen."""

from kiosk.services.rights import complaints
from tests.screens.harness import Picture, RealStart, settled, shown, type_in
from tests.screens.places import kiosk_of, press, screen_name


async def test_a_complaint_is_kept_and_gone_from_the_screen(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await press(pilot, "7")
        await type_in(pilot, "Esperé tres horas.")
        await type_in(pilot, "099 123 4567")
        assert "Su queja quedó guardada" in shown(pilot)
        await picture(pilot, "complaint_kept-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        (line,) = complaints.listed(kiosk_of(pilot))
        found = complaints.read(kiosk_of(pilot), line.id)
        assert (found.text, found.reply_to, found.channel) == ("Esperé tres horas.", "099 123 4567", "kiosk")
        await press(pilot, "7")
        assert "tres horas" not in shown(pilot)
        assert "4567" not in shown(pilot)


async def test_nothing_written_is_said_and_nothing_kept(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "7")
        await type_in(pilot, "", "")
        assert "! Escriba su queja" in shown(pilot)
        assert complaints.listed(kiosk_of(pilot)) == []


async def test_leaving_asks_before_what_was_written_is_thrown_away(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "7")
        await pilot.press(*"agua")
        await press(pilot, "escape")
        assert "Lo que escribió se borra." in shown(pilot)
        await press(pilot, "escape")
        assert "agua" in shown(pilot)
        await press(pilot, "escape", "shift+tab", "enter")
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"


async def test_the_help_names_the_institutes_own_way(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "7", "f1")
        assert "atencionalusuario@iess.gob.ec" in shown(pilot)
