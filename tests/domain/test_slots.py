"""Which documents a case needs follows from the answers and the procedure's data."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.documents.document import Attachment, MediaType, Verdict
from kiosk.domain.filing.answers import Answers, Applicant, Capacity, Draft, Leaving, Person, Remaining, Scope
from kiosk.domain.filing.procedure import Procedure, When, applies, attachments_in_use, open_slots, slots
from kiosk.domain.people.identity import parse_cedula, parse_foreign_code
from kiosk.procedures import load

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MARIA = Applicant(parse_cedula("9900000010"), "María", "Quishpe", Capacity.HEAD)
JUAN = Person("p1", "Juan", "Quishpe", parse_cedula("2500000019"), kinship="spouse")
BABY = Person("p2", "Luz", "Quishpe", birth_date=date(2024, 5, 3), kinship="child")
PEDRO = Person("p3", "Pedro", "Paz", parse_foreign_code("EC-00001"), kinship="child-in-law")
JUST_ME = Leaving(Scope.ME, applicant_leaves=True)
ALL_OF_US = Leaving(Scope.ALL, applicant_leaves=True, people=(JUAN, BABY, PEDRO))


@pytest.fixture(scope="module")
def egreso() -> Procedure:
    procedure = load(demo=True).procedure("egreso-ssc")
    assert procedure is not None
    return procedure


def paper(slot: str, media_type: MediaType = MediaType.JPEG, pages: int = 1) -> Attachment:
    return Attachment(f"id-{slot}", slot, media_type, 1000, "0" * 64, pages, Verdict.FINE, NOW)


def draft(answers: Answers, *attachments: Attachment) -> Draft:
    return Draft("d", "K7P49WXM", answers, NOW, NOW, attachments)


def test_nothing_is_asked_before_the_applicant_is_known(egreso: Procedure) -> None:
    assert slots(egreso, Answers()) == ()


def test_each_person_brings_what_shows_who_they_are_and_the_case_its_form(egreso: Procedure) -> None:
    assert [each.id for each in slots(egreso, Answers(applicant=MARIA, leaving=ALL_OF_US))] == [
        "cedula-front:applicant",
        "cedula-back:applicant",
        "cedula-front:p1",
        "cedula-back:p1",
        "minor-document:p2",
        "foreign-document:p3",
        "application-form",
    ]


def test_a_slot_names_its_person(egreso: Procedure) -> None:
    names = [each.person_name for each in slots(egreso, Answers(applicant=MARIA, leaving=ALL_OF_US))]
    assert names == ["Quishpe María"] * 2 + ["Quishpe Juan"] * 2 + ["Quishpe Luz", "Paz Pedro", ""]


def test_a_foreigner_who_asks_is_not_asked_for_two_sides_of_a_cedula(egreso: Procedure) -> None:
    foreigner = replace(MARIA, identity=parse_foreign_code("EC-00009"), capacity=Capacity.DEPENDANT)
    answers = Answers(applicant=foreigner, leaving=Leaving(Scope.ME, applicant_leaves=True))
    assert [each.id for each in slots(egreso, answers)] == ["foreign-document:applicant", "application-form"]


def test_a_representative_shows_who_they_are_though_they_stay_and_brings_the_proof(egreso: Procedure) -> None:
    answers = Answers(
        applicant=replace(MARIA, capacity=Capacity.REPRESENTATIVE),
        leaving=Leaving(Scope.SOME, applicant_leaves=False, people=(BABY,)),
    )
    assert [each.id for each in slots(egreso, answers)] == [
        "cedula-front:applicant",
        "cedula-back:applicant",
        "minor-document:p2",
        "application-form",
        "representation",
    ]


@pytest.mark.parametrize(
    ("attachment", "open_sides"),
    [
        (None, ["cedula-front", "cedula-back"]),
        (paper("cedula-front:applicant"), ["cedula-back"]),
        (paper("cedula-front:applicant", MediaType.PDF, 1), ["cedula-back"]),
        (paper("cedula-front:applicant", MediaType.PDF, 2), []),
        (paper("cedula-back:applicant", MediaType.PDF, 2), ["cedula-front"]),
        (paper("cedula-front:p1", MediaType.PDF, 2), ["cedula-front", "cedula-back"]),
    ],
)
def test_one_pdf_with_both_sides_in_front_serves_for_the_back_of_the_same_person(
    egreso: Procedure, attachment: Attachment | None, open_sides: list[str]
) -> None:
    answers = Answers(applicant=MARIA, leaving=Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,)))
    attached = (attachment,) if attachment else ()
    still_open = [each.requirement.id for each in open_slots(egreso, draft(answers, *attached)) if each.person == "applicant"]
    assert still_open == open_sides


def test_papers_of_somebody_who_was_taken_off_the_list_are_no_longer_in_use(egreso: Procedure) -> None:
    papers = (paper("application-form"), paper("minor-document:p2"), paper("cedula-front:applicant", MediaType.PDF, 2))
    answers = Answers(applicant=MARIA, leaving=Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,)))
    in_use = [each.slot for each in attachments_in_use(egreso, draft(answers, *papers))]
    assert in_use == ["cedula-front:applicant", "application-form"]


@pytest.mark.parametrize(
    ("capacity", "leaving", "holds"),
    [
        (Capacity.HEAD, replace(JUST_ME, remaining=Remaining.UNDECIDED), {When.HEAD_LEAVES, When.HEAD_LEAVES_OTHERS_STAY}),
        (Capacity.HEAD, replace(JUST_ME, remaining=Remaining.NOBODY), {When.HEAD_LEAVES}),
        (Capacity.HEAD, ALL_OF_US, {When.HEAD_LEAVES}),
        (Capacity.HEAD, replace(ALL_OF_US, remaining=Remaining.UNDECIDED), {When.HEAD_LEAVES}),
        (Capacity.HEAD, Leaving(Scope.SOME, applicant_leaves=False, people=(JUAN,)), set()),
        (Capacity.DEPENDANT, replace(JUST_ME, remaining=Remaining.UNDECIDED), set()),
        (Capacity.HEAD, None, set()),
    ],
)
def test_what_may_happen_to_the_family_depends_on_who_leaves(capacity: Capacity, leaving: Leaving | None, holds: set[When]) -> None:
    answers = Answers(applicant=replace(MARIA, capacity=capacity), leaving=leaving)
    of_the_family = {When.HEAD_LEAVES, When.HEAD_LEAVES_OTHERS_STAY}
    assert {when for when in of_the_family if applies(when, answers)} == holds
