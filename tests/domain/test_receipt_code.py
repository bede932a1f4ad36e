"""The code that proves a receipt: what goes in comes out, and a mistake of whoever copies it is told by its line."""

import hashlib
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import base32
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.papers.receipt_code import (
    LENGTH,
    LINE,
    LINES,
    PAYLOAD_BYTES,
    SHORTEST,
    Mistyped,
    OnPaper,
    Statement,
    as_compared,
    joint_hash,
    on_paper,
    pack,
    printed_lines,
    read,
    unpack,
    write,
)

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SAID = Statement(
    number=CaseNumber("0417", "A", 26, 123),
    issued_at=datetime(2026, 11, 23, 10, 41, 7, tzinfo=timezone(timedelta(hours=-5))),
    clock_trusted=True,
    documents=5,
    documents_hash=joint_hash(["ab" * 32, "01" * 32]),
    key=b"\x01\x02\xfe\xff",
    paper=on_paper("egreso-ssc", "M.Ñ.Q. · 9900••••••", ("Usted: M.Ñ.Q. · 9900••••••", "Hija: Á.Q. · menor sin cédula")),
)
SIGNATURE = hashlib.sha512(b"stands for a signature").digest()
CODE = write(pack(SAID), SIGNATURE)
ROWS = printed_lines(CODE)
BEFORE = replace(SAID, paper=None)
"""As receipts were signed before they said of whom."""

numbers = st.builds(
    CaseNumber,
    st.text(ALPHANUMERIC, min_size=4, max_size=4),
    st.sampled_from(ALPHANUMERIC[10:]),
    st.integers(0, 99),
    st.integers(0, 999_999),
)
times = st.builds(
    lambda at, hours: at.replace(microsecond=0, tzinfo=UTC).astimezone(timezone(timedelta(hours=-hours))),
    st.datetimes(datetime(1970, 1, 2), datetime(9990, 1, 1)),  # noqa: DTZ001 - hypothesis wants them without a zone
    st.sampled_from([5, 6]),
)
papers = st.builds(
    OnPaper,
    st.text(ALPHANUMERIC, max_size=7),
    st.text(ALPHANUMERIC, max_size=4),
    st.integers(0, 255),
    st.binary(min_size=3, max_size=3),
    st.binary(min_size=10, max_size=10),
)
statements = st.builds(
    Statement,
    numbers,
    times,
    st.booleans(),
    st.integers(0, 0xFFFF),
    st.binary(min_size=16, max_size=16),
    st.binary(min_size=4, max_size=4),
    st.none() | papers,
)


@given(statements, st.binary(min_size=64, max_size=64))
def test_what_is_packed_written_and_read_comes_out_as_it_went_in(said: Statement, signature: bytes) -> None:
    payload = pack(said)
    assert len(payload) == (PAYLOAD_BYTES if said.paper else 36)
    code = write(payload, signature)
    signed = read(code)
    assert (signed.said, signed.payload, signed.signature) == (said, payload, signature)
    assert signed.said.issued_at.utcoffset() == said.issued_at.utcoffset()
    assert len(code) == (LENGTH if said.paper else SHORTEST)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]+", code)
    assert read("\n".join(printed_lines(code))) == signed


@given(st.binary(max_size=80))
def test_any_bytes_can_be_written_in_base32_and_read_again(content: bytes) -> None:
    assert base32.decode(base32.encode(content)) == content


def test_a_filling_that_is_not_zero_and_a_strange_letter_are_no_base32() -> None:
    for wrong in ("ZZ", "0", "U0", "00é"):
        with pytest.raises(ValueError):  # noqa: PT011 - any message: nobody sees it
            base32.decode(wrong)


@given(st.integers(0, LENGTH - 1), st.sampled_from(base32.ALPHABET))
def test_any_single_changed_character_is_told_by_its_line(place: int, char: str) -> None:
    typed = CODE[:place] + char + CODE[place + 1 :]
    if typed == CODE:
        return
    with pytest.raises(Mistyped, match=rf"Revise la línea {place // (LINE + 1) + 1}:") as refused:
        read(typed)
    assert refused.value.lines == (place // (LINE + 1) + 1,)


@given(st.integers(0, LENGTH - 1), st.booleans(), st.booleans())
def test_a_missing_or_doubled_character_is_told_by_its_line_or_the_next(place: int, missing: bool, lines: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    row, column = divmod(place, LINE + 1)
    rows = [each.replace(" ", "") for each in ROWS]
    rows[row] = rows[row][:column] + ("" if missing else rows[row][column] * 2) + rows[row][column + 1 :]
    with pytest.raises(Mistyped) as refused:
        read(("\n" if lines else "").join(rows))
    told = refused.value.lines
    if lines:
        assert told == (row + 1,)
    else:  # a shifted line is taken for right once in 32 times, and a last one that is too long reads right to its end
        assert not told or row + 1 <= told[0]


@given(st.permutations(range(LINES)))
def test_swapped_lines_are_told(order: list[int]) -> None:
    rows = [ROWS[place] for place in order]
    if rows == list(ROWS):
        assert read("\n".join(rows)).said == SAID
        return
    with pytest.raises(Mistyped) as refused:
        read("\n".join(rows))
    swapped = tuple(place for place, was in enumerate(order, 1) if place != was + 1)
    assert refused.value.lines == (swapped if len(swapped) < LINES else ())


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda rows: rows.replace("0", "O"),
        lambda rows: rows.replace("0", "o").replace("1", "l"),
        lambda rows: rows.replace("1", "I"),
        lambda rows: rows.replace(" ", "-"),
        lambda rows: rows.replace(" ", " – "),
        lambda rows: rows.replace("\n", " "),
        lambda rows: rows.replace("\n", "\r\n\r\n"),
        lambda rows: rows.replace(" ", ""),
        lambda rows: "\n".join(f"{place} {row}" for place, row in enumerate(rows.splitlines(), 1)),
        lambda rows: "\n".join(f"  {place}. {row.lower()}\t" for place, row in enumerate(rows.splitlines(), 1)),
    ],
)
def test_what_a_hand_or_a_keyboard_does_to_it_is_forgiven(spoil: object) -> None:
    assert callable(spoil)
    for each in (SAID, BEFORE):
        said = replace(each, documents_hash=base32.decode("0110OOL1".replace("O", "0").replace("L", "1") * 3 + "00"))
        code = write(pack(said), SIGNATURE)
        assert read(spoil("\n".join(printed_lines(code)))).said == said


@pytest.mark.parametrize(("count", "word"), [(7, "se leyeron 7"), (1, "se leyeron 1"), (0, "no son las líneas")])
def test_lines_that_were_left_out_are_missed(count: int, word: str) -> None:
    with pytest.raises(Mistyped, match=word):
        read("\n".join(ROWS[:count]))


def test_a_line_left_out_in_the_middle_is_told() -> None:
    with pytest.raises(Mistyped, match="Revise la línea 4:"):
        read("\n".join(ROWS[:3] + ROWS[4:]))


@pytest.mark.parametrize(
    "text", ["", "hola", "https://example.test/" + "x" * 200, "\x1b[2J" * 42, "é" * LENGTH, "0" * 5000, "[/]\n" * 8]
)
def test_what_is_no_code_at_all_is_said_to_be_none_and_not_repeated(text: str) -> None:
    with pytest.raises(Mistyped) as refused:
        read(text)
    assert refused.value.message.startswith(("Esto no son las líneas", "Revise la"))
    assert not text or text not in refused.value.message


@given(st.text(max_size=400) | st.text(base32.ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with pytest.raises(Mistyped):
        read(text)


@given(st.binary(min_size=36, max_size=36) | st.binary(min_size=PAYLOAD_BYTES, max_size=PAYLOAD_BYTES), st.booleans())
def test_any_bytes_say_something_that_can_be_packed_again_or_nothing(payload: bytes, right_version: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    if right_version:
        payload = (b"\x01" if len(payload) == 36 else b"\x02") + payload[1:]
    try:
        said = unpack(payload)
    except ValueError:
        return
    assert str(said.number)
    assert pack(said) == payload


def test_a_code_of_a_later_version_is_not_read_as_one_of_this() -> None:
    for said, version in ((SAID, b"\x03"), (SAID, b"\x01"), (BEFORE, b"\x02")):
        with pytest.raises(Mistyped, match="que este programa conozca"):
            read(write(version + pack(said)[1:], SIGNATURE))


def test_what_the_paper_says_of_whom_is_in_it_and_any_other_line_is_another() -> None:
    asked, leavers = "M.Ñ.Q. · 9900••••••", ("Usted: M.Ñ.Q. · 9900••••••", "Hija: Á.Q. · menor sin cédula")
    paper = on_paper("egreso-ssc", asked, leavers)
    assert (paper.initials, paper.visible, paper.leavers) == ("MNQ", "9900", 2)
    assert on_paper("egreso-ssc", "m ñ q 9900", ("MNQ 9900", "a.q. menor sin cedula")).who == paper.who, "as a hand types it"
    for other in (
        on_paper("otro", asked, leavers),
        on_paper("egreso-ssc", "M.Ñ.P. · 9900••••••", leavers),
        on_paper("egreso-ssc", "M.Ñ.Q. · 2500••••••", leavers),
        on_paper("egreso-ssc", asked, leavers[:1]),
        on_paper("egreso-ssc", asked, (leavers[0], "Hija: Á.Q. · 9900••••••")),
    ):
        assert other.who != paper.who
    assert as_compared("Cónyuge: Á.G. · 25-00••••••") == "AG2500"


def test_a_line_at_its_longest_has_room() -> None:
    paper = on_paper("x", "A.B.C.D.E.F.G.H.I. · ABCD••••", ["A. · 1••"] * 300)
    assert unpack(pack(replace(SAID, paper=paper))).paper == paper
    assert (paper.initials, paper.visible, paper.leavers) == ("ABCDEFG", "ABCD", 255)


def test_the_joint_hash_is_that_of_the_sorted_lines_that_an_office_can_write_itself() -> None:
    first, second = hashlib.sha256(b"a").hexdigest(), hashlib.sha256(b"b").hexdigest()
    lines = "kiosk documents 1\n" + "".join(f"{each}\n" for each in sorted([first, second]))
    assert joint_hash([first, second]) == joint_hash([second, first]) == hashlib.sha256(lines.encode()).digest()[:16]
    assert joint_hash([first]) != joint_hash([first, first])


def test_nothing_has_a_place_in_it_that_the_paper_does_not_show() -> None:
    assert {each.name for each in fields(Statement)} == {
        "number",
        "issued_at",
        "clock_trusted",
        "documents",
        "documents_hash",
        "key",
        "paper",
    }
    assert {each.name for each in fields(OnPaper)} == {"initials", "visible", "leavers", "procedure", "who"}
    signed = read(CODE)
    assert pack(signed.said) == signed.payload, "there are no bytes that the statement does not name"
