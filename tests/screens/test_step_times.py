"""Every visit is counted once, where it ended, and nothing of it but the month."""

from sqlmodel import select

from kiosk.domain.filing.journey import Step
from kiosk.services.journal import figures
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import StepFigure
from screens.session.step_times import StepTimes
from tests.screens.harness import RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press


def counted(kiosk: Kiosk) -> dict[tuple[str, str], tuple[int, int]]:
    """Return visits, and how many of them ended there."""
    with kiosk.database.reading() as session:
        return {(each.channel, each.step): (each.visits, each.left) for each in session.exec(select(StepFigure)).all()}


def test_seconds_add_up_over_going_back_and_forth() -> None:
    now = [0.0]
    times = StepTimes(lambda: now[0])
    for step, at in ((Step.NOTICE, 0.0), (Step.IDENTIFY, 10.0), (Step.NOTICE, 15.0), (Step.IDENTIFY, 17.0), (Step.CONTACT, 40.0)):
        now[0] = at
        times.comes_to(step)
    assert (times.seconds, times.last) == ({Step.NOTICE: 12.0, Step.IDENTIFY: 28.0, Step.CONTACT: 0.0}, Step.CONTACT)


def test_who_only_looks_at_their_receipt_again_is_no_visit() -> None:
    times = StepTimes()
    times.comes_to(Step.RECEIPT)
    assert (times.seconds, times.last) == ({}, None)


async def test_who_leaves_is_counted_where_they_left_and_who_walks_away_too(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await press(pilot, "enter")
        await press(pilot, "escape")
        await until(pilot, lambda: counted(kiosk) == {("kiosk", "choose_procedure"): (1, 1)})
        await press(pilot, "enter", "enter")
        await press(pilot, "down", "enter")
        await type_in(pilot, "9900000010")
        app_of(pilot).abandon()
        places = {("kiosk", "choose_procedure"): (2, 1), ("kiosk", "notice"): (1, 0), ("kiosk", "identify"): (1, 1)}
        await until(pilot, lambda: counted(kiosk) == places)


async def test_a_count_that_cannot_be_written_disturbs_nobody(real: RealStart) -> None:
    async with real() as pilot:
        with kiosk_of(pilot).database.transaction() as session:
            session.connection().exec_driver_sql("DROP TABLE step_figure")
        await press(pilot, "enter")
        await press(pilot, "escape")
        await settled(pilot)
        assert "Empezar" in shown(pilot)


async def test_with_staff_it_is_another_way_in(desk: RealStart) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        await press(pilot, "1", "escape")
        await until(pilot, lambda: counted(kiosk) == {("assisted", "choose_procedure"): (1, 1)})
        assert figures.figures(kiosk).journey == ()
