"""What the tests of the screens share: a fixed clock, a stand-in for the kiosk, and what a person would see."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from textual.pilot import Pilot

from kiosk.config import Settings
from kiosk.domain.moment import Moment
from kiosk.domain.procedure import Catalogue

NOON = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)
SIZES = ((80, 24), (120, 40))


@dataclass
class FixedClock:
    """A clock that the test moves."""

    at: datetime = NOON
    trusted: bool = True

    def now(self) -> Moment:
        return Moment(self.at, self.trusted)


@dataclass
class StandIn:
    """What the frame needs of a kiosk, for tests of the ground alone."""

    settings: Settings
    clock: FixedClock = field(default_factory=FixedClock)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue((), frozenset(), (), ()))

    def local(self, at: datetime) -> datetime:
        return at.astimezone(timezone(timedelta(hours=-5)))


Start = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing that a key set off is under way: no worker of an action, no message."""
    await pilot.pause()
    async with asyncio.timeout(20):
        while any(each.is_running for each in pilot.app.workers if each.group in {"act", "load"}):
            await asyncio.sleep(0.005)
            await pilot.pause()
    await pilot.pause()


def shown(pilot: Pilot[None]) -> str:
    """Return the text on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
