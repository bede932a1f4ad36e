"""Working days as the calendar of Ecuador's holidays had them: what moved, and what stayed."""

from datetime import date

import pytest

from kiosk import procedures
from kiosk.domain.working_days import Holidays, easter

NATIONAL = procedures.load(demo=False).holidays


def days(*text: str) -> set[date]:
    return {date.fromisoformat(each) for each in text}


@pytest.mark.parametrize(
    ("year", "off"),
    [  # as announced for each year
        (
            2017,
            days("2017-01-02", "2017-02-27", "2017-02-28", "2017-04-14", "2017-05-01", "2017-05-26", "2017-08-11")
            | days("2017-10-09", "2017-11-02", "2017-11-03", "2017-12-25"),
        ),
        (2018, days("2018-10-08", "2018-11-01", "2018-11-02", "2018-12-25", "2018-01-01", "2018-05-25", "2018-08-10")),
        (2019, days("2019-03-04", "2019-03-05", "2019-05-24", "2019-10-11", "2019-11-01", "2019-11-04", "2019-12-25")),
        (2021, days("2021-11-01", "2021-11-02")),
        (2022, days("2021-12-31", "2022-11-03", "2022-11-04", "2022-12-26")),
        (2025, days("2025-11-03", "2025-11-04")),
        (2026, days("2026-01-01", "2026-02-16", "2026-02-17", "2026-04-03", "2026-05-01", "2026-05-25", "2026-12-25")),
    ],
)
def test_the_days_off_of_a_year_are_those_that_were_announced(year: int, off: set[date]) -> None:
    found = NATIONAL.of_year(year)
    assert off <= found
    assert len(found) == 11, "eleven days, whatever moved"
    assert all(each.weekday() < 5 for each in found)


def test_easter_is_the_gregorian_calendars() -> None:
    assert [easter(year) for year in (2000, 2019, 2024, 2026, 2038)] == [
        date(2000, 4, 23),
        date(2019, 4, 21),
        date(2024, 3, 31),
        date(2026, 4, 5),
        date(2038, 4, 25),
    ]


def test_thirty_working_days_over_the_turn_of_the_year_leave_out_both_holidays() -> None:
    assert NATIONAL.after(date(2026, 11, 23), 30) == date(2027, 1, 6)
    assert Holidays().after(date(2026, 11, 23), 30) == date(2027, 1, 4)


def test_a_first_of_january_on_a_saturday_frees_the_day_before_it() -> None:
    assert not NATIONAL.is_working(date(2021, 12, 31))


def test_an_office_adds_days_of_its_own() -> None:
    own = Holidays(others=frozenset({date(2026, 11, 24)}))
    assert own.after(date(2026, 11, 23), 1) == date(2026, 11, 25)
