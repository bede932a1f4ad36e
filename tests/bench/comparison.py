"""How things are compared: in turn in the same run, so that a busy machine slows both, and by the ratio of their medians."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

RUNS = 11
"""Pairs of runs; the issue asks for at least 7."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the results: what was measured against what, both figures as text, and whether the goal was reached."""

    what: str
    against: str
    ours: str
    theirs: str
    ratio: float | None
    goal: str
    reached: bool | None


def compared(what: str, against: str, ours: Sequence[float], theirs: Sequence[float], most: float) -> Row:
    """Compare two series of seconds by their medians; the goal is a ratio of at most `most`."""
    mine, other = median(ours), median(theirs)
    ratio = mine / other
    return Row(what, against, seconds(mine), seconds(other), ratio, f"≤ {most:g}×", ratio <= most)


def in_turn(ours: Callable[[], float], theirs: Callable[[], float], runs: int = RUNS) -> tuple[list[float], list[float]]:
    """Measure both sides in turn, once each beforehand unmeasured; each call returns its own seconds."""
    ours(), theirs()
    pairs = [(ours(), theirs()) if number % 2 else (theirs(), ours())[::-1] for number in range(runs)]
    return [mine for mine, _ in pairs], [other for _, other in pairs]


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Turn work into a call that returns the seconds that it took."""

    def call() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return call


def percentile(values: Sequence[float], hundredth: int) -> float:
    """Return the value that so many of a hundred do not pass."""
    return sorted(values)[min(len(values) - 1, len(values) * hundredth // 100)]


def seconds(value: float) -> str:
    """Write seconds with the unit that suits them."""
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.1f} ms" if value < 0.1 else f"{value * 1e3:.0f} ms"
