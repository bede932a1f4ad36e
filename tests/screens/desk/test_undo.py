"""What a person cancelled is undone at the desk by whoever saw their card, and is offered only where there is something to undo."""

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.desk.permits import Role
from kiosk.services.cases.lookup import case_of
from kiosk.services.desk import access
from kiosk.services.followup import withdrawals
from screens.desk.case.actions import actions
from screens.desk.case.undo import Undo
from tests.filing import file_alone
from tests.screens.harness import Picture, RealStart, settled, shown
from tests.screens.places import app_of, kiosk_of, press, screen_name


async def test_a_request_that_was_cancelled_goes_on_after_one_question(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        rosa = kiosk_of(pilot).acting_as("rosa")
        number = file_alone(kiosk_of(pilot))
        assert Undo not in {screen for _label, screen in actions(access.look(rosa, number, "desk"), Role.SUPERVISOR)}
        withdrawals.take_back(rosa, number, TakenBack.REQUEST)
        assert Undo in {screen for _label, screen in actions(access.look(rosa, number, "desk"), Role.SUPERVISOR)}
        app_of(pilot).push_screen(Undo(number))
        await settled(pilot)
        await picture(pilot, "undo_80x24")
        await press(pilot, "1", "enter")
        assert "mire su cédula" in shown(pilot)
        await press(pilot, "left", "enter")
        assert screen_name(pilot) == "Home"
        with rosa.database.reading() as session:
            assert case_of(session, number).state == CaseState.FILED
        app_of(pilot).push_screen(Undo(number))
        await settled(pilot)
        await press(pilot, "1", "enter", "left", "enter")
        assert "No hay nada que deshacer" in shown(pilot)
