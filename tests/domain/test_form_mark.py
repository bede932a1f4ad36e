"""The text of the form's QR: back from its text, and nothing else taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.filing.resume_code import ALPHABET, LENGTH
from kiosk.domain.papers.form_mark import FormMark, parse_form_mark

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@given(CODES, st.integers(1, 20))
def test_a_mark_comes_back_from_its_text(code: str, page: int) -> None:
    mark = FormMark(code, page)
    assert parse_form_mark(mark.text) == mark
    assert len(mark.text) <= 13


@given(CODES, st.integers(1, 20), st.data())
def test_one_wrong_character_is_noticed(code: str, page: int, data: st.DataObject) -> None:
    text = FormMark(code, page).text
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(set(ALPHABET + "0123456789-") - {text[place]})))
    assert parse_form_mark(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "K7P49WXM", "0417A-26-000123-9", "https://example.org/K7P49WXM-1-0", "\x1b[2J", "K7P49WXM-0-0"]
)
def test_anything_else_is_no_mark(text: str) -> None:
    assert parse_form_mark(text) is None
