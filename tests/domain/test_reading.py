"""Whether a number that was typed stands in what was read, in spite of how letters are confused; and how a page lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from kiosk.domain.documents.document import Reading
from kiosk.domain.documents.reading import Lettering, look_for, turning
from kiosk.domain.people.identity import Identity, IdentityKind

MARIA = Identity(IdentityKind.CEDULA, "9900000010")
JUAN = "2500000019"
CODE = Identity(IdentityKind.FOREIGN_CODE, "IESS-00471")
CONFUSIONS = {"0": "0OoQD", "1": "1Il|", "2": "2Zz", "5": "5Ss", "6": "6G", "7": "7T", "8": "8B"}

cedulas = st.integers(0, 999_999_999).map(lambda front: f"{front:09}" + luhn.calc_check_digit(f"{front:09}"))


@given(number=cedulas, drawn=st.data())
def test_a_number_is_found_whatever_stands_between_its_digits_and_whatever_they_are_taken_for(
    number: str, drawn: st.DataObject
) -> None:
    read = "".join(
        drawn.draw(st.sampled_from(CONFUSIONS.get(digit, digit))) + drawn.draw(st.sampled_from(["", " ", "-", ".", "\n"]))
        for digit in number
    )
    assert look_for(Identity(IdentityKind.CEDULA, number), f"N.º DE CÉDULA\n{read}\nFIRMA") is Reading.FOUND


@given(text=st.text(), number=cedulas)
def test_any_text_gets_one_of_three_answers(text: str, number: str) -> None:
    answer = look_for(Identity(IdentityKind.CEDULA, number), text)
    assert answer in {Reading.FOUND, Reading.NOT_FOUND, Reading.OTHER_PERSON}


@given(number=cedulas)
def test_a_number_without_its_check_digit_contradicts_nobody(number: str) -> None:
    wrong = number[:9] + str((int(number[9]) + 1) % 10)
    assert look_for(MARIA, f"CÉDULA {wrong}") is (Reading.FOUND if wrong == MARIA.number else Reading.NOT_FOUND)


@pytest.mark.parametrize("written", [JUAN, "250000001-9", "25 0000 0019", f"Cédula: {JUAN}", f"N.° {JUAN},", f"{JUAN}."])
def test_another_persons_number_that_stands_cleanly_is_told(written: str) -> None:
    assert look_for(MARIA, f"APELLIDOS\n{written}\nFIRMA") is Reading.OTHER_PERSON


@pytest.mark.parametrize(
    "written",
    [f"MUESTRA{JUAN}", f"1{JUAN}", f"{JUAN}001", "25OOOOOO19", "2500000018", "25 00 00 00 19 7", "12 05 1968 31", ""],
)
def test_what_is_no_clean_number_contradicts_nobody(written: str) -> None:
    assert look_for(MARIA, written) is Reading.NOT_FOUND


def test_a_mobile_telephone_is_no_cedula() -> None:
    telephone = "099000000" + luhn.calc_check_digit("099000000")
    assert look_for(MARIA, f"Celular {telephone}") is Reading.NOT_FOUND


def test_the_number_sought_outweighs_another_beside_it() -> None:
    assert look_for(MARIA, f"{JUAN}\n99O00OOO1O") is Reading.FOUND


def test_those_who_leave_too_may_stand_on_the_same_paper() -> None:
    assert look_for(MARIA, f"Cónyuge {JUAN}", others={JUAN}) is Reading.NOT_FOUND


@pytest.mark.parametrize("written", ["IESS-00471", "1ESS 0O471", "Código: iess00471"])
def test_a_code_for_foreigners_is_found(written: str) -> None:
    assert look_for(CODE, written) is Reading.FOUND


def test_a_code_for_foreigners_is_never_contradicted() -> None:
    assert look_for(CODE, JUAN) is Reading.NOT_FOUND


@pytest.mark.parametrize(
    ("words", "sureness", "sideways", "degrees"),
    [
        (24, 87, False, 0),
        (24, 24, False, 180),
        (24, 87, True, 270),
        (24, 24, True, 90),
        (3, 24, False, 0),
        (0, 0, False, 0),
    ],
)
def test_words_tell_how_a_page_lies(words: int, sureness: float, sideways: bool, degrees: int) -> None:  # noqa: FBT001 - a column of the table
    assert turning(Lettering("", words, sureness, sideways=sideways)) == degrees
