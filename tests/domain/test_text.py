"""Text from outside cannot steer the terminal, hide, or reorder what is read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.text import clean, clean_lines

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
TRICKS = "\x1b\x00\x07\x9b\u202e\u2066\u200b\u200d\ufeff\u2028\u0301\u0300\u3164\u034f \t\n\r[]m;é"
hostile = st.text(st.one_of(st.characters(), st.sampled_from(TRICKS)))


@given(hostile)
def test_no_character_that_a_terminal_obeys_survives(text: str) -> None:
    kept = clean(text)
    assert not {unicodedata.category(char) for char in kept} & UNSAFE
    assert kept == kept.strip()
    assert "  " not in kept
    assert len(kept) <= 200


@given(hostile, st.integers(1, 40))
def test_cleaning_twice_changes_nothing(text: str, limit: int) -> None:
    once = clean(text, limit=limit)
    assert clean(once, limit=limit) == once
    assert unicodedata.is_normalized("NFC", once)


@given(hostile)
def test_lines_are_cleaned_one_by_one(text: str) -> None:
    kept = clean_lines(text)
    assert not {unicodedata.category(char) for char in kept.replace("\n", "")} & UNSAFE
    assert "\n\n\n" not in kept
    assert len(kept) <= 2000


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x1b[2Jfactura.pdf", "[2Jfactura.pdf"),
        ("\x1b]0;título\x07nota", "]0;títulonota"),
        ("fdp.\u202egpj.exe", "fdp.gpj.exe"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("  dos \t  palabras\n", "dos palabras"),
        ("uno\u2028dos", "uno dos"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("\u3164\u2800\u115f", ""),
        ("cédula ñandú ü Ü", "cédula ñandú ü Ü"),
    ],
)
def test_what_is_kept_of_hostile_text(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_a_heap_of_marks_is_cut_down_to_two() -> None:
    marks = [char for char in clean("x" + "\u0330\u0331\u0332" * 30) if unicodedata.category(char) == "Mn"]
    assert len(marks) == 2


def test_a_cut_leaves_no_space_at_the_end() -> None:
    assert clean("uno dos", limit=4) == "uno"


def test_line_breaks_are_kept_and_heaps_of_empty_lines_are_not() -> None:
    assert clean_lines("uno\r\ndos\n\n\n\n\ntres\x1b\n") == "uno\ndos\n\ntres"


@given(hostile, st.integers(1, 40))
def test_cleaning_lines_twice_changes_nothing(text: str, limit: int) -> None:
    once = clean_lines(text, limit=limit)
    assert clean_lines(once, limit=limit) == once
    assert len(once) <= limit


@given(hostile)
def test_what_is_kept_is_read_in_the_order_in_which_it_stands(text: str) -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
    assert not {unicodedata.bidirectional(char) for char in clean(text) + clean_lines(text).replace("\n", "")} & turning


@pytest.mark.parametrize("unit", ["\x1b[2J", "\u202e", "e\u0301\u0301\u0301", "[@click=app.quit]", "\U000e0041", "漢", " "])
def test_a_hundred_thousand_characters_are_cut_at_once(unit: str) -> None:
    assert len(clean(unit * 100_000)) <= 200
    assert len(clean_lines(f"{unit}\n" * 100_000)) <= 2000
