"""Names and birth dates are taken as people write them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import BadInput
from kiosk.domain.people.birth_date import age, parse_birth_date
from kiosk.domain.people.names import parse_name

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("María", "María"),
        ("  maría   josé ", "maría josé"),
        ("D'Angelo", "D'Angelo"),
        ("de la Cruz", "de la Cruz"),
        ("Ana-Lucía", "Ana-Lucía"),
        ("Ma. José", "Ma. José"),
        ("Guamán Ñauta Jr.", "Guamán Ñauta Jr."),
        ("Mar\u200b\x1bía", "María"),
    ],
)
def test_names_are_taken_with_their_spaces_tidied(typed: str, name: str) -> None:
    assert parse_name(typed, field="given_names") == name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Escriba los nombres"),
        (" \u200b ", "Escriba los nombres"),
        ("M4ría", "solo letras"),
        ("[b]Ana[/b]", "solo letras"),
        ("-", "solo letras"),
        ("a" * 81, "caben 80"),
    ],
)
def test_what_is_no_name_is_refused_in_words_that_mend_it(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        parse_name(typed, field="given_names")
    assert caught.value.field == "given_names"


def test_a_name_of_80_letters_still_fits() -> None:
    assert parse_name("a" * 80, field="surnames") == "a" * 80


def test_missing_surnames_are_asked_for_as_surnames() -> None:
    with pytest.raises(BadInput, match="apellidos"):
        parse_name("", field="surnames")


@given(st.text(max_size=200))
def test_whatever_is_typed_for_a_name_is_taken_or_refused(typed: str) -> None:
    with suppress(BadInput):
        assert 0 < len(parse_name(typed, field="surnames")) <= 80


@pytest.mark.parametrize("typed", ["3/5/2015", "03/05/2015", "3-5-2015", " 03.05.2015 ", "3 5 2015", "3 / 5 / 2015"])
def test_a_birth_date_is_day_month_and_year(typed: str) -> None:
    assert parse_birth_date(typed, TODAY) == date(2015, 5, 3)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "el día, el mes y el año con números"),
        ("2015-05-03", "el día, el mes y el año con números"),
        ("3/5/15", "el día, el mes y el año con números"),
        ("3 de mayo de 2015", "el día, el mes y el año con números"),
        ("30/2/2015", "no existe"),
        ("5/13/2015", "no existe"),
        ("1/1/0000", "no existe"),
        ("24/11/2026", "todavía no llega"),
        ("23/11/2008", "ya tiene 18 años"),
    ],
)
def test_what_is_no_birth_date_of_a_minor_is_refused_in_words_that_mend_it(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_birth_date(typed, TODAY)


def test_the_day_before_the_18th_birthday_is_a_minors() -> None:
    assert age(parse_birth_date("24/11/2008", TODAY), TODAY) == 17
    assert parse_birth_date("23/11/2026", TODAY) == TODAY
