"""Complaints on the desk."""

from textual.pilot import Pilot

from kiosk.services.rights import complaints
from screens.desk.complaints import Complaints
from tests.filing import StoppedClock
from tests.screens.harness import Picture, RealStart, settled, shown, type_in
from tests.screens.places import kiosk_of, press, screen_name

LONG = "Esperé tres horas y nadie supo decirme si mi papel servía. Además, [bold]la silla[/bold] está rota."


async def look(pilot: Pilot[None]) -> None:
    pilot.app.push_screen(Complaints())
    await settled(pilot)


async def test_one_is_read_and_settled_with_a_word_about_it(desk: RealStart, picture: Picture, clock: StoppedClock) -> None:
    async with desk() as pilot:
        public = kiosk_of(pilot).acting_as("citizen")
        complaints.leave(public, LONG, "099 123 4567")
        clock.advance(days=2)
        complaints.leave(public, "Muy amables.", "")
        await look(pilot)
        assert "2 por atender." in shown(pilot)
        await picture(pilot, "complaints-80x24")
        await press(pilot, "enter")
        assert "[bold]la silla[/bold]" in shown(pilot)
        await picture(pilot, "complaint_read-80x24")
        await type_in(pilot, "")
        assert "! Escriba qué se hizo" in shown(pilot)
        await type_in(pilot, "Se cambió la silla.")
        assert screen_name(pilot) == "Complaints"
        assert "1 por atender." in shown(pilot)
        await press(pilot, "2")
        await settled(pilot)
        assert "Se cambió la silla." in shown(pilot)
        assert "por rosa" in shown(pilot)
        await picture(pilot, "complaint_settled-80x24")
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "Home"


async def test_one_is_written_down_for_somebody_in_the_name_of_who_did(desk: RealStart) -> None:
    async with desk() as pilot:
        await look(pilot)
        assert "No hay ninguna." in shown(pilot)
        await press(pilot, "enter")
        await type_in(pilot, "No hay agua.", "")
        assert screen_name(pilot) == "Complaints"
        assert "No hay agua." in shown(pilot)
        (line,) = complaints.listed(kiosk_of(pilot))
        found = complaints.read(kiosk_of(pilot), line.id)
        assert (found.channel, found.actor) == ("assisted", "rosa")


async def test_one_that_somebody_else_settled_meanwhile_is_said(desk: RealStart) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        complaints.leave(kiosk.acting_as("citizen"), "No hay agua.", "")
        await look(pilot)
        await press(pilot, "enter")
        (line,) = complaints.listed(kiosk)
        complaints.settle(kiosk.acting_as("luis"), line.id, "Ya hay.")
        await type_in(pilot, "Ya hay agua.")
        assert "ya la atendió luis" in shown(pilot)
