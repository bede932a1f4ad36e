"""Dates, and how long something waits, in words."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.words.dates import ago, day_and_month, shown_date, shown_moment, spoken_date, spoken_time

NOW = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (timedelta(days=-3), "ahora mismo"),
        (timedelta(seconds=59), "ahora mismo"),
        (timedelta(minutes=1), "hace 1 minuto"),
        (timedelta(hours=23, minutes=59), "hace 23 horas"),
        (timedelta(days=1), "hace 1 día"),
        (timedelta(days=40), "hace 40 días"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(span: timedelta, told: str) -> None:
    assert ago(NOW - span, NOW) == told


def test_a_date_is_said_alike_on_screens_and_papers() -> None:
    day = date(2019, 5, 4)
    assert (shown_date(day), spoken_date(day), day_and_month(day)) == ("04/05/2019", "4 de mayo de 2019", "4 de mayo")
    assert spoken_time(NOW) == "23 de noviembre de 2026, 15:41"
    assert shown_moment(NOW) == "23/11/2026 15:41"


def test_no_other_module_writes_dates_and_times_by_itself() -> None:
    root, by_itself = Path(__file__).parents[2], re.compile(r":%[dH][/:]%[mM]")
    found = {
        str(path.relative_to(root))
        for room in ("kiosk", "screens")
        for path in (root / room).rglob("*.py")
        if by_itself.search(path.read_text())
    }
    assert found == {"kiosk/words/dates.py", "kiosk/domain/cases/decision.py"}, "the domain refuses a day, and knows no words"
