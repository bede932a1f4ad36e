"""A screen that is dismissed goes by itself, whatever lies over it, and whoever waits for it gets its answer."""

from screens.frame.dialog import Answer, Dialog
from screens.visit.inactivity import StillThere
from tests.screens.harness import Start, settled
from tests.screens.samples import Sample

YES = (Answer("yes", "Sí"),)


async def test_help_that_lies_over_a_page_goes_with_it_and_what_is_below_stays(ground: Start) -> None:
    lowest, page = Sample(), Sample()
    async with ground(lowest) as pilot:
        await pilot.app.push_screen(page)
        await pilot.press("f1")
        await settled(pilot)
        assert pilot.app.screen is not page
        page.dismiss(None)  # what was being saved is done only now
        await settled(pilot)
        assert pilot.app.screen is lowest
        page.dismiss(None)
        await settled(pilot)
        assert pilot.app.screen is lowest


async def test_a_question_is_answered_though_another_stands_over_it(ground: Start) -> None:
    said: list[str | None] = []
    async with ground(Sample()) as pilot:
        question = Dialog("¿Seguir?", "", YES)
        await pilot.app.push_screen(question, said.append)
        await pilot.app.push_screen(StillThere(9, ""))
        question.action_answer("yes")
        question.action_answer("yes")
        await settled(pilot)
        assert said == ["yes"]
        assert isinstance(pilot.app.screen, Sample)
