"""A pilot in front of the kiosk, in a folder of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.config import Settings, load
from screens.app import KioskApp
from tests.screens.harness import StandIn, Start, settled


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a kiosk without mail, printer or stick."""
    return load(environ={"KIOSK_DATA_DIR": str(tmp_path), "KIOSK_KIOSK__ID": "0417", "KIOSK_SCREEN__THEME": "dark"})


@pytest.fixture
def ground(settings: Settings) -> Start:
    """Start the application on a stand-in, with a screen of the test's own."""

    @asynccontextmanager
    async def start(
        screen: Screen[None] | None = None, size: tuple[int, int] = (80, 24), given: Settings = settings
    ) -> AsyncIterator[Pilot[None]]:
        app = KioskApp(given, compose=StandIn)  # type: ignore[arg-type] # a stand-in for the parts that no screen here asks for
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            if screen is not None:
                app.show(screen)
                await settled(pilot)
            yield pilot

    return start
