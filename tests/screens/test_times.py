"""How long something waits, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from screens.times import ago

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
