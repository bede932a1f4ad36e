"""Whoever comes next sees nothing of the one before, however that one left: on the terminal, or in what can be read."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from tests.closed.two_people import CAPACITY, EMAIL, NAMES, TELEPHONE, WHO, Ending, Somebody, Visits, happen, prepare

EXAMPLES = int(os.environ.get("TWO_PEOPLE_EXAMPLES", "1"))
"""Drawn beside those that stand here; the long form asks for more."""


def drawn(signs: str, count: int) -> st.SearchStrategy[str]:
    """Draw so many signs, each once: none of it comes by chance among addresses, colours or sizes, or in a program's text."""
    return st.permutations(signs).map(lambda order: "".join(order[:count])).filter(lambda word: not in_a_row(word))


def in_a_row(word: str) -> bool:
    """Tell whether three neighbours stand as in the alphabet, or as numbers are counted: such are in many a table."""
    return any(b - a == c - b and b - a in {1, -1} for a, b, c in zip(*(word.encode()[at:] for at in range(3)), strict=False))


def somebody(given_name: str, surnames: str, seven: str, telephone: str, mailbox: str) -> Somebody:
    number = f"99{seven}"
    return Somebody(given_name, surnames, number + luhn.calc_check_digit(number), f"099{telephone}", mailbox)


def people(letters: str, digits: str) -> st.SearchStrategy[Somebody]:
    name = st.tuples(st.sampled_from("AEÑÁÜ"), drawn(letters, 9)).map("".join)
    return st.builds(somebody, name, name, drawn(digits, 7), drawn(digits, 7), drawn(letters, 10))


FIRST = somebody("Ñrtvzkplm", "Áhdkbgfjc", "1357924", "2468013", "zxwvtsrqp")
SECOND = somebody("Emnbvcxzl", "Üqwrtypsd", "8642097", "7531908", "lkjhgfdsz")
VISITS = st.builds(
    Visits,
    st.sampled_from(Ending),
    people("bcdfghjklmnpqrstvwxyz", "123456789"),
    people("zyxwvtsrqpnmlkjhgfdcb", "987654321"),
    st.sampled_from([NAMES, CAPACITY, TELEPHONE, EMAIL, WHO]),
    st.tuples(st.integers(80, 200), st.integers(24, 60)),
)


@pytest.fixture(scope="module")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unused")
    prepare(folder)
    return folder


@pytest.mark.parametrize(
    "visits",
    [
        Visits(Ending.FINISHED, FIRST, SECOND, "", (80, 24)),
        Visits(Ending.KEPT, FIRST, SECOND, WHO, (120, 40)),
        Visits(Ending.REMOVED, FIRST, SECOND, EMAIL, (100, 30)),
        Visits(Ending.WALKED_AWAY, FIRST, SECOND, TELEPHONE, (80, 24)),
        Visits(Ending.STOPPED, FIRST, SECOND, EMAIL, (132, 43)),
        Visits(Ending.WITHDRAWN, FIRST, SECOND, "", (200, 60)),
    ],
    ids=lambda visits: visits.ending.name.lower(),
)
def test_the_second_sees_nothing_of_the_first(unused: Path, visits: Visits) -> None:
    ensure_nothing_is_seen(unused, visits)


@settings(max_examples=EXAMPLES, database=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(visits=VISITS)
def test_the_second_sees_nothing_of_a_first_that_was_drawn(unused: Path, visits: Visits) -> None:
    assume(not visits.first.canaries().found_in(repr(visits.second).encode()))
    ensure_nothing_is_seen(unused, visits)


def ensure_nothing_is_seen(unused: Path, visits: Visits) -> None:
    with tempfile.TemporaryDirectory(dir=unused.parent) as name:
        folder = Path(name) / "kiosk"
        shutil.copytree(unused, folder)
        seen = happen(folder, visits)
    assert {where: what for where, what in seen.found.items() if what} == {}
    assert seen.in_memory == set()
