"""A week of guessing: the chance of a hit is counted from the tries that were let through; nobody else is held up."""

import contextlib
import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from kiosk.domain.errors import BadInput, NotFound, TryLater
from kiosk.domain.filing.answers import Contact, Draft
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import holder, receipts, status
from kiosk.services.cases.status import StatusQuestion
from kiosk.services.desk import access, open_drafts
from kiosk.services.filing import attestations, drafts, verification
from kiosk.services.journal import tries
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import sign_in
from kiosk.storage.tables import Verification
from tests.filing import EMAIL, JUAN, MARIA, StoppedClock, answer_all, begin, file_alone, number_of, submit
from tests.holding import asked, seal
from tests.services.filing.test_verification import newest_code
from tests.staff import enrolled

WEEK = timedelta(days=7)
EVERY = timedelta(minutes=20)
"""The longest that whoever is told to wait waits before they try again, perhaps elsewhere; a shorter wait they wait to its end."""
NEIGHBOUR = "vecina@ejemplo.test"
HIT = 1e-3
"""The chance of a hit that a day of tries at one address, or one name, must stay below."""
TAKEN_AT_ONCE = 2 * sign_in.TAKEN + 1
"""Codes of a telephone that are good at one moment."""


def attack(clock: StoppedClock, guess: Callable[[int], object], each_day: Callable[[], None]) -> list[datetime]:
    """Try for a week, again and again at the first moment that may be; return when a try was let through, and wrong."""
    passed, day, end = list[datetime](), clock.at, clock.at + WEEK
    for number in itertools.count():
        if clock.at >= end:
            return passed
        if clock.at >= day:
            each_day()
            day += timedelta(days=1)
        try:
            guess(number)
        except TryLater as refused:
            clock.advance(seconds=min(refused.wait, EVERY.total_seconds()))
        except (BadInput, NotFound):
            passed.append(clock.at)
            clock.advance(seconds=1)
        else:
            pytest.fail("a guess was right")
    raise AssertionError


def most_in_a_day(passed: list[datetime]) -> int:
    """Return the most tries that were let through within any 24 hours."""
    return max(bisect_left(passed, first + timedelta(days=1)) - number for number, first in enumerate(passed))


def live_codes(kiosk: Kiosk, draft: Draft) -> list[str]:
    with kiosk.database.reading() as session:
        rows = session.exec(select(Verification).where(col(Verification.filing) == draft.id)).all()
    return [verification.code_of(kiosk, each) for each in rows]


@pytest.fixture
def target(kiosk: Kiosk, clock: StoppedClock) -> Draft:
    """Give a filing whose address has as many codes under way as there may be."""
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    for _code in range(kiosk.settings.limits.live_codes):
        verification.request_code(kiosk, draft.id)
        clock.advance(seconds=31)
    return draft


def guesses(right: list[str]) -> Iterator[str]:
    """Give six digits after six digits; those that are right are left out, for the chance is reckoned, not drawn."""
    return (code for code in (f"{number:06d}" for number in range(10**6)) if code not in right)


def test_codes_by_mail_are_not_guessed_neighbours_are_served_and_staff_help_at_once(
    kiosk: Kiosk, clock: StoppedClock, target: Draft
) -> None:
    tried, rosa, helped = guesses(live_codes(kiosk, target)), kiosk.acting_as("rosa"), []
    own = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    at = [target.id]

    def guess(number: int) -> None:
        if number % 25 == 0:  # a new filing of the same address, for each has a count of its own
            at[0] = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL)).id
        verification.confirm(kiosk, at[0] if number % 2 else target.id, next(tried))

    def others() -> None:
        neighbour = neighbours(kiosk)
        verification.request_code(kiosk, neighbour.id)
        check = verification.confirm(kiosk, neighbour.id, newest_code(kiosk)).answers.email_check
        assert check is not None
        vouched = attestations.vouch(rosa, own.id, Subject.CONTACT, Seen.OWN_ADDRESS)
        assert vouched.attestations[-1].value == EMAIL
        helped.append(clock.at)

    passed = attack(clock, guess, others)
    assert len(helped) == 7
    most = most_in_a_day(passed)
    assert 30 < most <= kiosk.settings.limits.day_tries
    assert most * kiosk.settings.limits.live_codes / 10**verification.DIGITS < HIT


def neighbours(kiosk: Kiosk) -> Draft:
    """Begin a filing of somebody else's, at the same terminal."""
    draft = begin(kiosk)
    applicant = draft.answers.applicant
    assert applicant is not None
    juan = replace(applicant, identity=JUAN)
    drafts.save(kiosk, draft.id, juan)
    return drafts.save(kiosk, draft.id, Contact(None, NEIGHBOUR))


def test_the_telephones_code_of_staff_is_not_guessed_and_another_signs_in(kiosk: Kiosk, clock: StoppedClock) -> None:
    rosa, luis, signed_in = enrolled(kiosk), enrolled(kiosk, "luis"), []

    def guess(number: int) -> None:
        near = {rosa.shows(steps=each) for each in range(-sign_in.TAKEN, sign_in.TAKEN + 1)}
        code = next(each for each in (f"{(number * 7 + more) % 10**6:06d}" for more in range(20)) if each not in near)
        sign_in.sign_in(kiosk, "rosa", code)

    def others() -> None:
        signed_in.append(sign_in.sign_in(kiosk, "luis", luis.shows()).member.name)

    passed = attack(clock, guess, others)
    assert signed_in == ["luis"] * 7
    assert most_in_a_day(passed) * TAKEN_AT_ONCE / 10**6 < HIT


def test_a_slip_that_was_found_opens_nothing_and_its_owner_is_helped_by_staff(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = begin(kiosk)
    wrong = [each for each in (f"{number:04d}" for number in range(10**4)) if each != MARIA.number[-4:]]
    rosa, helped = kiosk.acting_as("rosa"), []

    def others() -> None:
        other = begin(kiosk)
        assert drafts.resume(kiosk, other.code, MARIA.number[-4:]).id == other.id
        helped.append(open_drafts.take_up(rosa, draft.id, open_drafts.WhyTaken.PRESENT).id)

    passed = attack(clock, lambda number: drafts.resume(kiosk, draft.code, wrong[number]), others)
    assert helped == [draft.id] * 7
    assert most_in_a_day(passed) == tries.MOST_AT_FOUR  # with the code in hand; without it, there are 30⁸ codes
    assert tries.MOST_AT_FOUR / 10**4 < HIT


def test_several_slips_that_were_found_open_nothing_at_one_kiosk_and_the_next_person_is_served_at_once(
    kiosk: Kiosk, clock: StoppedClock
) -> None:
    found = [begin(kiosk) for _slip in range(3)]
    wrong = [each for each in (f"{number:04d}" for number in range(10**4)) if each != MARIA.number[-4:]]

    def others() -> None:
        other = begin(kiosk)
        assert drafts.resume(kiosk, other.code, MARIA.number[-4:]).id == other.id

    passed = attack(clock, lambda number: drafts.resume(kiosk, found[number % 3].code, wrong[number]), others)
    assert most_in_a_day(passed) <= tries.MOST_AT_FOUR + len(found) - 1
    assert (tries.MOST_AT_FOUR + len(found) - 1) / 10**4 < HIT


@pytest.fixture
def open_cases(kiosk: Kiosk) -> list[tuple[CaseNumber, str]]:
    """Give numbers and seals of some open cases, which stand for 1,000: the chance is reckoned, and the waits know of no more.

    They are enough for more tries at each than a kiosk lets through in all.
    """
    cases = 2 * tries.MOST_AT_KIOSK // tries.MOST_AT_CASE
    return [(number, seal(kiosk, number)) for number in (file_alone(kiosk) for _case in range(cases))]


OPEN_CASES = 1_000
SEALS = 16**holder.SEAL_SHOWN


def wrong_seal(its: str, place: int) -> str:
    """Return four signs that a case's seal does not begin with."""
    right = its[: holder.SEAL_SHOWN]
    return next(each for each in (f"{place % SEALS:04x}", f"{(place + 1) % SEALS:04x}") if each != right)


def ask(kiosk: Kiosk, number: str, last_four: str, typed: str) -> None:
    if status.status_of(kiosk, StatusQuestion(number, last_four, typed)) is None:
        raise NotFound("wrong")


def test_whoever_knows_one_neighbours_digits_and_tries_all_numbers_finds_nothing(
    kiosk: Kiosk, clock: StoppedClock, open_cases: list[tuple[CaseNumber, str]]
) -> None:
    told = []

    def guess(place: int) -> None:
        number, stamped = open_cases[place % len(open_cases)]
        ask(kiosk, number, MARIA.number[-4:], wrong_seal(stamped, place))

    def others() -> None:
        told.append(access.look(kiosk.acting_as("rosa"), open_cases[0][0], "desk").number)

    passed = attack(clock, guess, others)
    assert len(told) == 7
    most = most_in_a_day(passed)
    assert most <= tries.MOST_OF_FOUR
    assert most / SEALS / OPEN_CASES < HIT


def test_whoever_knows_nobody_and_goes_through_all_the_numbers_finds_nothing_and_the_next_person_is_served_at_once(
    kiosk: Kiosk, clock: StoppedClock, open_cases: list[tuple[CaseNumber, str]]
) -> None:
    told = []

    def guess(place: int) -> None:
        number, stamped = open_cases[place % len(open_cases)]
        ask(kiosk, number, f"{place % 10**4:04d}", wrong_seal(stamped, place))

    def others() -> None:
        own = number_of(submit(kiosk, answer_all(kiosk)))
        receipt = receipts.content(kiosk, own).qr
        told.append(status.status_of(kiosk, StatusQuestion(receipt, MARIA.number[-4:])))
        told.append(status.status_of(kiosk.acting_as("rosa"), asked(kiosk, own)))

    receipts.open_keys(kiosk)
    passed = attack(clock, guess, others)
    assert len(told) == 14
    assert None not in told
    most = most_in_a_day(passed)
    assert tries.FREE_AT_KIOSK < most <= tries.MOST_AT_KIOSK
    assert most / SEALS < HIT, "though all digits were known"


def test_a_case_number_and_its_digits_that_are_known_tell_nothing_and_staff_look_at_the_case(
    kiosk: Kiosk, clock: StoppedClock
) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    rosa, stamped, told, helped = kiosk.acting_as("rosa"), seal(kiosk, number), [], []

    def guess(place: int) -> None:
        ask(kiosk, number, MARIA.number[-4:], wrong_seal(stamped, place))

    def others() -> None:
        other = number_of(submit(kiosk, answer_all(kiosk)))
        told.append(status.status_of(rosa, asked(kiosk, other)))
        helped.append(access.look(rosa, number, "desk").number)

    passed = attack(clock, guess, others)
    assert None not in told
    assert helped == [number] * 7
    assert most_in_a_day(passed) <= tries.MOST_AT_CASE
    assert tries.MOST_AT_CASE / SEALS < HIT


def test_a_receipt_that_was_found_tells_and_cancels_nothing_without_its_owners_digits(kiosk: Kiosk, clock: StoppedClock) -> None:
    receipts.open_keys(kiosk)
    qr = receipts.content(kiosk, number_of(submit(kiosk, answer_all(kiosk)))).qr
    wrong = [each for each in (f"{number:04d}" for number in range(10**4)) if each != MARIA.number[-4:]]

    def others() -> None:
        own = number_of(submit(kiosk, answer_all(kiosk)))
        assert status.status_of(kiosk, StatusQuestion(receipts.content(kiosk, own).qr, MARIA.number[-4:])) is not None

    passed = attack(clock, lambda place: ask(kiosk, qr, wrong[place], ""), others)
    assert most_in_a_day(passed) == tries.MOST_AT_FOUR
    assert tries.MOST_AT_FOUR / 10**4 < HIT


def test_the_digits_of_an_opening_mail_are_not_guessed(kiosk: Kiosk, clock: StoppedClock) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    clock.advance(seconds=1)

    def guess(place: int) -> None:
        if place % 25 == 0:
            with contextlib.suppress(TryLater):
                holder.send_code(kiosk, number)
        holder.by_mail(kiosk, number, f"{place:06d}")

    passed = attack(clock, guess, lambda: None)
    assert most_in_a_day(passed) * kiosk.settings.limits.live_codes / 10**verification.DIGITS < HIT
