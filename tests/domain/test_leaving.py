"""What was said about who leaves must be whole and agree with who asks."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.domain.documents.document import Attachment, MediaType, Verdict
from kiosk.domain.filing.answers import Answers, Applicant, Capacity, Draft, Leaving, Person, Remaining, Scope
from kiosk.domain.filing.leaving import as_asked, must_say_who_stays, next_person_key, still_to_say
from kiosk.domain.people.identity import parse_cedula, parse_foreign_code


def applicant(capacity: Capacity) -> Applicant:
    return Applicant(parse_cedula("9900000010"), "María", "Quishpe", capacity)


HEAD, DEPENDANT, REPRESENTATIVE = (applicant(each) for each in Capacity)
JUAN = Person("p1", "Juan", "Quishpe", parse_cedula("2500000019"), kinship="spouse")
BABY = Person("p2", "Luz", "Quishpe", birth_date=date(2024, 5, 3), kinship="child")
PEDRO = Person("p3", "Pedro", "Quishpe", parse_foreign_code("EC-00001"), kinship="child-in-law")
NAMELESS = Person("p4", "", "Quishpe", parse_foreign_code("EC-00002"))
UNKNOWN = Person("p5", "Rosa", "Quishpe")
TWIN = Person("p6", "Marta", "Quishpe", parse_cedula("9900000010"), kinship="sibling")
WARD = Person("p8", "Elena", "Paz", parse_foreign_code("EC-00003"))
WARD_HEAD = replace(WARD, capacity=Capacity.HEAD)

JUST_ME = Leaving(Scope.ME, applicant_leaves=True)


@pytest.mark.parametrize(
    ("who", "leaving"),
    [
        (DEPENDANT, JUST_ME),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(BABY,))),
        (HEAD, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)),
        (HEAD, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)),
        (HEAD, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD, new_head=JUAN)),
        (HEAD, Leaving(Scope.SOME, applicant_leaves=False, people=(JUAN, BABY))),
        (HEAD, Leaving(Scope.ALL, applicant_leaves=True, people=(JUAN, BABY))),
        (REPRESENTATIVE, Leaving(Scope.SOME, applicant_leaves=False, people=(replace(BABY, capacity=Capacity.DEPENDANT),))),
        (REPRESENTATIVE, Leaving(Scope.SOME, applicant_leaves=False, people=(WARD_HEAD,), remaining=Remaining.UNDECIDED)),
    ],
)
def test_nothing_is_missing_when_all_is_said(who: Applicant, leaving: Leaving) -> None:
    assert still_to_say(who, leaving) is None


@pytest.mark.parametrize(
    ("who", "leaving", "words"),
    [
        (REPRESENTATIVE, JUST_ME, "quien sale es ella"),
        (REPRESENTATIVE, Leaving(Scope.SOME, applicant_leaves=False), "al menos una persona"),
        (REPRESENTATIVE, Leaving(Scope.SOME, applicant_leaves=False, people=(WARD,)), "Paz Elena es jefe de familia o dependiente"),
        (REPRESENTATIVE, Leaving(Scope.SOME, applicant_leaves=False, people=(WARD_HEAD,)), "se queda en el seguro"),
        (DEPENDANT, Leaving(Scope.ME, applicant_leaves=True, people=(JUAN,)), "Borre a las otras"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True), "qué otras personas"),
        (DEPENDANT, Leaving(Scope.ALL, applicant_leaves=True), "qué otras personas"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(NAMELESS,)), "apellidos y los nombres"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(UNKNOWN,)), "la cédula de Quishpe Rosa"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(TWIN,)), "para dos personas"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN, JUAN)), "para dos personas"),
        (DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(WARD,)), "qué es de usted Paz Elena"),
        (HEAD, JUST_ME, "se queda"),
        (HEAD, Leaving(Scope.SOME, applicant_leaves=True, people=(BABY,)), "se queda"),
        (HEAD, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD), "Todavía no sé"),
        (HEAD, Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,), remaining=Remaining.NEW_HEAD, new_head=JUAN), "se queda"),
        (HEAD, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD, new_head=TWIN), "se queda"),
    ],
)
def test_what_is_missing_is_told_in_words_that_mend_it(who: Applicant, leaving: Leaving, words: str) -> None:
    assert words in (still_to_say(who, leaving) or "")


def test_only_a_head_who_leaves_some_behind_must_say_who_stays() -> None:
    assert must_say_who_stays(HEAD, JUST_ME)
    assert not must_say_who_stays(DEPENDANT, JUST_ME)
    assert not must_say_who_stays(HEAD, Leaving(Scope.ALL, applicant_leaves=True, people=(JUAN,)))
    assert not must_say_who_stays(HEAD, Leaving(Scope.SOME, applicant_leaves=False, people=(JUAN,)))


def test_two_people_with_foreign_code_and_cedula_of_the_same_characters_are_two() -> None:
    other = Person("p7", "Ana", "Paz", parse_foreign_code("9900000010"), kinship="other")
    assert still_to_say(DEPENDANT, Leaving(Scope.SOME, applicant_leaves=True, people=(PEDRO, other))) is None


NAMED = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD, new_head=JUAN)


@pytest.mark.parametrize(
    ("who", "leaving", "remaining", "new_head"),
    [
        (HEAD, NAMED, Remaining.NEW_HEAD, JUAN),
        (HEAD, replace(NAMED, remaining=Remaining.UNDECIDED), Remaining.UNDECIDED, None),
        (HEAD, replace(NAMED, scope=Scope.ALL, people=(BABY,)), None, None),
        (DEPENDANT, NAMED, None, None),
    ],
)
def test_what_an_earlier_choice_left_behind_is_dropped(
    who: Applicant, leaving: Leaving, remaining: Remaining | None, new_head: Person | None
) -> None:
    asked = as_asked(who, leaving)
    assert (asked.remaining, asked.new_head) == (remaining, new_head)
    assert (asked.scope, asked.people) == (leaving.scope, leaving.people)


def _draft(people: tuple[Person, ...], slots: tuple[str, ...] = ()) -> Draft:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    attachments = tuple(Attachment(slot, slot, MediaType.JPEG, 1, "", 1, Verdict.FINE, now) for slot in slots)
    answers = Answers(leaving=Leaving(Scope.SOME, applicant_leaves=True, people=people))
    return Draft("d", "c", answers, now, now, attachments)


def test_a_new_person_never_gets_the_key_of_one_whose_documents_are_still_there() -> None:
    rosa = Person("p1", "Rosa", "Mora")
    assert next_person_key(_draft(())) == "p1"
    assert next_person_key(_draft((rosa,))) == "p2"
    assert next_person_key(_draft((rosa,), ("cedula-front:p7", "application-form"))) == "p8"
