"""A print belongs to the screen at which it was asked for: the start of another program leaves it there while that one lives."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.domain.message import MessageState
from kiosk.services import printing, prints, slips
from kiosk.services.kiosk import Kiosk
from kiosk.storage.claims import Claims
from kiosk.storage.tables import Message
from tests import filing


def another(kiosk: Kiosk) -> Kiosk:
    """Return the kiosk as another process on the same folder has it."""
    return replace(kiosk, claims=Claims(kiosk.settings.data_dir / "claims", kiosk.settings.kiosk.id))


def states(kiosk: Kiosk) -> list[str]:
    with kiosk.database.reading() as session:
        return list(session.exec(select(Message.state)).all())


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return filing.open_kiosk(tmp_path / "data")


def test_a_start_leaves_what_another_screen_has_just_asked_for(kiosk: Kiosk) -> None:
    assisted = another(kiosk)
    slips.print_slip(assisted, filing.begin(assisted).id)
    prints.withdraw_left_over(kiosk)
    assert states(kiosk) == [MessageState.QUEUED]
    assert printing.deliver_prints(kiosk) == 1, "and prints it, for nobody else does"


def test_a_start_takes_back_what_was_asked_for_at_a_screen_that_is_gone(kiosk: Kiosk) -> None:
    assisted = another(kiosk)
    slips.print_slip(assisted, filing.begin(assisted).id)
    del assisted  # as the end of its process
    prints.withdraw_left_over(kiosk)
    assert states(kiosk) == [MessageState.WITHDRAWN]


def test_a_print_of_before_that_bears_no_name_is_taken_back(kiosk: Kiosk) -> None:
    slips.print_slip(kiosk, filing.begin(kiosk).id)
    with kiosk.database.transaction() as session:
        for each in session.exec(select(Message)).all():
            each.owner = ""
    prints.withdraw_left_over(another(kiosk))
    assert states(kiosk) == [MessageState.WITHDRAWN]
