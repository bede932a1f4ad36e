"""Choosing a procedure: only what there is to choose is asked, and what it needs and may cause is read first."""

from dataclasses import replace

from textual.pilot import Pilot

from kiosk.domain.answers import Capacity, Choice
from kiosk.domain.procedure import Catalogue
from screens.widgets.choices import Choices
from tests.screens.harness import RealStart, shown
from tests.screens.places import answers_of, app_of, draft_with, kiosk_of, press, screen_name, show

EGRESO = Choice("17", "ssc", "membership", "egreso-ssc", "2026-11")


async def begin(pilot: Pilot[None], catalogue: Catalogue | None = None, capacity: Capacity = Capacity.HEAD) -> None:
    if catalogue:
        app_of(pilot).kiosk = replace(kiosk_of(pilot), catalogue=catalogue)
    await show(pilot, draft_with(kiosk_of(pilot), chosen=False, capacity=capacity))


def catalogue_of_three(pilot: Pilot[None]) -> Catalogue:
    """Return a catalogue with a second procedure beside the first, and a third in another sector."""
    catalogue = kiosk_of(pilot).catalogue
    (egreso,) = catalogue.procedures
    entry = replace(egreso, id="ingreso", name="Ingreso de prueba", short_name="Ingreso de prueba", consequences=())
    pension = replace(egreso, id="pension", sector="pensions", category="retirement", name="Pensión de prueba")
    return replace(catalogue, procedures=(egreso, entry, pension))


async def test_the_dispensarys_own_province_needs_only_enter(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot)
        assert "▸ (●) Pichincha" in shown(pilot)
        assert "Santo Domingo de los Tsáchilas" in shown(pilot)
        await press(pilot, "enter", "enter", "enter")
        assert answers_of(pilot).choice == EGRESO
        assert screen_name(pilot) == "HowMany"


async def test_where_there_is_only_one_procedure_it_is_said_and_not_asked(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "WhatItNeeds"
        page = shown(pilot)
        for words in ("único trámite", "Seguro Social Campesino", "Afiliación y egreso", "gratis", "30 días laborables"):
            assert words in page
        assert "Cédula, parte de atrás" in page
        assert "representación" not in page
        await press(pilot, "escape")
        assert screen_name(pilot) == "ChooseProvince"


async def test_where_there_are_several_sector_and_procedure_are_asked_and_a_single_category_is_not(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot, catalogue_of_three(pilot))
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseSector"
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "ChooseProcedure"
        await press(pilot, "2", "enter")
        assert "Ingreso de prueba" in shown(pilot)
        assert "único" not in shown(pilot)
        await press(pilot, "enter")
        choice = answers_of(pilot).choice
        assert choice
        assert choice.procedure == "ingreso"  # it has no consequences, so there is nothing more to read


async def test_another_sector_forgets_the_procedure_of_the_one_before(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot, catalogue_of_three(pilot))
        await press(pilot, "enter", "1", "enter", "2", "enter", "escape", "escape", "2", "enter")
        assert screen_name(pilot) == "WhatItNeeds"
        assert "Pensión de prueba" in shown(pilot)


async def test_what_was_chosen_is_still_chosen_after_going_back(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot)
        await press(pilot, *"loj", "enter", "enter", "escape")
        assert pilot.app.screen.query_one(Choices).value == "11"


async def test_a_dependant_is_not_told_what_happens_when_the_head_leaves(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17") as pilot:
        await begin(pilot, capacity=Capacity.DEPENDANT)
        await press(pilot, "enter", "enter")
        assert "atención médica" in shown(pilot)
        assert "nuevo jefe de familia" not in shown(pilot)


async def test_a_representative_is_told_of_the_proof_to_bring(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17", size=(120, 40)) as pilot:
        await begin(pilot, capacity=Capacity.REPRESENTATIVE)
        await press(pilot, "enter")
        assert "prueba la representación" in shown(pilot)


async def test_on_a_short_window_the_rest_is_shown_before_it_counts_as_read(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="17", size=(80, 18)) as pilot:
        await begin(pilot)
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "WhatItMayCause"
        await press(pilot, "enter")
        assert screen_name(pilot) == "WhatItMayCause"
        await press(pilot, "enter")
        assert screen_name(pilot) == "HowMany"
