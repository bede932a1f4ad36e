"""Judges measured pages by thresholds that are data. It runs in the application, on plain values; the child only measures."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.domain.documents.document import PageFacts, Paper, Verdict
from kiosk.inspection.codes import Code

THRESHOLDS = Path(__file__).with_name("legibility.toml")
_MOST_FINDINGS = 2
"""A person who reads little mends one thing at a time; the second is for who looks on."""

_TOLD = 0.15
"""From where on the score `sheet` says something: drawn cards come to 0.13 where a reflection leaves few letters of them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """From where on a score of a paper is doubtful or unreadable; None where it never is. Lower is worse, or higher (`rising`)."""

    code: Code
    score: str
    paper: Paper
    rising: bool
    doubtful: float | None
    unreadable: float | None

    def judge(self, facts: PageFacts) -> Verdict:
        """Judge one page; a score that is missing is fine."""
        value = float(facts.dpi) if self.score == "dpi" else facts.scores.get(self.score)
        if value is None or (self.score == "dpi" and not facts.dpi):
            return Verdict.FINE
        if self._passes(value, self.unreadable):
            return Verdict.UNREADABLE
        return Verdict.DOUBTFUL if self._passes(value, self.doubtful) else Verdict.FINE

    def _passes(self, value: float, limit: float | None) -> bool:
        return limit is not None and (value > limit if self.rising else value < limit)


def shape_of(facts: PageFacts) -> Paper | None:
    """Tell by what was measured whether a page shows a card or a sheet, whatever it should show; None where that cannot be told."""
    said = facts.scores.get("sheet", 0.0)
    return None if abs(said) < _TOLD else (Paper.PAGE if said > 0 else Paper.CARD)


def judge(facts: Sequence[PageFacts], paper: Paper) -> tuple[Verdict, tuple[tuple[Code, int], ...]]:
    """Return the verdict on a document of one or more pages, and what was found on which (from 1; 0 where there is only one).

    The worst page decides; what makes it unreadable comes first. A page without anything on it does no harm beside others.
    """
    judged = [list(_findings(each, paper)) for each in facts]
    blank = [any(code is Code.BLANK and verdict is Verdict.UNREADABLE for code, verdict in page) for page in judged]
    pages = [(number, page) for number, page in enumerate(judged, 1) if not blank[number - 1] or all(blank)]
    found = [(code, verdict, number if len(facts) > 1 else 0) for number, page in pages for code, verdict in page]
    for worst in (Verdict.UNREADABLE, Verdict.DOUBTFUL):
        serious = [(code, number) for code, verdict, number in found if verdict is worst]
        if serious:
            first = dict(reversed(serious))
            return worst, tuple((code, first[code]) for code in Code if code in first)[:_MOST_FINDINGS]
    return Verdict.FINE, ()


def _findings(facts: PageFacts, paper: Paper) -> Iterator[tuple[Code, Verdict]]:
    """Give what is wrong with one page, without what only follows from something else that is."""
    worst: dict[Code, Verdict] = {}
    for rule in rules():
        if (
            rule.paper is paper
            and (verdict := rule.judge(facts)) is not Verdict.FINE
            and worst.get(rule.code) is not Verdict.UNREADABLE
        ):
            worst[rule.code] = verdict
    for code, verdict in worst.items():
        if not any(cause in worst and worst[cause] in {verdict, Verdict.UNREADABLE} for cause in _CAUSES.get(code, ())):
            yield code, verdict


_LOST = (Code.BLANK, Code.HARDLY_PAPER)
"""What letters may be lost in."""
_ALL_ELSE = (*_LOST, Code.NO_PAPER)
_ANOTHER_PAPER = (Code.NOT_A_CARD, Code.NOT_A_SHEET)
_CAUSES = {
    Code.NO_PAPER: (Code.TOO_DARK, Code.BLANK, Code.BLURRED, Code.WASHED_OUT, Code.LOW_RESOLUTION),
    Code.HARDLY_PAPER: (Code.TOO_DARK, Code.NO_PAPER, Code.BLANK),
    Code.BLANK: (Code.TOO_DARK,),
    Code.LOW_RESOLUTION: (*_LOST, *_ANOTHER_PAPER),
    Code.BLURRED: (Code.BLANK, *_ANOTHER_PAPER, Code.LOW_RESOLUTION),
    Code.TOO_DARK: (),
    Code.WASHED_OUT: _LOST,
    Code.LOW_CONTRAST: (*_ALL_ELSE, Code.LOW_RESOLUTION, Code.BLURRED, Code.TOO_DARK, Code.WASHED_OUT),
    Code.GLARE: (*_ALL_ELSE, Code.WASHED_OUT),
    Code.SHADOW: (*_ALL_ELSE, Code.TOO_DARK, Code.GLARE),
    Code.CUT_OFF: (*_ALL_ELSE, *_ANOTHER_PAPER, Code.GLARE),
    Code.NOT_A_CARD: _ALL_ELSE,
    Code.NOT_A_SHEET: _ALL_ELSE,
    Code.SIDEWAYS: _ALL_ELSE,
    Code.TILTED: (*_ALL_ELSE, Code.SIDEWAYS),
}
"""What each finding may follow from: a page that is too dark is pale as well, and light mends both; a reflection hides edges."""


@cache
def rules() -> tuple[Rule, ...]:
    """Read the thresholds. Raises ValueError or KeyError where they make no sense."""
    read = tomllib.loads(THRESHOLDS.read_text(encoding="utf-8"))
    return tuple(_rule(each, paper) for each in read["rule"] for paper in Paper if paper in each)


def _rule(entry: dict[str, object], paper: Paper) -> Rule:
    limits = entry[paper]
    if not isinstance(limits, dict) or entry["worse"] not in {"above", "below"}:
        raise ValueError(entry)
    doubtful, unreadable = (None if limits.get(name) is None else float(limits[name]) for name in ("doubtful", "unreadable"))
    return Rule(Code(str(entry["code"])), str(entry["score"]), paper, entry["worse"] == "above", doubtful, unreadable)
