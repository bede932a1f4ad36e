"""Answers are replaced one by one, and everybody who leaves is known from them."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.filing.answers import (
    Answer,
    Answers,
    Applicant,
    Capacity,
    Choice,
    Contact,
    EmailCheck,
    Leaving,
    Observation,
    Person,
    Scope,
)
from kiosk.domain.people.identity import parse_cedula

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
MARIA = Applicant(parse_cedula("9900000010"), "María José", "Quishpe", Capacity.HEAD)
JUAN = Person("p1", "Juan", "Quishpe", parse_cedula("2500000019"), kinship="spouse")
US = Leaving(Scope.SOME, applicant_leaves=True, people=(JUAN,))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("applicant", MARIA),
        ("contact", Contact(None, None)),
        ("email_check", EmailCheck("maria@ejemplo.com", verified_at=NOW)),
        ("choice", Choice("17", "ssc", "membership", "egreso-ssc", "2026-11")),
        ("leaving", US),
        ("observation", Observation("Gracias.")),
    ],
)
def test_an_answer_takes_its_own_place_and_leaves_the_others(name: str, answer: Answer) -> None:
    answered = Answers().with_answer(answer)
    assert {each.name for each in fields(answered) if getattr(answered, each.name) is not None} == {name}
    assert getattr(answered, name) == answer


def test_everybody_who_leaves_is_listed_the_applicant_first() -> None:
    leavers = Answers(applicant=MARIA, leaving=US).leavers
    assert [(each.key, each.full_name) for each in leavers] == [("applicant", "Quishpe María José"), ("p1", "Quishpe Juan")]


def test_an_applicant_who_stays_is_not_listed() -> None:
    assert Answers(applicant=MARIA, leaving=replace(US, applicant_leaves=False)).leavers == (JUAN,)


def test_nobody_is_listed_before_it_was_said_who_leaves() -> None:
    assert Answers(applicant=MARIA).leavers == ()
    assert Answers(leaving=US).leavers == ()
