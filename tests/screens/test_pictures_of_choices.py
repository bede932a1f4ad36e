"""The screens of choosing a procedure, who leaves and the review as pictures, at 80 × 24 and 120 × 40."""

from dataclasses import replace

import pytest

from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.domain.filing.journey import Step
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, type_in
from tests.screens.places import draft_with, kiosk_of, press, show
from tests.screens.samples import put_beyond

at_both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
SOME = Leaving(Scope.SOME, applicant_leaves=True)


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    put_beyond(monkeypatch, Step.ATTACH_DOCUMENTS)


@at_both_sizes
async def test_choosing_a_procedure(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size, KIOSK_KIOSK__PROVINCE="17") as pilot:
        name = f"{size[0]}x{size[1]}"
        await show(pilot, draft_with(kiosk_of(pilot)), "ChooseProvince")
        await picture(pilot, f"choose_province-{name}")
        await press(pilot, *"sa")
        await picture(pilot, f"choose_province_by_letters-{name}")


@at_both_sizes
async def test_who_leaves_and_who_stays(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        name = f"{size[0]}x{size[1]}"
        await show(pilot, draft_with(kiosk_of(pilot)))
        await press(pilot, "tab", "enter")
        await picture(pilot, f"how_many_refused-{name}")
        await press(pilot, "3")
        await picture(pilot, f"people_empty-{name}")
        await press(pilot, "escape")
        await picture(pilot, f"how_many-{name}")
        await press(pilot, "2")
        await picture(pilot, f"who_stays-{name}")
        await press(pilot, "1")
        await type_in(pilot, "", "Demostración")
        await picture(pilot, f"new_head-{name}")


@at_both_sizes
async def test_a_person_who_leaves(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        name = f"{size[0]}x{size[1]}"
        people = "People"
        await show(pilot, draft_with(kiosk_of(pilot), replace(SOME, remaining=Remaining.UNDECIDED)), people)
        await press(pilot, "enter")
        await type_in(pilot, "250000001")
        await picture(pilot, f"person_cedula_refused-{name}")
        pilot.app.screen.query_one("#paper-birth_date").focus()
        await press(pilot, "enter")
        await picture(pilot, f"person_minor-{name}")
        await type_in(pilot, "3", "5", "2015", "Demostración")
        await picture(pilot, f"person_names-{name}")
        await type_in(pilot, "Luz")
        await press(pilot, "down", "down")
        await picture(pilot, f"person_kinship-{name}")


@at_both_sizes
async def test_the_list_of_people(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        name = f"{size[0]}x{size[1]}"
        await show(pilot, draft_with(kiosk_of(pilot), filing.family()), "People")
        await picture(pilot, f"people-{name}")
        await press(pilot, "up", "down")
        await picture(pilot, f"people_line-{name}")
        await press(pilot, "enter")
        await picture(pilot, f"people_change-{name}")


@at_both_sizes
async def test_the_review(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size, KIOSK_KIOSK__PROVINCE="17") as pilot:
        name = f"{size[0]}x{size[1]}"
        await show(pilot, filing.answer_all(kiosk_of(pilot)), "Review")
        await picture(pilot, f"review-{name}")
        await press(pilot, *["down"] * 10)
        await picture(pilot, f"review_middle-{name}")
        await press(pilot, *["down"] * 20)
        await picture(pilot, f"review_end-{name}")
