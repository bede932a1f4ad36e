"""How a case stands: told to whoever has the pair, as of now, and nothing else."""

import pytest
from sqlmodel import col, select, update

from kiosk.domain.cases.state import CaseState
from kiosk.domain.errors import BadInput, TryLater
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts
from kiosk.services.cases import status as case_status
from kiosk.services.cases.holder import How, Proof
from kiosk.services.cases.status import StatusQuestion
from kiosk.services.journal import tries
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, Event
from tests.filing import MARIA, PROCEDURE, StoppedClock, answer_all, number_of, submit
from tests.holding import asked, seal, status


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    """Return the number of María's case."""
    return number_of(submit(kiosk, answer_all(kiosk)))


def test_the_state_is_told_as_of_now_and_the_look_is_an_event(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    clock.advance(days=2)
    clock.trusted = False
    told = case_status.status_of(kiosk, StatusQuestion(number.lower().replace("-", " "), " 0010", seal(kiosk, number)[:4].upper()))
    assert told is not None
    found = told.status
    assert (found.number, found.state, found.handed_over_at, found.wanted) == (number, CaseState.FILED, None, ())
    assert (found.as_of.at, found.as_of.trusted) == (clock.at, False)
    assert MARIA.number not in str(told)
    assert told.proof is None, "nothing is changed with what stands in a note of the number"
    with kiosk.database.reading() as session:
        assert "case_status_told" in session.exec(select(Event.name)).all()


def test_a_paper_that_is_asked_for_again_is_named_until_it_has_come(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    slots = ("cedula-front:applicant", "application-form", "nowhere")
    with kiosk.database.transaction() as session:
        filing = session.exec(select(Case.id)).one()
        for slot in slots:
            row = Correction(id=slot, case_id=filing, slot=slot, wanted="better", code=slot[:8], asked_at=clock.at, asked_by="rosa")
            session.add(row)
    found = status(kiosk, number)
    assert found is not None
    procedure = kiosk.catalogue.procedure(PROCEDURE)
    assert procedure is not None
    names = {each.id: each.name for each in procedure.requirements}
    assert set(found.wanted) == {names["cedula-front"], names["application-form"]}
    with kiosk.database.transaction() as session:
        session.execute(update(Correction).values(met_at=clock.at).where(col(Correction.slot) != "nowhere"))
    found = status(kiosk, number)
    assert found is not None
    assert found.wanted == ()


def test_the_receipts_qr_and_its_four_digits_tell_the_state_and_show_that_it_is_in_hand(kiosk: Kiosk, number: CaseNumber) -> None:
    receipts.open_keys(kiosk)
    qr = receipts.content(kiosk, number).qr
    told = case_status.status_of(kiosk, StatusQuestion(qr, "0010"))
    assert told is not None
    assert told.proof == Proof(number, How.RECEIPT)
    assert case_status.status_of(kiosk, StatusQuestion(qr, "0011")) is None, "whoever found the paper"
    with pytest.raises(BadInput, match="no es de un comprobante de este kiosco"):
        case_status.status_of(kiosk, StatusQuestion(qr[:-3] + "000", "0010"))


@pytest.mark.parametrize(("four", "typed"), [("0011", None), ("0010", "0000"), ("0010", ""), ("0010", "zzzz")])
def test_wrong_digits_or_a_wrong_seal_tell_nothing_alike_and_cannot_be_guessed(
    kiosk: Kiosk, number: CaseNumber, four: str, typed: str | None
) -> None:
    right = seal(kiosk, number)[:4]
    wrong = StatusQuestion(number, four, right if typed is None else typed if typed != right else "0001")
    for _guess in range(kiosk.settings.limits.resume_tries):
        assert case_status.status_of(kiosk, wrong) is None
    with pytest.raises(TryLater):
        case_status.status_of(kiosk, asked(kiosk, number))
    assert case_status.status_of(kiosk.acting_as("rosa"), asked(kiosk, number)) is not None, "staff help at once"


def test_a_number_that_cannot_be_one_is_told(kiosk: Kiosk, number: CaseNumber) -> None:
    with pytest.raises(BadInput):
        case_status.status_of(kiosk, StatusQuestion(number[:-1] + ("0" if number[-1] != "0" else "1"), "0010", "0000"))


def test_while_somebody_guesses_at_this_kiosk_whoever_types_their_own_receipt_is_served_at_once(
    kiosk: Kiosk, number: CaseNumber
) -> None:
    others = [number_of(submit(kiosk, answer_all(kiosk))) for _each in range(tries.FREE_AT_KIOSK // 4)]
    for guess in range(4):
        for place, each in enumerate(others):
            case_status.status_of(kiosk, StatusQuestion(each, f"{guess}9{place:02}", "0000"))
    with pytest.raises(TryLater):
        case_status.status_of(kiosk, StatusQuestion(others[0], "0010", "0000"))
    assert status(kiosk, number) is not None
