"""Telephones are taken as people write them and kept as E.164."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import BadInput
from kiosk.domain.people.telephone import parse_telephone, shown

PREFIXES = st.sampled_from(["0", "+593", "00593", "593", "+5930", "+593 0", "(593) "])
DIGITS = "0123456789"
mobiles = st.text(DIGITS, min_size=8, max_size=8).map(lambda rest: "9" + rest)
landlines = st.builds(lambda area, rest: area + rest, st.sampled_from("234567"), st.text(DIGITS, min_size=7, max_size=7))
significant_numbers = mobiles | landlines


@given(PREFIXES, significant_numbers)
def test_all_ways_to_write_a_number_are_kept_as_one(prefix: str, significant: str) -> None:
    assert parse_telephone(prefix + significant) == f"+593{significant}"


@given(significant_numbers)
def test_what_is_shown_reads_back_as_the_same_number(significant: str) -> None:
    kept = parse_telephone(f"0{significant}")
    assert parse_telephone(shown(kept)) == kept
    assert shown(kept).replace(" ", "") == f"0{significant}"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_taken_or_refused_with_words(typed: str) -> None:
    with suppress(BadInput):
        assert parse_telephone(typed).startswith("+593")


@pytest.mark.parametrize("typed", ["099 123 4567", "099-123-4567", "(099) 1234567", "+593 99 123 4567", "099.123.4567"])
def test_spaces_and_signs_are_forgiven(typed: str) -> None:
    assert parse_telephone(typed) == "+593991234567"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "No tengo teléfono"),
        ("099123456", "escribió 9"),
        ("09912345678", "escribió 11"),
        ("099 123 456x", "solo números"),
        ("021234567890", "02 a 07"),
        ("0812345678", "celular"),
        ("991234567", "empieza con 09"),
        ("+14155550123", "celular"),
    ],
)
def test_what_cannot_be_called_is_refused_in_words_that_mend_it(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_telephone(typed)


def test_numbers_are_shown_in_groups() -> None:
    assert shown("+593991234567") == "099 123 4567"
    assert shown("+59323945666") == "02 394 5666"
