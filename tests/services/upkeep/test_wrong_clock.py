"""A clock that is wrong: nothing goes, ends or is dated for good by it, whatever it says and whenever it leaps.

The programs run under libfaketime, which tells them another time while the machine's own goes on; the kernel vouches for none.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from kiosk.adapters.clock import WRITTEN, SystemClock
from kiosk.bootstrap import compose
from kiosk.domain.moment import SeenTime
from kiosk.services.desk import tasks
from kiosk.services.journal import audit
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from screens.desk.task_words import hint, to_do
from tests.filing import StoppedClock, answer_all, open_kiosk
from tests.loaded import run

pytestmark = pytest.mark.peer("faketime")
UNTRUSTED = "import kiosk.adapters.clock as clock, sys; clock.kernel_is_synchronised = lambda: False; "
COMMAND = UNTRUSTED + "from kiosk.commands import main; sys.exit(main(sys.argv[1:]))"
FILE = (
    UNTRUSTED
    + "from pathlib import Path; from tests.filing import answer_all, submit; from kiosk.bootstrap import compose; "
    + "from kiosk.config import load; kiosk = compose(load()); "
    + "print(submit(kiosk, answer_all(kiosk)).number); kiosk.database.close()"
)
HOURLY = UNTRUSTED + (
    "import os; from pathlib import Path; from kiosk.bootstrap import compose; from kiosk.config import load; "
    "from kiosk.services.upkeep import housekeeping; kiosk = compose(load())\n"
    "for leap in sys.argv[1:]:\n"
    "    Path(os.environ['FAKETIME_TIMESTAMP_FILE']).write_text(leap); kiosk.clock.now(); housekeeping.put_in_order(kiosk)\n"
    "kiosk.database.close()"
)


VISIT = UNTRUSTED + (
    "import os; from pathlib import Path; from tests.filing import *; from kiosk.services.filing import drafts\n"
    "from kiosk.services.upkeep import housekeeping\n"
    "kiosk = compose(load()); draft = answer_all(kiosk)\n"
    "for leap in sys.argv[1:]:\n"
    "    Path(os.environ['FAKETIME_TIMESTAMP_FILE']).write_text(leap)\n"
    "    housekeeping.put_in_order(kiosk); draft = drafts.resume(kiosk, draft.code, '0010')\n"
    "    drafts.save(kiosk, draft.id, draft.answers.contact)\n"
    "print(submit(kiosk, draft).number); kiosk.database.close()"
)


def library() -> str:
    """Return the library that tells another time, where Debian keeps it."""
    return str(next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")))


def at(folder: Path, leap: str, program: str, *words: str) -> str:
    """Run a program of this kiosk under a clock that is wrong by `leap`; return what it said."""
    stamp = folder.parent / "leap"
    stamp.write_text(leap)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    environ |= {"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417", "FAKETIME_NO_CACHE": "1"}
    environ |= {"LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(stamp), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    done = run([sys.executable, "-c", program, *words], environ)
    assert done.stderr == "", done.stderr
    return done.stdout.strip()


LIVED = UNTRUSTED + (
    "from tests.filing import *; from kiosk.storage.tables import Case; kiosk = compose(load()); "
    "sent = submit(kiosk, answer_all(kiosk)); answer_all(kiosk)\n"
    "with kiosk.database.transaction() as session:\n"
    "    session.get_one(Case, sent.id).handed_over_at = kiosk.clock.now().at\n"
    "kiosk.database.close()"
)


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """Return the data of a kiosk with a draft, a case that was handed over, and its events."""
    folder = tmp_path / "data"
    at(folder, "+0", LIVED)
    return folder


def held(folder: Path) -> tuple[int, int]:
    """Return how many drafts and documents are there, and look that no event went."""
    kiosk = open_kiosk(folder)
    with kiosk.database.reading() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM draft").scalar_one()
    assert not audit.verify(kiosk.database).purged_through
    kiosk.database.close()
    return count, len(list((folder / "vault").iterdir()))


@pytest.mark.parametrize("leap", ["+8d", "+31d", "+8y", "-20y"])
def test_no_start_and_no_purge_under_a_wrong_clock_removes_anything(lived: Path, leap: str) -> None:
    before = held(lived)
    for _start in range(2):
        removed = json.loads(at(lived, leap, COMMAND, "purge", "--json"))["removed"]
        assert not any(removed.values()), removed
        at(lived, leap, COMMAND, "case", "list")
    assert held(lived) == before
    assert "está entero" in at(lived, "+0", COMMAND, "audit", "verify")


def test_a_clock_that_leaps_to_and_fro_between_starts_adds_nothing_up(lived: Path) -> None:
    before = held(lived)
    for leap in ("+5d", "+0", "+6d", "-3y", "+40d", "+12d", "+9y"):
        assert not any(json.loads(at(lived, leap, COMMAND, "purge", "--json"))["removed"].values())
    assert held(lived) == before


def test_a_clock_that_leaps_while_the_kiosk_runs_removes_nothing_at_the_hour_of_upkeep(lived: Path) -> None:
    before = held(lived)
    at(lived, "+0", HOURLY, "+0", "+8d", "+9y", "-5y", "+40d", "+0")
    assert held(lived) == before


def test_a_filing_under_a_clock_that_is_years_ahead_keeps_the_year_and_so_do_all_later_ones(lived: Path) -> None:
    year = f"{datetime.now(UTC) - timedelta(hours=5):%y}"
    numbers = [at(lived, leap, FILE) for leap in ("+68y", "-20y", "+0")]
    assert [re.fullmatch(r"0417A-(\d\d)-(\d{6})-.", each).groups() for each in numbers] == [  # type: ignore[union-attr] # it matches
        (year, f"{count:06}") for count in (2, 3, 4)
    ]


def test_the_first_filing_of_all_under_a_clock_that_is_decades_ahead_does_not_have_its_year(tmp_path: Path) -> None:
    numbers = {at(tmp_path / "data", leap, FILE)[6:8] for leap in ("+68y", "+68y", "+0")}
    assert numbers <= {f"{WRITTEN:%y}", f"{datetime.now(UTC) - timedelta(hours=5):%y}"}


def test_a_clock_that_leaps_within_a_visit_takes_nothing_from_it(tmp_path: Path) -> None:
    number = at(tmp_path / "data", "+0", VISIT, "+8d", "-5y", "+0", "+30y", "+1d")
    assert number[6:8] == f"{datetime.now(UTC) - timedelta(hours=5):%y}"


def test_a_draft_that_was_begun_under_a_wrong_clock_is_there_when_it_is_right(lived: Path) -> None:
    drafts_before = held(lived)[0]
    for leap in ("-20y", "+8y"):
        at(lived, leap, UNTRUSTED + "from tests.filing import *; k = compose(load()); answer_all(k); k.database.close()")
    with patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=True):
        kiosk = open_kiosk(lived)
        assert housekeeping.purge(kiosk)["drafts"] == 0
        with kiosk.database.reading() as session:
            latest = session.connection().exec_driver_sql("SELECT max(expires_at) FROM draft").scalar_one()
        kiosk.database.close()
    assert held(lived)[0] == drafts_before + 2
    assert datetime.fromisoformat(latest).replace(tzinfo=UTC) < datetime.now(UTC) + timedelta(days=8), "brought nearer"


def test_a_leap_is_told_until_a_person_confirms_the_hour_and_then_what_is_over_goes(lived: Path) -> None:
    said = _unsure(lived, "+8d", "clock")
    assert "sin verificar" in said
    assert "no se borra nada" in said
    for leap, code in (("+8d", "leapt"), ("-3y", "gone_back")):
        checks = {each["name"]: each["code"] for each in json.loads(_unsure(lived, leap, "doctor", "--json"))}
        assert checks["clock"] == code
    wrong = _unsure(lived, "+8d", "--actor", "ana", "clock", "confirm", "01/02/2020", "10:00")
    assert "póngalo primero en hora" in wrong
    assert not any(json.loads(at(lived, "+8d", COMMAND, "purge", "--json"))["removed"].values())
    now = f"{datetime.now(UTC) + timedelta(days=8, hours=-5):%d/%m/%Y %H:%M}".split()
    assert "quedó confirmada" in at(lived, "+8d", COMMAND, "--actor", "ana", "clock", "confirm", *now)
    assert json.loads(at(lived, "+8d", COMMAND, "purge", "--json"))["removed"]["drafts"] > 0
    assert "verificado" in at(lived, "+8d", COMMAND, "clock")


def _unsure(folder: Path, leap: str, *words: str) -> str:
    """Return what a command says that ends with 1."""
    catch = "import contextlib, io, sys; from kiosk.commands import main; sys.stderr = sys.stdout; main(sys.argv[1:])"
    health = "import kiosk.services.health.clock as health; health.kernel_is_synchronised = lambda: False; "
    return at(folder, leap, UNTRUSTED + health + catch, *words)


def test_the_time_that_the_machine_is_on_passes_whatever_the_clock_says() -> None:
    start, week = datetime(2026, 11, 1, tzinfo=UTC), timedelta(days=7)
    with (
        patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=False),
        patch("kiosk.adapters.clock.datetime") as told,
        patch("kiosk.adapters.clock.uptime") as on,
    ):
        told.now.return_value, on.return_value = start + timedelta(days=900), (1000.0, "boot")
        clock = SystemClock(week, None, None, SeenTime(start, 400.0, "boot"))
        assert clock.seen() == start + timedelta(minutes=10)
        on.return_value = (1000.0 + 86_400 * 3, "boot")
        assert clock.seen() == start + timedelta(days=3, minutes=10)
        assert clock.is_astray()
        on.return_value = (600.0, "next boot")
        assert clock.seen() == start + timedelta(days=3, minutes=20)


def test_what_one_process_was_told_of_the_hour_the_others_take_over(tmp_path: Path) -> None:
    with patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=False):
        settings = open_kiosk(tmp_path / "both").settings
        one, other = (compose(settings) for _process in range(2))
        assert not other.clock.now().trusted
        housekeeping.confirm_clock(one.acting_as("ana"))
        housekeeping.remember_clock(other)
        assert other.clock.now().trusted
        one.database.close()
        other.database.close()


def test_staff_see_at_once_that_the_clock_has_leapt(kiosk: Kiosk, clock: StoppedClock) -> None:
    clock.trusted = False
    clock.advance(days=3)
    (task,) = tasks.today(kiosk).tasks
    assert (task.detail, to_do(task)) == ("clock", "La hora del kiosco no está verificada.")
    assert "no se borra nada" in hint(task)
    housekeeping.confirm_clock(kiosk.acting_as("rosa"))
    assert not tasks.today(kiosk).tasks


def test_the_record_tells_what_the_purge_took_away_and_whether_it_was_the_purge(kiosk: Kiosk, clock: StoppedClock) -> None:
    answer_all(kiosk)
    clock.advance(days=8 * 366)
    assert housekeeping.purge(kiosk)["events"] > 0
    check = audit.verify(kiosk.database)
    assert check.is_whole
    assert check.removed_at == clock.at
    assert check.purged_at
    assert check.purged_at < clock.at - timedelta(days=7 * 365)
    with kiosk.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE event SET name = 'other' WHERE name = 'events_purged'")
    assert {each.fault for each in audit.verify(kiosk.database).broken} >= {"purge"}
