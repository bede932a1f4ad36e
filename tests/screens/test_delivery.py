"""What goes on beside the screens, in threads of its own."""

import queue
from pathlib import Path

import pytest

from kiosk.services.upkeep import housekeeping
from kiosk.storage.delivery_lock import DeliveryLock
from screens.apps.background import Delivery
from tests.filing import StoppedClock, open_kiosk
from tests.screens.harness import RealStart
from tests.screens.places import app_of, kiosk_of


def test_a_running_kiosk_is_put_in_order_every_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = open_kiosk(tmp_path / "data", StoppedClock())
    now, done = 0.0, queue.Queue[float]()
    monkeypatch.setattr(housekeeping, "put_in_order", lambda _kiosk: done.put(now))
    delivery = Delivery(kiosk, clock=lambda: now)
    delivery.start()
    try:
        for hour in (3600.0, 7200.0):
            now = hour - 1
            delivery.wake()
            now = hour
            delivery.wake()
            assert done.get(timeout=10) == hour
        assert done.empty()
    finally:
        delivery.end()


async def test_what_is_asked_for_at_the_desk_wakes_whoever_delivers(desk: RealStart) -> None:
    async with desk() as pilot:
        deliverer = DeliveryLock(kiosk_of(pilot).settings.data_dir / "claims")
        assert deliverer.take(), "the desk delivers nothing"
        deliverer.rung()
        assert not deliverer.rung()
        app_of(pilot).deliver_now()
        assert deliverer.rung()
