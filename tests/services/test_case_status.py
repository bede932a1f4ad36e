"""How a case stands: told to whoever has the pair, as of now, and nothing else."""

import pytest
from sqlmodel import col, select, update

from kiosk.domain.case_state import CaseState
from kiosk.domain.errors import BadInput, TryLater
from kiosk.services import case_status
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, Event
from tests.filing import MARIA, PROCEDURE, StoppedClock, answer_all, submit


@pytest.fixture
def number(kiosk: Kiosk) -> str:
    """Return the number of María's case."""
    return submit(kiosk, answer_all(kiosk)).number or ""


def test_the_state_is_told_as_of_now_and_the_look_is_an_event(kiosk: Kiosk, number: str, clock: StoppedClock) -> None:
    clock.advance(days=2)
    clock.trusted = False
    status = case_status.status_of(kiosk, number.lower().replace("-", " "), "0010")
    assert status is not None
    assert (status.number, status.state, status.handed_over_at, status.wanted) == (number, CaseState.FILED, None, ())
    assert (status.as_of.at, status.as_of.trusted) == (clock.at, False)
    assert MARIA.number not in str(status)
    with kiosk.database.reading() as session:
        assert "case_status_told" in session.exec(select(Event.name)).all()


def test_a_paper_that_is_asked_for_again_is_named_until_it_has_come(kiosk: Kiosk, number: str, clock: StoppedClock) -> None:
    slots = ("cedula-front:applicant", "application-form", "nowhere")
    with kiosk.database.transaction() as session:
        filing = session.exec(select(Case.id)).one()
        for slot in slots:
            row = Correction(id=slot, case_id=filing, slot=slot, wanted="better", code=slot[:8], asked_at=clock.at, asked_by="rosa")
            session.add(row)
    status = case_status.status_of(kiosk, number, "0010")
    assert status is not None
    procedure = kiosk.catalogue.procedure(PROCEDURE)
    assert procedure is not None
    names = {each.id: each.name for each in procedure.requirements}
    assert set(status.wanted) == {names["cedula-front"], names["application-form"]}
    with kiosk.database.transaction() as session:
        session.execute(update(Correction).values(met_at=clock.at).where(col(Correction.slot) != "nowhere"))
    status = case_status.status_of(kiosk, number, "0010")
    assert status is not None
    assert status.wanted == ()


def test_a_wrong_pair_tells_nothing_and_cannot_be_guessed(kiosk: Kiosk, number: str) -> None:
    with pytest.raises(BadInput):
        case_status.status_of(kiosk, number[:-1] + ("0" if number[-1] != "0" else "1"), "0010")
    for guess in range(kiosk.settings.limits.resume_tries):
        assert case_status.status_of(kiosk, number, f"{guess:04}") is None
    with pytest.raises(TryLater):
        case_status.status_of(kiosk, number, "0010")
