"""Working days: Monday to Friday without Ecuador's public holidays, some of which move to the nearest end of a week.

Ley Orgánica Reformatoria a la LOSEP y al Código del Trabajo (December 2016), art. 1 and 2: eleven days, and how they move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
_DAY = timedelta(days=1)
_ALONE = {SAT: -1, SUN: 1}
"""By how many days a holiday moves that falls on such a day."""
_ALONE_IN_THE_WEEK = {TUE: -1, WED: 2, THU: 1}
_PAIR = {TUE: (0, -2), WED: (2, 0), FRI: (0, -2), SAT: (-1, 1), SUN: (2, 0)}
"""By how many days each of two holidays in a row moves, by the day of the first; on other days both stay."""
_FROM_EASTER = (-48, -47, -2)
"""Days from Easter Sunday to Carnival's Monday and Tuesday, and to Good Friday."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Holidays as (month, day): the country's, and of them those that stay where they fall within a week; `others` with a year."""

    national: tuple[tuple[int, int], ...] = ()
    stays: frozenset[tuple[int, int]] = frozenset()
    others: frozenset[date] = frozenset()

    def of_year(self, year: int) -> frozenset[date]:
        """Return the days off for the holidays of a year; New Year's may lie in the year before."""
        return frozenset(self._moved(year)) | {easter(year) + each * _DAY for each in _FROM_EASTER}

    def _moved(self, year: int) -> Iterator[date]:
        days = {date(year, month, day) for month, day in self.national}
        for day in days:
            if day + _DAY in days:
                first, second = _PAIR.get(day.weekday(), (0, 0))
                yield day + first * _DAY
                yield day + _DAY + second * _DAY
            elif day - _DAY not in days:
                by = _ALONE if (day.month, day.day) in self.stays else _ALONE | _ALONE_IN_THE_WEEK
                yield day + by.get(day.weekday(), 0) * _DAY

    def is_working(self, day: date) -> bool:
        """Tell whether a day is no weekend and no holiday."""
        off = self.others | self.of_year(day.year) | self.of_year(day.year + 1)
        return day.weekday() < SAT and day not in off

    def after(self, day: date, count: int) -> date:
        """Return the working day on which `count` of them have passed, the first of them after `day` (COA, art. 158)."""
        while count:
            day += _DAY
            count -= self.is_working(day)
        return day


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (Butcher's rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
