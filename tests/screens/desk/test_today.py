"""Hoy: what waits is counted, told oldest first, opened with Enter, and gone once it is done."""

from datetime import timedelta

from kiosk.domain.cases.whole import CaseEvent
from kiosk.services.desk import access
from kiosk.storage.tables import Case, Handover, HandoverCase, Withdrawal
from tests.filing import StoppedClock
from tests.screens.desk.scene import FIRST, Day
from tests.screens.harness import Picture, RealStart, shown, until
from tests.screens.places import kiosk_of, press, screen_name


async def test_an_empty_day_is_said_in_warm_words(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        await press(pilot, "2")
        assert "Todo está al día" in shown(pilot)
        await picture(pilot, "today_empty-80x24")
        await press(pilot, "escape")
        assert screen_name(pilot) == "Home"


async def test_what_waits_is_counted_and_told_oldest_first(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        first = day.filed()
        day.mail_came_back(first)
        clock.advance(days=2)
        second = day.filed()
        day.typed_by(second, "luis")
        day.asked_again(second)
        clock.advance(days=1, hours=3)
        day.troubled("printer", days=2)
        await press(pilot, "2")
        text = shown(pilot)
        assert "2 por entregar al IESS" in text
        assert "2 documentos por recibir" in text
        lines = [line for line in text.splitlines() if "hace" in line]
        assert [line.split("hace ")[1].split(" ")[0] for line in lines] == ["3", "3", "2", "1", "1", "1"]
        await picture(pilot, "today-80x24")


async def test_a_task_opens_its_case_with_its_kind_as_the_reason(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.mail_came_back(day.filed())
        await press(pilot, "2")
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseView"
        assert [(each.actor, each.why) for each in _looks(day)] == [("rosa", "mail")]


async def test_what_is_done_meanwhile_is_gone_on_coming_back(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        draft = day.filed()
        day.typed_by(draft, "luis")
        await press(pilot, "2")
        assert "1 identidad por confirmar" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseView"
        day.vouched(draft)
        await press(pilot, "escape")
        await until(pilot, lambda: "identidad por confirmar" not in shown(pilot))
        assert len(_looks(day)) == 1


async def test_a_trouble_of_the_machine_says_what_to_do(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        Day(kiosk_of(pilot), clock).troubled("printer", days=2)
        await press(pilot, "2", "enter")
        assert "Mire si tiene papel" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Today"


async def test_what_is_one_thing_is_done_right_there(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        draft = day.filed()
        handed = Handover(id="h" * 32, at=clock.at, actor="luis", taken_by="Ana", how="stick", sealed=True)
        day.add(handed)
        day.add(
            HandoverCase(handover=handed.id, case_id=draft.id, sha256=""),
            Withdrawal(id="w" * 32, case_id=draft.id, kind="request", at=clock.at + timedelta(days=1), actor="luis"),
        )
        clock.advance(days=2)
        day.change(Case, Case.id, draft.id, state="withdrawn")
        await press(pilot, "2", "enter")
        assert screen_name(pilot) == "HandOverOne"
        await press(pilot, "escape", "escape")
        day.change(Case, Case.id, draft.id, state="filed", handed_over_at=clock.at)
        day.asked_again(draft)
        await until(pilot, lambda: screen_name(pilot) == "Home")
        await press(pilot, "2")
        assert "Recibir un documento pedido" in shown(pilot)
        await press(pilot, "down", "enter")
        assert screen_name(pilot) == "AskAgain"


def _looks(day: Day) -> list[CaseEvent]:
    return [each for each in access.look_again(day.kiosk, FIRST).history.events if each.name == "case_looked_at"]


async def test_a_clock_that_nobody_verified_says_what_waits_for_it(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        clock.trusted = False
        clock.advance(days=8)
        await press(pilot, "2")
        assert "La hora del kiosco no está verificada." in shown(pilot)
        await picture(pilot, "today_clock-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: "Entendido" in shown(pilot))
        assert "no se borra nada" in shown(pilot)
