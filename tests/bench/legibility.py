"""How well legibility is judged, against a truth that the thresholds did not make: whether tesseract reads the number.

`python -m tests.bench.legibility` tells both sets, kind by kind; thresholds are set on the first, goals told on the second.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.documents.document import Paper, Verdict
from kiosk.inspection.judged.judging import judge
from kiosk.inspection.legibility.measures import measure as measure_page
from tests.bench.comparison import RUNS, Row, seconds, timed
from tests.inspection import papers
from tests.inspection.truth import REPORTING, SETTING, Spoiled, is_read, pictures

STRENGTHS = tuple((step + 0.5) / 6 for step in range(6))
LEAST_CAUGHT, MOST_REFUSED, MOST_SECONDS = 0.95, 0.01, 0.025


@dataclass
class Tally:
    """How pictures were judged: of those that cannot be read, of those that can."""

    unread: int = 0
    missed: int = 0
    read: int = 0
    doubted: int = 0
    refused: int = 0

    def count(self, verdict: Verdict, *, read: bool) -> None:
        """Add one picture."""
        self.read += read
        self.unread += not read
        self.missed += not read and verdict is Verdict.FINE
        self.doubted += read and verdict is Verdict.DOUBTFUL
        self.refused += read and verdict is Verdict.UNREADABLE

    @property
    def caught(self) -> float:
        """Return the part (0 to 1) of what cannot be read that was called doubtful or unreadable."""
        return 1 - self.missed / max(1, self.unread)

    @property
    def wrongly_refused(self) -> float:
        """Return the part of what can be read that was called unreadable."""
        return self.refused / max(1, self.read)


def verdict_on(spoiled: Spoiled) -> Verdict:
    """Judge a picture as the kiosk does."""
    return judge([measure_page(spoiled.image, spoiled.image.size, spoiled.paper)], spoiled.paper)[0]


def tally(spoiled: Iterable[Spoiled]) -> dict[str, Tally]:
    """Judge pictures and read them, kind by kind, and all under ""."""
    counted: dict[str, Tally] = defaultdict(Tally)
    for each in spoiled:
        verdict, read = verdict_on(each), is_read(each)
        for kind in ("", each.kind):
            counted[kind].count(verdict, read=read)
    return counted


def measure(folder: Path) -> list[Row]:
    """Tell the goals on the papers that had no part in setting the thresholds, kind by kind, and how long measuring takes."""
    counted = tally(pictures(REPORTING, STRENGTHS))
    every = counted.pop("")
    return [
        _caught("all together", every, f"≥ {LEAST_CAUGHT:.0%}", reached=every.caught >= LEAST_CAUGHT),
        _refused("all together", every, f"≤ {MOST_REFUSED:.0%}", reached=every.wrongly_refused <= MOST_REFUSED),
        *(_caught(kind, each, "") for kind, each in counted.items() if each.unread),
        *(_refused(kind, each, "") for kind, each in counted.items() if each.read),
        _speed(),
    ]


def _caught(kind: str, counted: Tally, goal: str, *, reached: bool | None = None) -> Row:
    ours = f"{counted.caught:.1%} ({counted.unread - counted.missed})"
    return Row(f"legibility, {kind}: unreadable or doubtful", "cannot be read", ours, str(counted.unread), None, goal, reached)


def _refused(kind: str, counted: Tally, goal: str, *, reached: bool | None = None) -> Row:
    ours = f"{counted.wrongly_refused:.1%} ({counted.refused}; doubtful {counted.doubted})"
    return Row(f"legibility, {kind}: unreadable", "reads without fault", ours, str(counted.read), None, goal, reached)


def _speed() -> Row:
    photo = papers.card("Vera", "guilloche", 7, dots=18, table=True).image.resize((2000, 1500))
    once = timed(lambda: measure_page(photo, (4000, 3000), Paper.CARD))
    once()
    took = statistics.median(once() for _run in range(RUNS))
    goal = f"≤ {seconds(MOST_SECONDS)}"
    return Row("measuring a 12-megapixel photo, decoded at half", "", seconds(took), "", None, goal, took <= MOST_SECONDS)


if __name__ == "__main__":
    for first in (SETTING, REPORTING):
        print("set" if first == SETTING else "reported")
        for kind, each in tally(pictures(first, STRENGTHS)).items():
            print(f"  {kind or 'all':12} {each}")
