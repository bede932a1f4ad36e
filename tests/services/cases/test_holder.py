"""Nothing of a case is changed at the public screen by whoever knows numbers alone: it takes the receipt, its mailbox or staff."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import BadInput, KioskError, NotFound, TryLater
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import holder, receipts
from kiosk.services.cases.holder import How, Proof
from kiosk.services.delivery import mailing
from kiosk.services.filing import verification
from kiosk.services.followup import withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Event, Verification
from tests.filing import EMAIL, StoppedClock, file_alone, number_of
from tests.holding import seal
from tests.services.delivery.test_what_leaves_the_kiosk import mailed


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    receipts.open_keys(kiosk)
    return file_alone(kiosk)


def digits(kiosk: Kiosk) -> str:
    """Return those of the newest mail."""
    with kiosk.database.reading() as session:
        row = session.exec(select(Verification).order_by(col(Verification.issued_at).desc()).limit(1)).one()
        return verification.code_of(kiosk, row)


def test_who_knows_the_number_and_four_digits_cancels_nothing(kiosk: Kiosk, number: CaseNumber) -> None:
    other = file_alone(kiosk)
    for proof in (None, Proof(other, How.RECEIPT)):
        with pytest.raises(KioskError, match="Primero muestre"):
            withdrawals.take_back(kiosk, number, TakenBack.REQUEST, proof)
    assert withdrawals.of_case(kiosk, number) == []


def test_the_whole_seal_of_the_receipt_shows_it_however_it_is_written(kiosk: Kiosk, number: CaseNumber) -> None:
    right = seal(kiosk, number)
    typed = " ".join(right[place : place + 4] for place in range(0, 16, 4)).upper().replace("0", "O").replace("1", "l")
    assert holder.by_seal(kiosk, number, typed) == Proof(number, How.SEAL)
    with pytest.raises(BadInput, match="16 signos"):
        holder.by_seal(kiosk, number, right[:12])
    for _time in range(kiosk.settings.limits.resume_tries):
        with pytest.raises(BadInput, match="no es el sello"):
            holder.by_seal(kiosk, number, right[:12] + ("0000" if right[12:] != "0000" else "0001"))
    with pytest.raises(TryLater):
        holder.by_seal(kiosk, number, right)


def test_the_receipt_of_another_case_shows_nothing(kiosk: Kiosk, number: CaseNumber) -> None:
    other = receipts.content(kiosk, file_alone(kiosk)).qr
    with pytest.raises(BadInput, match="de otro trámite"):
        holder.by_receipt(kiosk, number, other)
    assert holder.by_receipt(kiosk, number, receipts.content(kiosk, number).qr) == Proof(number, How.RECEIPT)


def test_the_digits_of_a_mail_show_it_once_and_for_ten_minutes(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    clock.advance(minutes=1)
    holder.send_code(kiosk, number)
    mailing.deliver_mail(kiosk)
    message = next(each for each in mailed(kiosk) if "Sus números" in each["Subject"])
    assert message["To"] == EMAIL
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert f"cambiar o cancelar su trámite {number}" in text
    code = digits(kiosk)
    assert f"{code[:3]} {code[3:]}" in text
    with pytest.raises(BadInput, match="no son los números"):
        holder.by_mail(kiosk, number, f"{(int(code) + 1) % 10**6:06d}")
    assert holder.by_mail(kiosk, number, code) == Proof(number, How.MAIL)
    with pytest.raises(BadInput):
        holder.by_mail(kiosk, number, code)
    clock.advance(minutes=1)
    holder.send_code(kiosk, number)
    late = digits(kiosk)
    clock.at += timedelta(minutes=11)
    with pytest.raises(BadInput):
        holder.by_mail(kiosk, number, late)


def test_a_code_that_was_asked_for_to_confirm_the_address_opens_no_case(kiosk: Kiosk, clock: StoppedClock) -> None:
    from tests.filing import answer_all, submit

    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    code = digits(kiosk)
    clock.advance(seconds=1)
    number = number_of(submit(kiosk, draft))
    with pytest.raises(BadInput):
        holder.by_mail(kiosk, number, code)


def test_without_an_address_staff_is_the_way_and_needs_no_proof(kiosk: Kiosk) -> None:
    number = file_alone(kiosk, email=None)
    with pytest.raises(NotFound, match="pida ayuda al personal"):
        holder.send_code(kiosk, number)
    withdrawals.take_back(kiosk.acting_as("rosa"), number, TakenBack.CONSENT)
    with kiosk.database.reading() as session:
        assert session.exec(select(Event.actor).where(col(Event.name) == "consent_withdrawn")).one() == "rosa"


def test_what_was_shown_stands_in_the_record(kiosk: Kiosk, number: CaseNumber) -> None:
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST, holder.by_seal(kiosk, number, seal(kiosk, number)))
    with kiosk.database.reading() as session:
        said = session.exec(select(Event.detail).where(col(Event.name) == "request_withdrawn")).one()
    assert said == "seal"
