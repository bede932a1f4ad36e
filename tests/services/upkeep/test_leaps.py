"""A clock that leaps while somebody stands there: codes and prints go by the time that passed; a lying kernel is asked about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlmodel import select

from kiosk.adapters.clock import REST, WRITTEN, SystemClock
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Draft
from kiosk.domain.machine.message import MessageState
from kiosk.domain.machine.watched import Watched
from kiosk.domain.moment import SeenTime
from kiosk.services.cases import holder
from kiosk.services.delivery import printing
from kiosk.services.desk import tasks
from kiosk.services.filing import slips, verification
from kiosk.services.health.clock import clock as look_at_clock
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Message, Verification
from tests import filing
from tests.filing import number_of
from tests.screens.scripted import PAPER_OUT, ScriptedPrinter

START = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


@dataclass
class Machine:
    """What the machine's clock says, for how long it has been on, and whether the kernel vouches for its clock."""

    says: datetime = START
    on: float = 1000.0
    synchronised: bool = False

    def passes(self, **span: float) -> None:
        """Let time go by, evenly."""
        self.says += timedelta(**span)
        self.on += timedelta(**span).total_seconds()

    def leaps(self, **span: float) -> None:
        """Let somebody set the clock."""
        self.says += timedelta(**span)

    def clock(self, seen: SeenTime | None = None) -> SystemClock:
        """Return the clock of a process that starts now."""
        return SystemClock(timedelta(days=7), None, None, seen)


@pytest.fixture
def machine() -> Iterator[Machine]:
    machine = Machine()
    with (
        patch("kiosk.adapters.clock.datetime") as told,
        patch("kiosk.adapters.clock.uptime", side_effect=lambda: (machine.on, "boot")),
        patch("kiosk.adapters.clock.kernel_is_synchronised", side_effect=lambda: machine.synchronised),
        patch("kiosk.services.health.clock.uptime", side_effect=lambda: (machine.on, "boot")),
        patch("kiosk.services.health.clock.kernel_is_synchronised", side_effect=lambda: machine.synchronised),
    ):
        told.now.side_effect = lambda _zone: machine.says
        yield machine


@pytest.fixture
def kiosk(tmp_path: Path, machine: Machine) -> Iterator[Kiosk]:
    kiosk = filing.open_kiosk(tmp_path / "data")
    yield replace(kiosk, clock=machine.clock())
    kiosk.database.close()


@pytest.fixture
def draft(kiosk: Kiosk) -> Draft:
    return filing.answer_all(kiosk)


LEAPS = [{"days": 3}, {"days": -3}, {"days": 3650}, {"days": -3650}, {"minutes": 30}, {"minutes": -30}]
each_leap = pytest.mark.parametrize("leap", LEAPS, ids=str)


def digits(kiosk: Kiosk) -> str:
    """Return what the newest mail says."""
    with kiosk.database.reading() as session:
        rows = session.exec(select(Verification)).all()
        return verification.code_of(kiosk, max(rows, key=lambda each: each.counter))


@each_leap
@pytest.mark.parametrize("becomes_right", [False, True])
def test_a_code_serves_for_its_time_whatever_the_clock_does_meanwhile(
    kiosk: Kiosk,
    draft: Draft,
    machine: Machine,
    leap: dict[str, float],
    becomes_right: bool,  # noqa: FBT001 - drawn by pytest
) -> None:
    verification.request_code(kiosk, draft.id)
    machine.passes(minutes=2)
    machine.leaps(**leap)
    machine.synchronised = becomes_right
    machine.passes(hours=23)
    assert verification.status(kiosk, draft.id).live_until is not None
    machine.passes(hours=2)
    with pytest.raises(BadInput, match="ya vencieron"):
        verification.confirm(kiosk, draft.id, digits(kiosk))
    assert verification.status(kiosk, draft.id).live_until is None


@each_leap
def test_the_digits_that_open_a_case_serve_ten_minutes_whatever_the_clock_does_meanwhile(
    kiosk: Kiosk, draft: Draft, machine: Machine, leap: dict[str, float]
) -> None:
    number = number_of(filing.submit(kiosk, draft))
    machine.passes(minutes=1)
    holder.send_code(kiosk, number)
    machine.passes(minutes=1)
    kiosk.clock.now()
    machine.leaps(**leap)
    machine.passes(minutes=7)
    assert holder.by_mail(kiosk, number, digits(kiosk)).number == number
    machine.passes(minutes=2)
    holder.send_code(kiosk, number)
    machine.passes(minutes=11)
    with pytest.raises(BadInput, match="no son los números"):
        holder.by_mail(kiosk, number, digits(kiosk))


@each_leap
def test_a_print_waits_for_paper_ten_minutes_whatever_the_clock_does_meanwhile(
    kiosk: Kiosk, draft: Draft, machine: Machine, leap: dict[str, float]
) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    kiosk = replace(kiosk, printer=printer)
    slips.print_slip(kiosk, draft.id)
    printing.deliver_prints(kiosk)
    machine.passes(minutes=1)
    machine.leaps(**leap)
    for _minute in range(8):
        machine.passes(minutes=1)
        printing.deliver_prints(kiosk)
    assert printer.waiting
    machine.passes(minutes=2)
    printing.deliver_prints(kiosk)
    assert not printer.waiting
    with kiosk.database.reading() as session:
        assert session.exec(select(Message.state)).all() == [MessageState.WITHDRAWN]


def test_several_leaps_add_nothing_up(machine: Machine) -> None:
    clock = machine.clock()
    at = clock.now().at
    for leap in ({"days": 8}, {"days": -400}, {"hours": 5}, {"days": 392}):
        machine.passes(minutes=3)
        clock.now()
        machine.leaps(**leap)
    machine.passes(minutes=3)
    assert clock.since(at) == timedelta(minutes=15)


def test_over_a_start_it_is_the_time_that_was_seen_to_pass(machine: Machine) -> None:
    before = machine.clock()
    at = before.now().at
    machine.passes(minutes=4)
    before.now()
    seen = before.memory
    machine.leaps(days=8)
    assert machine.clock(seen).since(at) == timedelta(minutes=4)
    assert machine.clock(seen).since(START + timedelta(days=900)) == timedelta.max, "written in a future that never came"


@pytest.mark.parametrize(
    ("off", "believed"),
    [
        (timedelta(days=2), True),
        (timedelta(days=29), True),
        (timedelta(hours=-3), True),
        (timedelta(days=31), False),
        (timedelta(days=8 * 366), False),
        (timedelta(days=-31), False),
        (WRITTEN - START - timedelta(hours=1), False),
    ],
    ids=str,
)
def test_a_kernel_that_vouches_for_what_cannot_be_is_asked_about_like_any_leap(
    tmp_path: Path,
    machine: Machine,
    off: timedelta,
    believed: bool,  # noqa: FBT001 - drawn by pytest
) -> None:
    machine.synchronised = True
    kiosk = filing.open_kiosk(tmp_path / "data")
    kiosk = replace(kiosk, clock=machine.clock())
    draft = filing.answer_all(kiosk)
    machine.leaps(days=off.days, seconds=off.seconds)
    assert kiosk.clock.now().trusted is believed
    told = {each.detail for each in tasks.today(kiosk).tasks}
    assert (Watched.CLOCK in told) is not believed
    check = look_at_clock(kiosk.settings, machine.says, START, machine.says, kiosk.clock.memory)
    assert check.code in ({"synchronised"} if believed else {"doubtful", "gone_back"})
    if not believed:
        assert housekeeping.purge(kiosk)["drafts"] == 0
        assert filing.submit(kiosk, draft).number, "nobody is kept from filing"
        housekeeping.confirm_clock(kiosk.acting_as("rosa"))
        assert kiosk.clock.now().trusted, "a person's word, and the kernel's is believed again"
        machine.passes(days=20)
        assert kiosk.clock.now().trusted
    kiosk.database.close()


def test_a_first_start_believes_a_kernel_only_within_the_release_s_years(machine: Machine) -> None:
    machine.synchronised = True
    assert machine.clock().now().trusted
    for says in (WRITTEN - timedelta(days=1), WRITTEN + timedelta(days=6 * 366)):
        machine.says = says
        assert not machine.clock().now().trusted


def test_the_date_of_writing_is_moved_with_the_changelog_s_newest_release() -> None:
    changelog = Path(__file__).parents[3] / "CHANGELOG.md"
    released = re.findall(r"^## \[\d[^\]]*\] - (\d{4}-\d\d-\d\d)", changelog.read_text("utf-8"), re.MULTILINE)
    assert all(datetime.fromisoformat(each).replace(tzinfo=UTC) <= WRITTEN + REST for each in released)
