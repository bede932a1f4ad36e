"""Where a person is, may go, goes next and goes back to, in every branch of the journey."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.documents.document import Attachment, MediaType, Verdict
from kiosk.domain.filing.answers import (
    Answer,
    Answers,
    Applicant,
    Capacity,
    Choice,
    Contact,
    Draft,
    EmailCheck,
    Leaving,
    Person,
    Remaining,
    Scope,
)
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.journey import COUNTED, ORDER, Step, counted, may_visit, next_step, step_after, step_before
from kiosk.domain.filing.procedure import Procedure
from kiosk.domain.people.identity import parse_cedula
from kiosk.procedures import load

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
EGRESO = load(demo=True).procedure("egreso-ssc")

HEAD = Applicant(parse_cedula("9900000010"), "María", "Quishpe", Capacity.HEAD)
DEPENDANT = replace(HEAD, capacity=Capacity.DEPENDANT)
REPRESENTATIVE = replace(HEAD, capacity=Capacity.REPRESENTATIVE)
JUAN = Person("p1", "Juan", "Quishpe", parse_cedula("2500000019"), kinship="spouse")
NO_EMAIL = Contact("+593991234567", None)
EMAIL = Contact("+593991234567", "maria@ejemplo.com")
VERIFIED = EmailCheck("maria@ejemplo.com", verified_at=NOW)
POSTPONED = EmailCheck("maria@ejemplo.com", postponed_at=NOW)
CHOICE = Choice("17", "ssc", "membership", "egreso-ssc", "2026-11")
JUST_ME = Leaving(Scope.ME, applicant_leaves=True)
HEAD_ALONE = replace(JUST_ME, remaining=Remaining.NOBODY)
ME_AND_JUAN = Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,))
MINE = ("cedula-front:applicant", "cedula-back:applicant", "application-form")


def draft(*answers: Answer, attached: tuple[str, ...] = (), number: CaseNumber | None = None) -> Draft:
    all_answers = Answers(choice=CHOICE)
    for answer in answers:
        all_answers = all_answers.with_answer(answer)
    papers = tuple(Attachment(f"id-{slot}", slot, MediaType.JPEG, 1000, "0" * 64, 1, Verdict.FINE, NOW) for slot in attached)
    return Draft("d", "K7P49WXM", all_answers, NOW, NOW, papers, (), number)


def chosen(what: Draft | None) -> Procedure | None:
    return EGRESO if what is not None and what.answers.choice is not None else None


COMPLETE = draft(DEPENDANT, EMAIL, VERIFIED, CHOICE, JUST_ME, attached=MINE)
FILED = replace(COMPLETE, number=CaseNumber.kept("0417A-26-000123-9"))


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (draft(), Step.IDENTIFY),
        (draft(HEAD), Step.CONTACT),
        (draft(HEAD, NO_EMAIL), Step.WHO_LEAVES),
        (draft(HEAD, EMAIL), Step.VERIFY_EMAIL),
        (draft(HEAD, EMAIL, EmailCheck("maria@ejemplo.com")), Step.VERIFY_EMAIL),
        (draft(HEAD, EMAIL, POSTPONED), Step.WHO_LEAVES),
        (draft(HEAD, EMAIL, VERIFIED), Step.WHO_LEAVES),
        (draft(HEAD, replace(EMAIL, email="otra@ejemplo.com"), VERIFIED), Step.VERIFY_EMAIL),
        (draft(HEAD, replace(EMAIL, email="otra@ejemplo.com"), POSTPONED), Step.VERIFY_EMAIL),
        (draft(HEAD, NO_EMAIL, VERIFIED), Step.WHO_LEAVES),
        (draft(HEAD, NO_EMAIL, CHOICE, JUST_ME), Step.WHO_LEAVES),
        (draft(HEAD, NO_EMAIL, CHOICE, HEAD_ALONE), Step.ATTACH_DOCUMENTS),
        (draft(REPRESENTATIVE, NO_EMAIL, CHOICE, HEAD_ALONE), Step.WHO_LEAVES),
        (draft(DEPENDANT, NO_EMAIL, CHOICE, JUST_ME), Step.ATTACH_DOCUMENTS),
        (draft(DEPENDANT, NO_EMAIL, CHOICE, JUST_ME, attached=MINE[:2]), Step.ATTACH_DOCUMENTS),
        (draft(DEPENDANT, NO_EMAIL, CHOICE, JUST_ME, attached=MINE), Step.REVIEW),
        (draft(DEPENDANT, NO_EMAIL, CHOICE, ME_AND_JUAN, attached=MINE), Step.ATTACH_DOCUMENTS),
        (draft(DEPENDANT, EMAIL, CHOICE, JUST_ME, attached=MINE), Step.VERIFY_EMAIL),
        (COMPLETE, Step.REVIEW),
        (FILED, Step.RECEIPT),
    ],
)
def test_the_next_step_is_the_first_that_is_still_to_be_answered(what: Draft, expected: Step) -> None:
    assert next_step(what, chosen(what)) is expected


def test_before_a_draft_there_is_what_it_may_cause_then_the_notice_and_then_the_identity() -> None:
    assert next_step(None, None) is Step.CHOOSE_PROCEDURE
    assert next_step(None, None, notice_accepted=True) is Step.CHOOSE_PROCEDURE
    assert next_step(None, EGRESO) is Step.NOTICE
    assert next_step(None, EGRESO, notice_accepted=True) is Step.IDENTIFY
    assert step_after(Step.CHOOSE_PROCEDURE, None, EGRESO, notice_accepted=False) is Step.NOTICE
    assert step_after(Step.NOTICE, None, EGRESO, notice_accepted=True) is Step.IDENTIFY
    assert not may_visit(Step.IDENTIFY, None, EGRESO)


def test_a_procedure_that_is_no_longer_offered_is_chosen_again() -> None:
    assert next_step(COMPLETE, None) is Step.CHOOSE_PROCEDURE


@pytest.mark.parametrize(
    ("what", "may"),
    [
        (None, {Step.CHOOSE_PROCEDURE}),
        (draft(HEAD), {Step.CHOOSE_PROCEDURE, Step.IDENTIFY, Step.CONTACT}),
        (draft(HEAD, EMAIL), {Step.CHOOSE_PROCEDURE, Step.IDENTIFY, Step.CONTACT, Step.VERIFY_EMAIL}),
        (draft(HEAD, EMAIL, POSTPONED), set(ORDER[: ORDER.index(Step.WHO_LEAVES) + 1]) - {Step.NOTICE}),
        (draft(HEAD, EMAIL, VERIFIED), {Step.CHOOSE_PROCEDURE, Step.IDENTIFY, Step.CONTACT, Step.WHO_LEAVES}),
        (draft(HEAD, NO_EMAIL), {Step.CHOOSE_PROCEDURE, Step.IDENTIFY, Step.CONTACT, Step.WHO_LEAVES}),
        (COMPLETE, set(ORDER) - {Step.NOTICE, Step.VERIFY_EMAIL, Step.RECEIPT}),
        (FILED, {Step.RECEIPT}),
    ],
)
def test_only_what_was_reached_may_be_visited(what: Draft | None, may: set[Step]) -> None:
    assert {step for step in ORDER if may_visit(step, what, chosen(what))} == may


def test_the_whole_way_forward_without_e_mail() -> None:
    answers: list[Answer] = []
    walked = [Step.IDENTIFY]
    for answer in (DEPENDANT, NO_EMAIL, JUST_ME):
        answers.append(answer)
        now = draft(*answers)
        walked.append(step_after(walked[-1], now, chosen(now)))
    with_papers = draft(*answers, attached=MINE)
    walked.append(step_after(walked[-1], with_papers, EGRESO))
    walked.append(step_after(walked[-1], with_papers, EGRESO))
    walked.append(step_after(walked[-1], FILED, EGRESO))
    assert walked == [step for step in ORDER if step not in {Step.CHOOSE_PROCEDURE, Step.NOTICE, Step.VERIFY_EMAIL}]


@pytest.mark.parametrize("step", [Step.IDENTIFY, Step.CONTACT, Step.CHOOSE_PROCEDURE, Step.WHO_LEAVES, Step.ATTACH_DOCUMENTS])
def test_whoever_changes_a_line_comes_straight_back_to_the_review(step: Step) -> None:
    assert step_after(step, COMPLETE, EGRESO) is Step.REVIEW


@pytest.mark.parametrize(
    ("step", "change", "expected"),
    [
        (Step.CONTACT, replace(EMAIL, email="otra@ejemplo.com"), Step.VERIFY_EMAIL),
        (Step.CONTACT, NO_EMAIL, Step.REVIEW),
        (Step.IDENTIFY, REPRESENTATIVE, Step.WHO_LEAVES),
        (Step.IDENTIFY, HEAD, Step.WHO_LEAVES),
        (Step.WHO_LEAVES, ME_AND_JUAN, Step.ATTACH_DOCUMENTS),
    ],
)
def test_a_change_that_opens_a_question_leads_to_that_question(step: Step, change: Answer, expected: Step) -> None:
    changed = replace(COMPLETE, answers=COMPLETE.answers.with_answer(change))
    assert step_after(step, changed, EGRESO) is expected


def test_whoever_went_back_to_mend_something_continues_where_they_were() -> None:
    assert step_after(Step.IDENTIFY, draft(HEAD, EMAIL, VERIFIED, CHOICE), EGRESO) is Step.WHO_LEAVES


def test_the_consent_follows_the_review_only_when_all_is_answered() -> None:
    assert step_after(Step.REVIEW, COMPLETE, EGRESO) is Step.CONSENT
    incomplete = replace(COMPLETE, attachments=COMPLETE.attachments[:2])
    assert step_after(Step.REVIEW, incomplete, EGRESO) is Step.ATTACH_DOCUMENTS
    assert step_after(Step.CONSENT, FILED, EGRESO) is Step.RECEIPT


def test_going_back_leads_through_every_step_that_may_be_visited() -> None:
    walked, step = [], step_before(Step.CONSENT, COMPLETE, EGRESO)
    while step is not None:
        walked.append(step)
        step = step_before(step, COMPLETE, EGRESO)
    assert walked == [
        Step.REVIEW,
        Step.ATTACH_DOCUMENTS,
        Step.WHO_LEAVES,
        Step.CONTACT,
        Step.IDENTIFY,
        Step.CHOOSE_PROCEDURE,
    ]


def test_going_back_passes_the_code_that_is_still_to_be_typed() -> None:
    assert step_before(Step.WHO_LEAVES, draft(HEAD, EMAIL, POSTPONED), EGRESO) is Step.VERIFY_EMAIL
    assert step_before(Step.WHO_LEAVES, draft(HEAD, EMAIL, VERIFIED), EGRESO) is Step.CONTACT
    assert step_before(Step.WHO_LEAVES, draft(HEAD, NO_EMAIL), EGRESO) is Step.CONTACT


def test_going_back_from_the_identity_leads_to_the_notice_until_there_is_a_draft() -> None:
    assert step_before(Step.IDENTIFY, None, EGRESO) is Step.NOTICE
    assert step_before(Step.NOTICE, None, EGRESO) is Step.CHOOSE_PROCEDURE
    assert step_before(Step.CHOOSE_PROCEDURE, None, EGRESO) is None
    assert step_before(Step.IDENTIFY, draft(HEAD), EGRESO) is Step.CHOOSE_PROCEDURE


def test_there_is_no_way_back_from_the_receipt() -> None:
    assert step_before(Step.RECEIPT, FILED, EGRESO) is None


def test_eight_steps_are_counted_and_the_numbers_of_the_mail_belong_to_the_contact() -> None:
    assert len(COUNTED) == 8
    assert [counted(each) for each in ORDER] == [1, 2, 3, 4, 4, 5, 6, 7, 8, 8]
