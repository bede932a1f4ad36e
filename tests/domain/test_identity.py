"""Cédulas are blocked on length, digits and check digit only, and warned about on province and third digit."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from kiosk.domain.errors import BadInput
from kiosk.domain.people.identity import Identity, IdentityKind, cedula_doubts, parse_cedula, parse_foreign_code

PREFIXES = frozenset(f"{code:02d}" for code in range(1, 25)) | {"30"}

cedulas = st.text("0123456789", min_size=9, max_size=9).map(lambda nine: nine + luhn.calc_check_digit(nine))


@given(cedulas)
def test_every_number_with_the_right_check_digit_is_taken(number: str) -> None:
    assert parse_cedula(number) == Identity(IdentityKind.CEDULA, number)


@given(cedulas, st.integers(0, 9), st.integers(1, 9))
def test_every_single_wrong_digit_is_refused(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(BadInput, match="número por número"):
        parse_cedula(number[:place] + wrong + number[place + 1 :])


@given(cedulas, st.integers(0, 8))
def test_two_neighbours_swapped_are_refused_but_for_09(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    swapped = number[:place] + right + left + number[place + 2 :]
    if left == right or {left, right} == {"0", "9"}:
        assert parse_cedula(swapped).number == swapped
    else:
        with pytest.raises(BadInput):
            parse_cedula(swapped)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_taken_or_refused_with_words(typed: str) -> None:
    with suppress(BadInput):
        assert len(parse_cedula(typed).number) == 10


@pytest.mark.parametrize(
    "typed", ["9900000010", " 99 0000 0010 ", "990000001-0", "990000001–0", "99.0000.0010", "99\u00a00000\u20110010"]
)
def test_spaces_dots_and_hyphens_are_forgiven(typed: str) -> None:
    assert parse_cedula(typed).number == "9900000010"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Escriba los 10 números"),
        (" - ", "Escriba los 10 números"),
        ("990000001", "Falta un número: escribió 9 de 10."),
        ("9900", "Faltan 6 números: escribió 4 de 10."),
        ("99000000100", "escribió 11 y la cédula tiene 10"),
        ("99000O0010", "solo números"),
        ("٩٩٠٠٠٠٠٠١٠", "solo números"),
        ("0102030405", "número por número"),
    ],
)
def test_what_cannot_be_a_cedula_is_refused_in_words_that_mend_it(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_cedula(typed)


def with_check(nine: str) -> Identity:
    return parse_cedula(nine + luhn.calc_check_digit(nine))


def test_an_unusual_prefix_is_warned_about_and_not_refused() -> None:
    (doubt,) = cedula_doubts(with_check("250000001"), PREFIXES)
    assert "(25)" in doubt


def test_a_third_digit_over_6_is_warned_about() -> None:
    assert cedula_doubts(with_check("306000000"), PREFIXES) == ()
    (doubt,) = cedula_doubts(with_check("307000000"), PREFIXES)
    assert "(7)" in doubt


def test_both_doubts_are_told_together() -> None:
    assert len(cedula_doubts(with_check("009000000"), PREFIXES)) == 2


def test_a_foreign_code_is_never_doubted() -> None:
    assert cedula_doubts(parse_foreign_code("99999"), PREFIXES) == ()


@pytest.mark.parametrize(
    ("typed", "code"), [("ab-123", "AB-123"), (" AB 12 34 ", "AB1234"), ("x–12345", "X-12345"), ("1" * 20, "1" * 20)]
)
def test_a_foreign_code_is_kept_in_capitals(typed: str, code: str) -> None:
    assert parse_foreign_code(typed) == Identity(IdentityKind.FOREIGN_CODE, code)


@pytest.mark.parametrize("typed", ["", "AB12", "A" * 21, "ABÑ123", "AB/123", "-----", "AB_123"])
def test_what_cannot_be_a_foreign_code_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_foreign_code(typed)


@given(cedulas)
def test_the_mask_hides_the_end_and_the_last_four_are_the_end(number: str) -> None:
    identity = parse_cedula(number)
    assert identity.masked == f"{number[:4]}••••••"
    assert identity.last_four == number[6:]


def test_a_short_foreign_code_shows_one_character_in_its_mask() -> None:
    assert parse_foreign_code("AB-12").masked == "A••••"
    assert parse_foreign_code("AB-12345").masked == "AB-1••••"


def test_a_foreign_code_is_shown_as_it_was_given() -> None:
    assert parse_foreign_code("AB-1234567").number == "AB-1234567"
