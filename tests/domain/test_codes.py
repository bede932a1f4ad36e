"""Resume codes and case numbers survive being dictated and copied by hand, and tell when they did not."""

import copy
import string
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import HIGHEST_COUNT, CaseNumber
from kiosk.domain.filing.resume_code import ALPHABET, grouped, new_resume_code, parse_resume_code

ROOT = Path(__file__).parents[2]
CAPITALS = string.digits + string.ascii_uppercase

numbers = st.builds(
    CaseNumber,
    kiosk=st.text(CAPITALS, min_size=4, max_size=4),
    series=st.sampled_from(string.ascii_uppercase),
    year=st.integers(0, 99),
    sequence=st.integers(1, HIGHEST_COUNT),
)


def test_the_number_is_written_as_the_receipt_shows_it() -> None:
    number = CaseNumber("0417", "A", 26, 123)
    assert number == "0417A-26-000123-9"
    assert number.groups == ("0417A", "26", "000", "123", "9")


@given(numbers)
def test_a_number_keeps_its_parts_wherever_it_is_carried(number: CaseNumber) -> None:
    again = CaseNumber(number.kiosk, number.series, number.year, number.sequence)
    for carried in (again, CaseNumber.kept(str(number)), copy.deepcopy(number)):
        assert (type(carried), carried, carried.groups) == (CaseNumber, number, number.groups)


def test_a_number_is_parsed_where_somebody_types_or_reads_it_and_nowhere_else() -> None:
    rooms = [path for room in ("kiosk", "screens") for path in (ROOT / room).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in rooms if "CaseNumber.parse(" in path.read_text(encoding="utf-8")}
    assert found == {
        "kiosk/commands/audit.py",
        "kiosk/commands/case.py",
        "kiosk/commands/receipt.py",
        "kiosk/services/cases/search.py",
        "kiosk/services/cases/status.py",
        "kiosk/services/filing/verification.py",
        "kiosk/services/journal/audit.py",
        "kiosk/services/journal/searches.py",
        "kiosk/services/papers/receipt_check.py",
    }


@given(numbers)
def test_every_number_reads_back_as_itself_however_it_is_typed(number: CaseNumber) -> None:
    written = str(number)
    for typed in (written, written.lower(), written.replace("-", ""), " ".join(number.groups), written.replace("-", " – ")):
        assert CaseNumber.parse(typed) == number


@given(numbers, st.data())
def test_every_single_wrong_character_is_told(number: CaseNumber, data: st.DataObject) -> None:
    compact = str(number).replace("-", "")
    place = data.draw(st.integers(0, len(compact) - 1))
    wrong = data.draw(st.sampled_from(CAPITALS).filter(lambda char: char != compact[place]))
    with pytest.raises(BadInput):
        CaseNumber.parse(compact[:place] + wrong + compact[place + 1 :])


@given(st.text(max_size=30))
def test_whatever_is_typed_for_a_number_is_read_or_refused(typed: str) -> None:
    with suppress(BadInput):
        assert CaseNumber.parse(typed).sequence <= HIGHEST_COUNT


def test_a_resume_code_has_eight_characters_without_look_alikes() -> None:
    assert not set(ALPHABET) & set("0O1IL2Z5S8BUV")
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    codes = {new_resume_code() for _each in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and set(code) <= set(ALPHABET) for code in codes)


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_a_resume_code_reads_back_however_it_is_typed(code: str) -> None:
    for typed in (code, grouped(code), grouped(code).lower(), f" {code[:4]} {code[4:]} ", grouped(code).replace("-", "‑")):
        assert parse_resume_code(typed) == code


@pytest.mark.parametrize("typed", ["", "K7P4", "K7P4-9WX", "K7P4-9WXMM", "K7P4-9WX0", "K7P4-9WXÑ", "K7P4_9WXM"])
def test_what_cannot_be_a_resume_code_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="K7P4-9WXM"):
        parse_resume_code(typed)
