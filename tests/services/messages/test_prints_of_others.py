"""A print belongs to the screen at which it was asked for: the start of another program leaves it there while that one lives."""

from concurrent.futures import ThreadPoolExecutor
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
from kiosk.services.messages import outbox, prints
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


def test_what_is_asked_for_once_its_visit_has_ended_is_never_printed(kiosk: Kiosk) -> None:
    draft = filing.begin(kiosk)
    kiosk.claims.end()
    slips.print_slip(kiosk, draft.id)
    assert states(kiosk) == [MessageState.WITHDRAWN]
    assert printing.deliver_prints(kiosk) == 0


def test_what_is_being_asked_for_as_its_visit_ends_is_taken_back(kiosk: Kiosk) -> None:
    draft = filing.begin(kiosk)
    with ThreadPoolExecutor(1) as leaving:
        with kiosk.database.transaction() as session:
            outbox.enqueue(kiosk, session, MessageKind.SLIP_PRINT, draft.id, kiosk.clock.now())
            kiosk.claims.end()
            taken_back = leaving.submit(prints.withdraw_asked_for, kiosk)
            with pytest.raises(TimeoutError):
                taken_back.result(timeout=0.2)
        taken_back.result(timeout=20)
    assert states(kiosk) == [MessageState.WITHDRAWN]


def test_a_visit_takes_back_its_own_prints_alone_and_a_blank_form_may_stay(kiosk: Kiosk) -> None:
    before, later = kiosk.for_next_person(), kiosk.for_next_person()
    for each in (before, later):
        slips.print_slip(each, filing.begin(each).id)
    with before.database.transaction() as session:
        outbox.enqueue(before, session, MessageKind.BLANK_FORM_PRINT, filing.PROCEDURE, kiosk.clock.now())
    prints.withdraw_asked_for(before)
    with kiosk.database.reading() as session:
        became = {(each.owner, each.kind): each.state for each in session.exec(select(Message)).all()}
    assert became == {
        (before.claims.name, MessageKind.SLIP_PRINT): MessageState.WITHDRAWN,
        (before.claims.name, MessageKind.BLANK_FORM_PRINT): MessageState.QUEUED,
        (later.claims.name, MessageKind.SLIP_PRINT): MessageState.QUEUED,
    }
