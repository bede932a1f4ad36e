"""How people fare on their way, told so that nobody can be told by it: what has too few visits waits for the next month's."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

FEWEST = 5
"""Visits below which a month of a channel is not told alone: at a small post, one who left may be somebody known."""
FINISHED = "receipt"
"""The step in which a visit ends that reached its number."""


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A step: visits in which it was shown, those that ended there, seconds of those that went on, documents refused."""

    step: str
    visits: int = 0
    left: int = 0
    seconds: int = 0
    refused: int = 0

    @property
    def minutes(self) -> float | None:
        """The mean of those who went on from here; None where nobody did."""
        went_on = self.visits - self.left
        return round(self.seconds / went_on / 60, 1) if went_on > 0 else None

    def and_also(self, other: "StepFigures") -> "StepFigures":
        """Return both together."""
        return StepFigures(
            self.step,
            self.visits + other.visits,
            self.left + other.left,
            self.seconds + other.seconds,
            self.refused + other.refused,
        )


@dataclass(frozen=True, slots=True)
class JourneyFigures:
    """The visits of a channel in a month, or in some months one after the other; (year, month) of the first and last."""

    channel: str
    first: tuple[int, int]
    last: tuple[int, int]
    steps: dict[str, StepFigures] = field(default_factory=dict)

    @property
    def began(self) -> int:
        """Visits, which end once each."""
        return sum(each.left for each in self.steps.values())

    @property
    def finished(self) -> int:
        """Visits that reached their number."""
        return self.steps[FINISHED].left if FINISHED in self.steps else 0

    @property
    def refused(self) -> int:
        """Documents that were not taken."""
        return sum(each.refused for each in self.steps.values())

    def and_also(self, other: "JourneyFigures") -> "JourneyFigures":
        """Return both together; `other` is of the same channel."""
        steps = dict(self.steps)
        for name, each in other.steps.items():
            steps[name] = steps[name].and_also(each) if name in steps else each
        return replace(self, first=min(self.first, other.first), last=max(self.last, other.last), steps=steps)


def told(months: Iterable[JourneyFigures]) -> list[JourneyFigures]:
    """Return what may be told of single months, by channel and time: each has enough visits, alone or with the months before."""
    found: list[JourneyFigures] = []
    waiting: dict[str, JourneyFigures] = {}
    for each in sorted(months, key=lambda month: (month.channel, month.first)):
        before = waiting.pop(each.channel, None)
        together = before.and_also(each) if before else each
        if together.began >= FEWEST:
            found.append(together)
        else:
            waiting[each.channel] = together
    return found
