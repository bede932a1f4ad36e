"""The page before the first answer, and the choice of a procedure: nothing is asked that the kiosk knows."""

from dataclasses import replace

from textual.pilot import Pilot

from kiosk.domain.filing.answers import Choice
from kiosk.domain.filing.procedure import Catalogue
from kiosk.services.cases import records
from screens.widgets.choices import Choices
from tests import filing
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import answers_of, app_of, draft_with, kiosk_of, press, screen_name, show

EGRESO = Choice("17", "ssc", "membership", "egreso-ssc", "2026-11")


async def begin(pilot: Pilot[None], catalogue: Catalogue | None = None) -> None:
    """Begin at the welcome."""
    if catalogue:
        app_of(pilot).kiosk = replace(kiosk_of(pilot), catalogue=catalogue)
    await press(pilot, "enter")


async def identify(pilot: Pilot[None]) -> None:
    """Go on from the notice up to where the draft is begun."""
    await press(pilot, "down", "enter")
    await type_in(pilot, "9900000010")
    await press(pilot, "enter")
    await type_in(pilot, "Paz", "Luz")
    await press(pilot, "1")
    await until(pilot, lambda: app_of(pilot).visit.draft)


def catalogue_of_three(pilot: Pilot[None]) -> Catalogue:
    """Return a catalogue with a second procedure beside the first, and a third in another sector."""
    catalogue = kiosk_of(pilot).catalogue
    (egreso,) = catalogue.procedures
    entry = replace(egreso, id="ingreso", name="Ingreso de prueba", short_name="Ingreso de prueba", consequences=())
    pension = replace(egreso, id="pension", sector="pensions", category="retirement", name="Pensión de prueba")
    return replace(catalogue, procedures=(egreso, entry, pension))


def events(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Return what the record says of the filing under way."""
    draft = app_of(pilot).visit.draft
    assert draft is not None
    filing.submit(kiosk_of(pilot), filing.fill(kiosk_of(pilot), draft))
    (record,) = records.newest(kiosk_of(pilot))
    return [(each["name"], each["detail"]) for each in record["events"]]


async def test_what_it_may_cause_and_needs_is_told_before_anything_is_asked(real: RealStart) -> None:
    async with real() as pilot:
        await begin(pilot)
        page = " ".join(shown(pilot).split())
        for words in (
            "gratis",
            "10 minutos",
            "30 días laborables",
            "perder la atención médica",
            "los dependientes pueden quedar sin seguro",
            "Necesita: Cédula, parte de adelante",
            "Imprimir qué debo traer",
        ):
            assert words in page
        assert "Paso 1 de 8" in page
        assert app_of(pilot).visit.draft is None


async def test_who_goes_on_has_the_procedure_without_being_asked_for_it_and_what_was_shown_is_written_down(real: RealStart) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="11") as pilot:
        await begin(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Notice"
        await identify(pilot)
        assert answers_of(pilot).choice == replace(EGRESO, province="11")
        assert ("consequences_shown", "egreso-ssc 2026-11") in events(pilot)


async def test_where_nobody_told_the_kiosk_its_province_it_is_asked_and_never_assumed(real: RealStart, picture: Picture) -> None:
    async with real(KIOSK_KIOSK__PROVINCE="") as pilot:
        await begin(pilot)
        assert screen_name(pilot) == "ChooseProvince"
        assert "Pichincha" in shown(pilot)
        assert pilot.app.screen.query_one(Choices).value is None
        await picture(pilot, "province_asked-80x24")
        await press(pilot, *"lo", "enter")
        await until(pilot, lambda: screen_name(pilot) == "Start")
        await press(pilot, "enter")
        await identify(pilot)
        assert answers_of(pilot).choice == replace(EGRESO, province="11")


async def test_on_a_short_window_the_rest_is_shown_before_it_counts_as_shown(real: RealStart) -> None:
    async with real(size=(60, 18)) as pilot:
        await begin(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Start"
        assert "pueden quedar sin seguro" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Notice"


async def test_the_list_of_what_to_bring_is_printed_for_whoever_leaves_with_it(real: RealStart) -> None:
    async with real() as pilot:
        await begin(pilot)
        await press(pilot, "shift+tab", "enter")
        folder = kiosk_of(pilot).settings.printer.folder
        await until(pilot, lambda: folder.is_dir() and any(each.suffix == ".pdf" for each in folder.iterdir()))
        await until(pilot, lambda: "Recoja la hoja." in " ".join(shown(pilot).split()))
        await press(pilot, "escape")
        assert screen_name(pilot) == "Welcome"
        await settled(pilot)


async def test_where_there_is_no_printer_no_list_is_offered(real: RealStart) -> None:
    async with real(KIOSK_PRINTER__KIND="none") as pilot:
        await begin(pilot)
        assert "Imprimir" not in shown(pilot)


async def test_where_there_are_several_sector_and_procedure_are_asked_and_a_single_category_is_not(real: RealStart) -> None:
    async with real() as pilot:
        await begin(pilot, catalogue_of_three(pilot))
        assert screen_name(pilot) == "ChooseSector"
        await press(pilot, "1")
        assert screen_name(pilot) == "ChooseProcedure"
        await press(pilot, "2")
        assert "Ingreso de prueba" in shown(pilot)
        assert "¿Qué necesita para su trámite?" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Notice"
        await identify(pilot)
        choice = answers_of(pilot).choice
        assert choice
        assert choice.procedure == "ingreso"


async def test_another_sector_forgets_the_procedure_of_the_one_before(real: RealStart) -> None:
    async with real() as pilot:
        await begin(pilot, catalogue_of_three(pilot))
        await press(pilot, "1", "2", "escape", "escape", "2")
        assert screen_name(pilot) == "Start"
        assert "Pensión de prueba" in shown(pilot)


async def test_what_was_chosen_is_still_chosen_after_going_back(real: RealStart) -> None:
    async with real() as pilot:
        await begin(pilot, catalogue_of_three(pilot))
        await press(pilot, "2", "escape")
        assert pilot.app.screen.query_one(Choices).value == "pensions"


async def test_a_procedure_that_is_no_longer_offered_is_chosen_again_before_the_draft_goes_on(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = draft_with(kiosk)
        (egreso,) = kiosk.catalogue.procedures
        app_of(pilot).kiosk = replace(kiosk, catalogue=replace(kiosk.catalogue, procedures=(replace(egreso, version="2027-01"),)))
        await show(pilot, draft)
        assert screen_name(pilot) == "Start"
        await press(pilot, "enter")
        assert screen_name(pilot) == "HowMany"
        choice = answers_of(pilot).choice
        assert choice
        assert choice.version == "2027-01"
