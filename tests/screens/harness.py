"""What the tests of the screens share: a fixed clock, a stand-in for the kiosk, and what a person would see."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen

from kiosk.domain.filing.procedure import Catalogue
from kiosk.domain.moment import Moment, SeenTime
from kiosk.settings import Settings
from kiosk.storage.claims import Claims
from kiosk.storage.delivery_lock import DeliveryLock
from tests.quiet import until_quiet

NOON = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)
SIZES = ((80, 24), (120, 40))


@dataclass
class FixedClock:
    """A clock that the test moves."""

    at: datetime = NOON
    trusted: bool = True
    synchronised_at: datetime | None = None

    def now(self) -> Moment:
        return Moment(self.at, self.trusted)

    def says(self) -> datetime:
        return self.at

    def since(self, at: datetime) -> timedelta:
        return self.at - at

    def seen(self) -> datetime:
        return self.at

    def is_astray(self) -> bool:
        return False

    @property
    def memory(self) -> SeenTime:
        return SeenTime(self.at)

    def learn(self, seen: SeenTime, synchronised_at: datetime | None) -> None:
        pass

    def confirm(self) -> None:
        self.trusted = True


class NoRows:
    """A database in which nothing is found."""

    @contextmanager
    def reading(self) -> Iterator["NoRows"]:
        yield self

    def get(self, *_what: object) -> None:
        """Find nothing."""

    def exec(self, *_what: object) -> "NoRows":
        """Find nothing."""
        return self

    def all(self) -> tuple[()]:
        """Return nothing."""
        return ()

    def own(self, fact: str) -> str:
        """Name a fact as the embedded file does."""
        return fact

    def forget_values(self) -> None:
        """Hold nothing to let go of."""


@dataclass
class StandIn:
    """What the frame needs of a kiosk, for tests of the ground alone."""

    settings: Settings
    clock: FixedClock = field(default_factory=FixedClock)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue((), frozenset(), (), ()))
    database: NoRows = field(default_factory=NoRows)
    mailer: None = None
    printer: None = None
    mailbox: None = None
    claims: Claims = field(default_factory=lambda: Claims(Path("nowhere"), "0417"))
    delivery: DeliveryLock = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = DeliveryLock(self.settings.data_dir / "claims")

    def local(self, at: datetime) -> datetime:
        return at.astimezone(timezone(timedelta(hours=-5)))

    def for_next_person(self) -> "StandIn":
        """Hold nothing of anybody."""
        return self

    def forget_values(self) -> None:
        """Nothing was looked up."""


Start = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
RealStart = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
Picture = Callable[[Pilot[None], str], Awaitable[None]]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing that a key set off is under way: no message, no action, or one that asks the person something."""

    def busy() -> object:
        held = getattr(pilot.app, "_waiting", [])  # characters of which nobody knows yet whether a hand typed them
        running = [each for each in pilot.app.workers if each.is_running]
        if isinstance(pilot.app.screen, ModalScreen):  # what is below waits for the answer; what the question does is waited for
            return held or any(each.node is pilot.app.screen for each in running)
        below = pilot.app.screen_stack[:-1]  # what a page asked for is laid over it, and it waits for what comes of that
        return held or any(each.group == "load" or (each.group == "act" and each.node not in below) for each in running)

    await pilot.pause()
    async with asyncio.timeout(20):
        while busy():
            await asyncio.sleep(0.005)
            await pilot.pause()
    await pilot.pause()
    await until_quiet()  # what was laid out last may have something to be called


def shown(pilot: Pilot[None]) -> str:
    """Return the text on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def picture_of(pilot: Pilot[None]) -> str:
    """Return the screen as SVG when it has come to rest, with nothing in it that changes from run to run."""
    before, now = "", _svg(pilot)
    async with asyncio.timeout(10):
        while before != now or not shown(pilot).strip():  # a new screen is blank until it is laid out
            await pilot.pause(0.15)
            before, now = now, _svg(pilot)
    return now


def _svg(pilot: Pilot[None]) -> str:
    picture = re.sub(r"terminal-\d+-", "terminal-", pilot.app.export_screenshot(simplify=True))
    return re.sub(r"(\(|…&#160;)\d+&#160;s\b", r"\g<1>0&#160;s", picture)  # how long somebody waited so far


async def type_in(pilot: Pilot[None], *lines: str) -> None:
    """Put lines in, each followed by Enter, and wait for what they set off; pasted, for keys one by one take their time."""
    for line in lines:
        if line:
            pilot.app.post_message(Paste(line))
        await pilot.press("enter")
        await settled(pilot)


async def until(pilot: Pilot[None], condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that a thread brings about."""
    async with asyncio.timeout(seconds):
        while not condition():
            await pilot.pause(0.02)
    await settled(pilot)
