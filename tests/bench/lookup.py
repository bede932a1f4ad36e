"""Looking a case up by number, identity or name, at ten thousand cases and at a million: the indexes must make it one price."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, count, cycle
from pathlib import Path
from statistics import median

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import lookup, search
from kiosk.services.desk import tasks
from tests.bench.comparison import Row, in_turn, percentile, seconds, timed
from tests.bench.crowd import ASKED, GIVEN, RARE, SURNAMES, Crowd

SMALL, LARGE = 10_000, 1_000_000
MOST_RATIO, MOST_SECONDS, MOST_DESK_SECONDS = 1.5, 0.005, 0.025


def _by_number(crowd: Crowd) -> Callable[[], float]:
    """Return a call that looks the next number up; the event that a look leaves costs the same at any size."""
    asked = iter(CaseNumber.kept(crowd.number[place]) for place in crowd.asked * 2)

    def look() -> None:
        number = next(asked)
        with crowd.kiosk.database.reading() as session:
            _is_there(lookup.case_of(session, number).number == number)

    return timed(look)


def _by_identity(crowd: Crowd) -> Callable[[], float]:
    """Return a call that looks the next person's cases up, as `kiosk case list` does."""
    identities = iter(f"99{place:08d}" for place in crowd.asked * 2)
    return timed(lambda: _is_there(len(lookup.summaries(crowd.kiosk, identity=next(identities))) == 1))


def _at_the_desk(crowd: Crowd, asked: "Asked") -> Callable[[], float]:
    """Return a call that finds the next of what is typed at the desk."""
    return timed(lambda: _is_there(bool(search.find(crowd.kiosk, next(asked.typed)).cases) is asked.there))


def _today(crowd: Crowd) -> Callable[[], float]:
    """Return a call that asks what waits for staff, where every case does."""
    return timed(lambda: _is_there(bool(tasks.today(crowd.kiosk).tasks)))


@dataclass(frozen=True)
class Asked:
    """What is typed at the desk, one after the other; `alike` when as much is found among ten thousand as among a million."""

    typed: Iterator[str]
    there: bool = True
    alike: bool = True


def _asked(crowd: Crowd) -> dict[str, Asked]:
    """Return what is typed at the desk by the kind of it."""
    chance = random.Random(5)  # noqa: S311 - the same ones each time
    people = [" ".join(crowd.names[place]).split() for place in crowd.asked]
    rare = [each for each in people if {*each} & {*RARE}]
    given, surnames = GIVEN[:12], SURNAMES[:12]
    return {
        "number": Asked(cycle([crowd.number[place] for place in crowd.asked])),
        "identity": Asked(cycle([f"99{place:08d}" for place in crowd.asked])),
        "a common first name": Asked(cycle(given)),
        "a name and a surname that are common": Asked(f"{chance.choice(given)} {chance.choice(surnames)}" for _each in count()),
        "a whole name, its end not typed": Asked(f"{one} {two} {three} {last[:4]}" for one, two, three, last in cycle(rare)),
        "a name that up to 50 have, and few of 10 thousand": Asked(
            (f"{three} {last} {one}" for one, _two, three, last in cycle(people)), alike=False
        ),
        "the beginning of a name": Asked(cycle([each[:3] for each in chain(given, surnames)])),
        "a rare surname": Asked(cycle(RARE)),
        "three names that nobody has together": Asked(cycle([" ".join(GIVEN[at : at + 3]) for at in range(9)]), there=False),
        "a name and another that is nobody's": Asked(cycle([f"{each} Wxyz" for each in given]), there=False),
    }


def _is_there(found: bool) -> None:  # noqa: FBT001 - what was looked up
    assert found


def _row(what: str, small: list[float], large: list[float], most: float, *, alike: bool = True) -> Row:
    ratio, worst = median(large) / median(small), percentile(large, 99)
    ours = f"{seconds(median(large))}, p99 {seconds(worst)}"
    goal = f"≤ {MOST_RATIO:g}×, p99 < {seconds(most)}" if alike else f"p99 < {seconds(most)}"
    reached = worst < most and (ratio <= MOST_RATIO or not alike)
    return Row(what, "at 10 thousand", ours, seconds(median(small)), ratio, goal, reached)


def measure(folder: Path) -> list[Row]:
    """Compare the two sizes."""
    small, large = Crowd(folder / "small", SMALL), Crowd(folder / "large", LARGE)
    rows = []
    for what, way in (("number", _by_number), ("identity", _by_identity)):
        at_large, at_small = in_turn(way(large), way(small), ASKED - 1)
        rows.append(_row(f"case by {what}, at 1 million", at_small, at_large, MOST_SECONDS))
    for (what, in_large), in_small in zip(_asked(large).items(), _asked(small).values(), strict=True):
        at_large, at_small = in_turn(_at_the_desk(large, in_large), _at_the_desk(small, in_small), ASKED - 1)
        rows.append(_row(f"desk: {what}, at 1 million", at_small, at_large, MOST_DESK_SECONDS, alike=in_large.alike))
    at_large, at_small = in_turn(_today(large), _today(small), ASKED // 4)
    rows.append(_row("desk: what waits, at 1 million", at_small, at_large, MOST_DESK_SECONDS))
    for each in (small, large):
        each.kiosk.database.close()
    return rows
