"""Codes by e-mail: right, wrong, late, many, and never a dead end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from kiosk.domain.errors import BadInput, TryLater
from kiosk.domain.filing.answers import Contact, Draft
from kiosk.domain.machine.message import MessageState
from kiosk.services.cases import records
from kiosk.services.delivery import mailing
from kiosk.services.demonstration import parts
from kiosk.services.filing import drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Verification
from tests.filing import EMAIL, StoppedClock, answer_all, begin, number_of, open_kiosk, submit


def newest_code(kiosk: Kiosk) -> str:
    """Read the code out of the newest mail, as a person would."""
    mailing.deliver_mail(kiosk)
    mail = parts.newest_mail(kiosk)
    assert mail is not None
    found = re.search(r"\b(\d{3}) (\d{3})\b", mail.text)
    assert found is not None
    return found[1] + found[2]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


@pytest.fixture
def draft(kiosk: Kiosk) -> Draft:
    return drafts.save(kiosk, begin(kiosk).id, Contact("+593991234567", EMAIL))


def test_the_code_of_the_mail_verifies_the_address(kiosk: Kiosk, draft: Draft) -> None:
    assert verification.request_code(kiosk, draft.id).state is MessageState.QUEUED
    code = newest_code(kiosk)
    assert verification.status(kiosk, draft.id).state is MessageState.ACCEPTED
    check = verification.confirm(kiosk, draft.id, f" {code[:3]}-{code[3:]} ").answers.email_check
    assert check is not None
    assert check.verified_at is not None


def test_a_code_is_good_once(kiosk: Kiosk, draft: Draft) -> None:
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    verification.confirm(kiosk, draft.id, code)
    with pytest.raises(BadInput, match="No son los números del correo"):
        verification.confirm(kiosk, draft.id, code)


def test_an_earlier_code_still_counts_when_mails_arrive_out_of_order(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    first = newest_code(kiosk)
    clock.advance(seconds=40)
    verification.request_code(kiosk, draft.id)
    assert newest_code(kiosk) != first
    verification.confirm(kiosk, draft.id, first)


def test_only_five_codes_live_at_once(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    first = newest_code(kiosk)
    for _more in range(5):
        clock.advance(seconds=40)
        verification.request_code(kiosk, draft.id)
    with pytest.raises(BadInput, match="vencieron"):
        verification.confirm(kiosk, draft.id, first)


def test_an_expired_code_is_told_as_such(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    clock.advance(hours=24, seconds=1)
    with pytest.raises(BadInput, match="vencieron"):
        verification.confirm(kiosk, draft.id, code)


def test_wrong_codes_wait_longer_each_time_and_end_at_twenty_a_draft(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    waits, wrong_tries = [], 0
    while wrong_tries < 20:
        try:
            verification.confirm(kiosk, draft.id, wrong(code))
        except TryLater as later:
            waits.append(later.wait)
            clock.advance(seconds=later.wait + 1)
        except BadInput:
            wrong_tries += 1
    assert waits[:4] == [30, 60, 120, 240]
    assert max(waits) == 3600
    with pytest.raises(TryLater, match="mañana"):
        verification.confirm(kiosk, draft.id, code)


def test_a_day_of_guessing_at_one_address_over_many_drafts_is_hopeless(kiosk: Kiosk, clock: StoppedClock) -> None:
    end = clock.at + timedelta(days=1)
    guesses = 0
    while clock.at < end:
        each = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
        try:
            verification.confirm(kiosk, each.id, "000000")
        except TryLater as later:
            clock.advance(seconds=later.wait + 1)
        except BadInput:
            guesses += 1
    assert 20 < guesses <= 60
    assert guesses * kiosk.settings.limits.live_codes / 10**verification.DIGITS < 1e-3


def test_no_code_is_stored(kiosk: Kiosk, draft: Draft) -> None:
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    with kiosk.database.reading() as session:
        row = session.exec(select(Verification).where(col(Verification.filing) == draft.id)).one()
        assert code not in repr(row.model_dump())


def test_codes_do_not_leave_faster_than_every_half_minute(kiosk: Kiosk, draft: Draft) -> None:
    verification.request_code(kiosk, draft.id)
    with pytest.raises(TryLater, match="Espere"):
        verification.request_code(kiosk, draft.id)


def test_another_address_asks_for_another_code(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    drafts.save(kiosk, draft.id, Contact(None, "otra@ejemplo.test"))
    with pytest.raises(BadInput):
        verification.confirm(kiosk, draft.id, code)


def test_the_code_can_be_typed_on_a_later_visit_with_the_case_number(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    sent = submit(kiosk, draft)
    clock.advance(hours=5)
    assert verification.confirm_later(kiosk, number_of(sent), code) == "m•••@e•••.test"
    assert records.one(kiosk, number_of(sent))["contact"]["email_verified_at"] == "2026-11-23T15:41:00-05:00"


def test_a_reference_that_does_not_exist_is_refused_like_a_wrong_code(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    with pytest.raises(BadInput) as known:
        verification.confirm_later(kiosk, draft.code, "000000")
    with pytest.raises(BadInput) as unknown:
        verification.confirm_later(kiosk, "3333-3333", "000000")
    assert known.value.message == unknown.value.message


def test_a_kiosk_without_mail_says_so_and_goes_on(kiosk: Kiosk) -> None:
    silent = open_kiosk(kiosk.settings.data_dir.parent / "silent", KIOSK_MAIL__KIND="none")
    draft = drafts.save(silent, begin(silent).id, Contact(None, EMAIL))
    assert not verification.request_code(silent, draft.id).can_send
    assert verification.postpone(silent, draft.id).answers.email_check is not None


def test_the_time_of_the_check_is_kept(kiosk: Kiosk, draft: Draft) -> None:
    verification.request_code(kiosk, draft.id)
    check = verification.confirm(kiosk, draft.id, newest_code(kiosk)).answers.email_check
    assert check is not None
    assert check.verified_at == datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


def test_a_clock_that_went_back_for_years_makes_nobody_wait_as_long(kiosk: Kiosk, draft: Draft, clock: StoppedClock) -> None:
    verification.request_code(kiosk, draft.id)
    for _try in range(3):
        with pytest.raises(BadInput):
            verification.confirm(kiosk, draft.id, wrong(newest_code(kiosk)))
    clock.advance(days=-2000)
    with pytest.raises(BadInput):
        verification.confirm(kiosk, draft.id, wrong(newest_code(kiosk)))
    assert verification.request_code(kiosk, draft.id).state is MessageState.QUEUED


def test_a_code_that_is_confirmed_after_sending_counts_for_the_case_too(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    code = newest_code(kiosk)
    number = number_of(submit(kiosk, draft))
    verification.confirm(kiosk, draft.id, code)
    assert records.one(kiosk, number)["contact"]["email_verified_at"] is not None


def test_what_was_confirmed_meanwhile_is_not_postponed(kiosk: Kiosk, draft: Draft) -> None:
    verification.request_code(kiosk, draft.id)
    verification.confirm(kiosk, draft.id, newest_code(kiosk))
    check = verification.postpone(kiosk, draft.id).answers.email_check
    assert check is not None
    assert check.verified_at is not None
