"""The figures on the desk, plot by plot."""

from pathlib import Path

from textual.pilot import Pilot

from kiosk.domain.filing.journey import Step
from kiosk.services.journal import figures
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import complaints
from screens.desk.figures.screen import FiguresPage
from tests.filing import StoppedClock, answer_all, submit
from tests.screens.harness import Picture, RealStart, settled, shown
from tests.screens.places import app_of, kiosk_of, press, screen_name

PUBLISHED = Path("kiosk/procedures/transparency.csv").read_bytes()


async def look(pilot: Pilot[None]) -> None:
    pilot.app.push_screen(FiguresPage())
    await settled(pilot)


def visits(kiosk: Kiosk, ended_at: Step, count: int) -> None:
    """Count visits that came so far, at a minute and a half a step."""
    way = list(Step)[: list(Step).index(ended_at) + 1]
    for _each in range(count):
        figures.note_visit(kiosk, dict.fromkeys(way, 90.0), ended_at)


async def test_a_kiosk_that_nobody_used_says_so_on_each_plot(desk: RealStart) -> None:
    async with desk() as pilot:
        await look(pilot)
        said = set()
        for _each in range(6):
            said.add(shown(pilot))
            await press(pilot, "right")
        assert len(said) == 6
        assert all("odavía no" in each for each in said)
        assert "(1 de 6)" in shown(pilot)


async def test_months_visits_and_complaints_as_bars(desk: RealStart, picture: Picture, clock: StoppedClock) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        figures.import_published(kiosk, PUBLISHED)
        for _month in range(2):
            submit(kiosk, answer_all(kiosk))
            complaints.leave(kiosk, "No hay sillas.", "")
            clock.advance(days=30)
        public = kiosk.acting_as("citizen")
        visits(public, Step.RECEIPT, 12)
        visits(public, Step.IDENTIFY, 2)
        visits(public, Step.ATTACH_DOCUMENTS, 4)
        visits(kiosk, Step.RECEIPT, 6)
        for _document in range(3):
            figures.note_refused(public)
        await look(pilot)
        await picture(pilot, "figures_attentions-80x24")
        await press(pilot, "enter")
        assert "mayo 2026" in shown(pilot)
        assert "2.993" in shown(pilot)
        await picture(pilot, "figures_published-80x24")
        await press(pilot, "right")
        assert "publicó 4 en 29 meses" in " ".join(shown(pilot).replace("│", "").split())
        await press(pilot, "right")
        assert "12 de 18" in shown(pilot)
        await picture(pilot, "figures_finish-80x24")
        await press(pilot, "right")
        await picture(pilot, "figures_leave-80x24")
        await press(pilot, "right")
        assert "1,5" in shown(pilot)
        await picture(pilot, "figures_minutes-80x24")
        await press(pilot, "left")
        assert "¿Dónde se van?" in shown(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "Home"


async def test_too_few_visits_are_not_told(desk: RealStart) -> None:
    async with desk() as pilot:
        visits(kiosk_of(pilot).acting_as("citizen"), Step.CONTACT, 4)
        await look(pilot)
        await press(pilot, "right", "right", "right", "right")
        assert "se cuentan cuando son 5 o más" in shown(pilot)
        assert app_of(pilot).is_running
