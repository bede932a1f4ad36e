"""A pilot in front of the kiosk, in a folder of its own."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.config import load
from kiosk.settings import Settings
from screens.apps.desk import AssistApp
from screens.apps.kiosk import KioskApp
from screens.terminal.haste import Haste
from screens.visit.deliberate import Deliberate
from screens.visit.your_code import YourCode
from tests.filing import StoppedClock, open_kiosk
from tests.quiet import told_by_its_queues
from tests.screens.harness import Picture, RealStart, StandIn, Start, picture_of, settled
from tests.staff import signed_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a kiosk without mail, printer or stick."""
    return load(
        environ={
            "KIOSK_DATA_DIR": str(tmp_path),
            "KIOSK_KIOSK__ID": "0417",
            "KIOSK_KIOSK__PROVINCE": "17",
            "KIOSK_SCREEN__THEME": "dark",
        }
    )


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


@pytest.fixture
def clock() -> StoppedClock:
    """Stand still at 10:41 of the dispensary."""
    return StoppedClock()


@pytest.fixture
def real(tmp_path: Path, clock: StoppedClock) -> RealStart:
    """Start the application on a real kiosk in a folder of its own; `variables` are settings, as KIOSK_MAIL__KIND="none".

    `devices` stand in for the kiosk's own mailer or printer.
    """

    @asynccontextmanager
    async def start(
        *, size: tuple[int, int] = (80, 24), demo: bool = False, devices: Mapping[str, Any] | None = None, **variables: str
    ) -> AsyncIterator[Pilot[None]]:
        kiosk = replace(open_kiosk(tmp_path / "data", clock, KIOSK_SCREEN__THEME="dark", **variables), **(devices or {}))
        app = KioskApp(replace(kiosk.settings, demo=demo), compose=lambda _settings: kiosk)
        try:
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                yield pilot
        finally:
            kiosk.inspector.close()
            kiosk.database.close()

    return start


@pytest.fixture
def desk(tmp_path: Path, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> RealStart:
    """Start the desk on a real kiosk in a folder of its own, with `rosa` signed in; the rest as `real`."""
    monkeypatch.setattr("screens.apps.desk.STAFF_STILL", 3600.0)  # she is not in the list, and would be sent away

    @asynccontextmanager
    async def start(
        *, size: tuple[int, int] = (80, 24), devices: Mapping[str, Any] | None = None, **variables: str
    ) -> AsyncIterator[Pilot[None]]:
        kiosk = replace(open_kiosk(tmp_path / "data", clock, KIOSK_SCREEN__THEME="dark", **variables), **(devices or {}))
        app = AssistApp(kiosk.settings, actor="rosa", compose=lambda _settings: kiosk)
        try:
            async with app.run_test(size=size) as pilot:
                await settled(pilot)
                app.sign_in(signed_in())
                await settled(pilot)
                yield pilot
        finally:
            kiosk.inspector.close()
            kiosk.database.close()

    return start


@pytest.fixture(scope="session", autouse=True)
def _pilots_wait_for_messages() -> Iterator[None]:
    with told_by_its_queues():
        yield


_HASTE: Final = {(Haste, name): getattr(Haste, name) for name in ("AGAIN", "ANSWER", "SIGHT", "BURST", "TAIL")}
_QUIET: Final = {(each, "QUIET_SECONDS"): each.QUIET_SECONDS for each in (Deliberate, YourCode)}


@pytest.fixture(autouse=True)
def _in_no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every key as one that was meant: a pilot presses them faster than anybody, and has seen the screen."""
    for owner, name in (*_HASTE, *_QUIET):
        monkeypatch.setattr(owner, name, 0.0)


@pytest.fixture
def held_to_the_clock(monkeypatch: pytest.MonkeyPatch, _in_no_hurry: None) -> None:
    """Hold keys against the clock, as the kiosk does."""
    for (owner, name), seconds in (_HASTE | _QUIET).items():
        monkeypatch.setattr(owner, name, seconds)


@pytest.fixture(autouse=True)
def _nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read no letters behind, so that nothing depends on whether the program for it is installed; test_document has them read."""
    monkeypatch.setattr("kiosk.services.documents.recognition.wants_reading", lambda _draft, _slot: False)


class SvgExtension(SingleFileSnapshotExtension):
    """Keeps a picture of a screen as SVG, one file a picture."""

    file_extension = "svg"

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """Return the name that the test gave; it says the screen and the size."""
        return str(index) if isinstance(index, str) else super().get_snapshot_name(test_location=test_location, index=index)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> Picture:
    """Hold what is shown against the picture kept under a name."""

    async def compare(pilot: Pilot[None], name: str) -> None:
        assert (await picture_of(pilot)).encode() == snapshot(name=name, extension_class=SvgExtension)

    return compare
