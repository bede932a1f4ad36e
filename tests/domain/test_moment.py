"""Times are shown as the dispensary's clock on the wall shows them."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.moment import local_zone


@pytest.mark.parametrize(("province", "hour"), [("17", 10), ("24", 10), ("20", 9)])
def test_the_mainland_is_five_hours_behind_utc_and_galapagos_six(province: str, hour: int) -> None:
    at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert at.astimezone(local_zone(province)).hour == hour
