"""Going back throws away nothing that was typed, and long texts give the time that their words take."""

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.filing import drafts
from screens.desk.case.observe import Observe
from screens.documents.observation import WriteObservation
from screens.session.visit import place_of
from screens.visit.inactivity import reading_seconds
from screens.widgets.field import Field
from screens.widgets.writing import Writing
from tests import filing
from tests.screens.harness import RealStart, settled, shown
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show


async def test_esc_at_a_question_keeps_what_was_typed_for_when_it_is_asked_again(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot)), "Telephone")
        pilot.app.screen.query_one(Field).value = ""
        await press(pilot, *"0991")
        await press(pilot, "escape")
        assert screen_name(pilot) != "Telephone"
        app_of(pilot).show_place(place_of("Telephone"))
        await settled(pilot)
        assert pilot.app.screen.query_one(Field).value == "0991"


async def test_esc_in_the_observation_saves_it(real: RealStart) -> None:
    async with real() as pilot:
        draft = filing.answer_all(kiosk_of(pilot))
        await show(pilot, draft)
        app_of(pilot).show(WriteObservation(place_of("AttachDocuments")))
        await settled(pilot)
        await press(pilot, *("space" if each == " " else each for each in "Vivo lejos"), "escape")
        saved = drafts.read(kiosk_of(pilot), draft.id).answers.observation
        assert saved is not None
        assert saved.text == "Vivo lejos"


async def test_esc_at_the_desk_asks_before_what_was_written_is_thrown_away(desk: RealStart) -> None:
    async with desk() as pilot:
        pilot.app.push_screen(Observe(CaseNumber.kept("0417A-26-000001-T")))
        await settled(pilot)
        await press(pilot, *"Vino", "escape")
        assert "¿Volver sin guardar?" in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Writing).value == "Vino"


async def test_a_long_text_gives_the_time_that_its_words_take(real: RealStart) -> None:
    async with real(size=(120, 40)) as pilot:
        await press(pilot, "enter", "enter")
        assert app_of(pilot).may_be_idle() == 120
        pilot.app.screen.query_one("#whole").focus()
        await press(pilot, "enter")
        assert reading_seconds(pilot.app.screen) > 130
        assert app_of(pilot).may_be_idle() == reading_seconds(pilot.app.screen)
