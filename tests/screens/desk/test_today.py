"""Hoy: what waits is counted, told oldest first, opened with Enter, and gone once it is done."""

import re
from datetime import timedelta

from textual.events import Key, Paste

from kiosk.domain.cases.whole import CaseEvent
from kiosk.services.desk import access
from kiosk.storage.tables import Case, Handover, HandoverCase, Withdrawal
from screens.widgets.table import Table
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
        lines = [line for line in text.splitlines() if re.search(r"hace \d", line)]
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


async def test_every_one_of_many_is_reached_by_keys_found_by_its_number_and_shown_by_its_kind(
    desk: RealStart, clock: StoppedClock, picture: Picture
) -> None:
    async with desk(size=(120, 40)) as pilot:
        day = Day(kiosk_of(pilot), clock)
        for _each in range(60):
            day.typed_by(day.filed(), "luis")
            clock.advance(minutes=5)
        await press(pilot, "2")
        assert "[Todo: 180]" in shown(pilot)
        await picture(pilot, "today_many-120x40")
        table = pilot.app.screen.query_one(Table)
        assert table.count == 121, "all that is to be handed over is one line"
        seen = set()
        for _page in range(10):
            seen |= {line for line in shown(pilot).splitlines() if "0417A-26" in line}
            await press(pilot, "pagedown")
        assert "0417A-26-000060" in shown(pilot)
        assert "Número" in shown(pilot), "the titles stay in sight"
        assert len({number for line in seen for number in re.findall(r"0417A-26-\d{6}", line)}) == 60
        here = table.here
        await press(pilot, "enter", "escape")
        assert table.here == here, "one comes back to the same place"
        await press(pilot, "slash", "0", "0", "0", "0", "4", "2")
        assert table.count == 2
        await press(pilot, "enter")
        assert pilot.app.focused is table
        await press(pilot, "escape")
        assert (table.count, screen_name(pilot)) == (121, "Today")
        await press(pilot, "right")
        assert "[60 identidades por confirmar]" in shown(pilot)
        assert table.count == 60


async def test_a_key_from_before_the_list_stood_and_a_burst_act_on_nothing(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        day.mail_came_back(day.filed())
        await press(pilot, "2")
        table = pilot.app.screen.query_one(Table)
        for name in ("enter", "slash", "o"):
            hasty = Key(name, None)
            hasty.time = table.stood_at - 0.1
            table.post_message(hasty)
        pilot.app.post_message(Paste("o/o\n"))
        await pilot.pause()
        assert screen_name(pilot) == "Today"
        assert pilot.app.focused is table
        assert "Desde ↓" in shown(pilot)
