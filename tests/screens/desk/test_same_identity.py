"""The same identity in two cases: it waits in Hoy, the other case is one key away, and a person's decision ends it."""

import re

from kiosk.domain.cases.same_identity import SameDecision
from kiosk.domain.desk.permits import Role
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.desk import access
from kiosk.storage.tables import Case
from screens.desk.case.actions import actions
from screens.desk.case.whole import CaseView
from screens.desk.same_identity import DecideSame
from tests.filing import StoppedClock, number_of
from tests.screens.desk.scene import FIRST, Day
from tests.screens.harness import Picture, RealStart, shown, until
from tests.screens.places import kiosk_of, press, screen_name

SECOND = CaseNumber.kept("0417A-26-000002-R")


def filed_twice(day: Day) -> CaseNumber:
    """File two cases of one identity, the first under another name; return the second's number."""
    first = day.filed()
    day.change(Case, Case.id, first.id, given_names="Rosa Elena", surnames="Ante Vega")
    day.clock.advance(days=1)
    return number_of(day.filed(same=True))


async def test_it_waits_in_hoy_and_the_other_case_is_one_key_away(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        number = filed_twice(day)
        await press(pilot, "2")
        assert "1 identidad repetida" in shown(pilot)
        assert re.search(rf"{number} .* Decidir si es la misma", shown(pilot))
        await picture(pilot, "same_identity_today-80x24")
        await press(pilot, "down", "enter")
        await until(pilot, lambda: "Ante Vega Rosa Elena" in shown(pilot))
        assert screen_name(pilot) == "DecideSame"
        await picture(pilot, "same_identity-80x24")
        await press(pilot, "1")
        await until(pilot, lambda: FIRST in shown(pilot).splitlines()[3])
        assert screen_name(pilot) == "CaseView"
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DecideSame))
        await press(pilot, "2")
        await until(pilot, lambda: screen_name(pilot) == "Today")
        await until(pilot, lambda: "repetida" not in shown(pilot))
        (same,) = access.look_again(day.kiosk, number).same_identity
        assert same.decided is not None
        assert (same.decided.decision, same.decided.by) == (SameDecision.SAME_PERSON, "rosa")


async def test_a_mistake_is_written_down_and_stands_on_the_case(desk: RealStart, clock: StoppedClock, picture: Picture) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        number = filed_twice(day)
        await press(pilot, "2", "down", "enter")
        await until(pilot, lambda: "Ante Vega Rosa Elena" in shown(pilot))
        await press(pilot, "3", "enter")
        await until(pilot, lambda: "Escriba cuál es el error" in shown(pilot))
        await press(pilot, *"Es de su hermana")
        await picture(pilot, "same_identity_mistake-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "Today")
        (same,) = access.look_again(day.kiosk, number).same_identity
        assert same.decided is not None
        assert (same.decided.by, same.decided.note) == ("rosa", "Es de su hermana")
        pilot.app.push_screen(CaseView(number))
        await until(pilot, lambda: "error, lo anotó rosa, 24 de noviembre de 2026: Es de su hermana" in shown(pilot))
        await picture(pilot, "same_identity_decided-80x24")


async def test_the_case_itself_leads_to_the_decision_until_it_is_made(desk: RealStart, clock: StoppedClock) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        number = filed_twice(day)
        assert "Decidir sobre la misma identidad" in dict(actions(access.look_again(day.kiosk, number), Role.SUPERVISOR))
        assert "Decidir sobre la misma identidad" in dict(actions(access.look_again(day.kiosk, FIRST), Role.SUPERVISOR))
