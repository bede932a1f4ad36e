"""A print belongs to the screen at which it was asked for: the start of another program leaves it there while that one lives."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import printing
from kiosk.services.filing import slips
from kiosk.services.followup import withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.storage.claims import Claims
from kiosk.storage.tables import Message
from tests import filing
from tests.holding import shown


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


def test_a_proof_that_is_printed_again_is_followed_where_the_clock_was_set_back(kiosk: Kiosk) -> None:
    clock = filing.StoppedClock()
    kiosk = replace(kiosk, clock=clock)
    number = filing.file_alone(kiosk, email=None)
    for hours in (0, 1):
        clock.at -= timedelta(hours=hours)
        proof = withdrawals.take_back(kiosk, number, TakenBack.CONSENT, shown(kiosk, number))
        if not hours:
            printing.deliver_prints(kiosk)
    status = prints.standing(kiosk, MessageKind.WITHDRAWAL_PRINT, proof.id)
    assert (status.state, status.copies) == (MessageState.QUEUED, 2), "what is told and taken back is the print that is waited for"
