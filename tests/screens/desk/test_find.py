"""Finding a case at the desk: by anything that somebody has of it, and never opened without saying for what."""

from sqlmodel import select
from textual.events import Paste

from kiosk.services.desk import access
from kiosk.storage.tables import Event
from screens.widgets.field import Field
from tests.filing import StoppedClock, number_of
from tests.screens.desk.scene import FIRST, Day
from tests.screens.harness import Picture, RealStart, shown, type_in, until
from tests.screens.places import kiosk_of, press, screen_name


async def test_a_name_finds_it_and_the_reason_is_asked_before_it_opens(
    desk: RealStart, clock: StoppedClock, picture: Picture
) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        await press(pilot, "4")
        await picture(pilot, "find-80x24")
        await type_in(pilot, "demostracion mar")
        assert FIRST in shown(pilot)
        assert "9900000010" in shown(pilot)
        await picture(pilot, "find_found-80x24")
        await press(pilot, "enter")
        await picture(pilot, "find_why-80x24")
        assert not [each for each in access.look_again(day.kiosk, FIRST).history.events if each.name == "case_looked_at"]
        await press(pilot, "2")
        assert screen_name(pilot) == "AskWhy", "a digit moves, and chooses nothing"
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseView"
        assert [each.why for each in access.look_again(day.kiosk, FIRST).history.events if each.why] == ["telephoned"]
        await press(pilot, "escape")
        assert screen_name(pilot) == "Find"
        assert "demostracion mar" in shown(pilot), "nothing typed is lost"


async def test_the_next_number_goes_to_the_field_and_opens_nothing_whoever_types_it(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        for _case in range(9):
            day.filed()
        await press(pilot, "4")
        await type_in(pilot, "demostracion")
        assert "9 trámites" in shown(pilot)
        await press(pilot, *"0417A26000003P")
        assert screen_name(pilot) == "Find"
        assert pilot.app.screen.query_one(Field).value == "0417A26000003P"
        await press(pilot, "enter")
        assert "1 trámite." in shown(pilot)
        assert "0417A-26-000003-P" in shown(pilot)
        pilot.app.screen.post_message(Paste("0417A26000001T\n"))  # as a reader's burst is given out
        await until(pilot, lambda: FIRST in shown(pilot))
        assert screen_name(pilot) == "Find"
        await press(pilot, "enter", *"04172600005")
        assert screen_name(pilot) == "AskWhy"
        with day.kiosk.database.reading() as session:
            names = {each.name for each in session.exec(select(Event)).all()}
        assert not names & {"case_looked_at", "receipt_print_asked"}


async def test_several_are_told_newest_first(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.filed()
        clock.advance(days=1)
        newer = number_of(day.filed())
        await press(pilot, "4")
        await type_in(pilot, "2500000019")
        text = shown(pilot)
        assert "2 trámites" in text
        assert text.index(newer) < text.index(FIRST)
        assert "con Demostración Juan" in text


async def test_what_finds_nothing_says_what_to_do_next(desk: RealStart) -> None:
    async with desk() as pilot:
        await press(pilot, "4")
        for typed, told in (
            ("0417A-26-000001-0", "Revise el número"),
            ("%", "Escriba el número"),
            ("nadie", "No hay un trámite así"),
            ("[@click=app.quit]foo[/]", "No hay un trámite así"),
            ("\x1b]0;x\x07", "No hay un trámite así"),
        ):
            pilot.app.screen.query_one(Field).value = ""
            await type_in(pilot, typed)
            assert told in shown(pilot), typed
            assert "quiso decir" not in shown(pilot)
            assert screen_name(pilot) == "Find"
