"""Looking a case up by number, identity or name, at ten thousand cases and at a million: the indexes must make it one price."""

import random
from collections.abc import Callable, Iterator
from itertools import chain, count, cycle
from pathlib import Path
from statistics import median

from kiosk.services import cases, search, tasks
from tests.bench.comparison import Row, in_turn, percentile, seconds, timed
from tests.bench.crowd import ASKED, GIVEN, RARE, SURNAMES, Crowd

SMALL, LARGE = 10_000, 1_000_000
MOST_RATIO, MOST_SECONDS, MOST_DESK_SECONDS = 1.5, 0.005, 0.025


def _by_number(crowd: Crowd) -> Callable[[], float]:
    """Return a call that looks the next number up; the event that a look leaves costs the same at any size."""
    asked = iter(crowd.number[place] for place in crowd.asked * 2)

    def look() -> None:
        number = next(asked)
        with crowd.kiosk.database.reading() as session:
            _is_there(cases.case_of(session, number).number == number)

    return timed(look)


def _by_identity(crowd: Crowd) -> Callable[[], float]:
    """Return a call that looks the next person's cases up, as `kiosk case list` does."""
    identities = iter(f"99{place:08d}" for place in crowd.asked * 2)
    return timed(lambda: _is_there(len(cases.summaries(crowd.kiosk, identity=next(identities))) == 1))


def _at_the_desk(crowd: Crowd, typed: Iterator[str], *, there: bool = True) -> Callable[[], float]:
    """Return a call that finds the next of what is typed at the desk."""
    return timed(lambda: _is_there(bool(search.find(crowd.kiosk, next(typed)).cases) is there))


def _today(crowd: Crowd) -> Callable[[], float]:
    """Return a call that asks what waits for staff, where every case does."""
    return timed(lambda: _is_there(bool(tasks.today(crowd.kiosk).tasks)))


def _typed(crowd: Crowd) -> dict[str, tuple[Iterator[str], bool]]:
    """Return what is typed at the desk by the kind of it, and whether there is such a case."""
    chance = random.Random(5)  # noqa: S311 - the same ones each time
    people = [" ".join(crowd.names[place]).split() for place in crowd.asked] * 2
    given, surnames = GIVEN[:12], SURNAMES[:12]
    return {
        "number": (iter([crowd.number[place] for place in crowd.asked] * 2), True),
        "identity": (iter([f"99{place:08d}" for place in crowd.asked] * 2), True),
        "a common first name": (cycle(given), True),
        "a name and a surname that are common": (
            iter(f"{chance.choice(given)} {chance.choice(surnames)}" for _each in count()),
            True,
        ),
        "a whole name, its end not typed": (iter(f"{one} {two} {three} {last[:4]}" for one, two, three, last in people), True),
        "both surnames and a name": (iter(f"{three} {last} {one}" for one, _two, three, last in people), True),
        "the beginning of a name": (cycle([each[:3] for each in chain(given, surnames)]), True),
        "a rare surname": (cycle(RARE), True),
        "three names that nobody has together": (cycle([" ".join(GIVEN[at : at + 3]) for at in range(9)]), False),
        "a name and another that is nobody's": (cycle([f"{each} Wxyz" for each in given]), False),
    }


def _is_there(found: bool) -> None:  # noqa: FBT001 - what was looked up
    assert found


def _row(what: str, small: list[float], large: list[float], most: float) -> Row:
    ratio, worst = median(large) / median(small), percentile(large, 99)
    ours = f"{seconds(median(large))}, p99 {seconds(worst)}"
    goal = f"≤ {MOST_RATIO:g}×, p99 < {seconds(most)}"
    return Row(what, "at 10 thousand", ours, seconds(median(small)), ratio, goal, ratio <= MOST_RATIO and worst < most)


def measure(folder: Path) -> list[Row]:
    """Compare the two sizes."""
    small, large = Crowd(folder / "small", SMALL), Crowd(folder / "large", LARGE)
    rows = []
    for what, way in (("number", _by_number), ("identity", _by_identity)):
        at_large, at_small = in_turn(way(large), way(small), ASKED - 1)
        rows.append(_row(f"case by {what}, at 1 million", at_small, at_large, MOST_SECONDS))
    at_both = zip(_typed(large).items(), _typed(small).values(), strict=True)
    for (what, (in_large, there)), (in_small, _there) in at_both:
        pair = _at_the_desk(large, in_large, there=there), _at_the_desk(small, in_small, there=there)
        at_large, at_small = in_turn(*pair, ASKED - 1)
        rows.append(_row(f"desk: {what}, at 1 million", at_small, at_large, MOST_DESK_SECONDS))
    at_large, at_small = in_turn(_today(large), _today(small), ASKED // 4)
    rows.append(_row("desk: what waits, at 1 million", at_small, at_large, MOST_DESK_SECONDS))
    for each in (small, large):
        each.kiosk.database.close()
    return rows
