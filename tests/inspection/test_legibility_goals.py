"""A bounded version of `tests.bench legibility`: what tesseract cannot read is doubted, what it reads is not refused."""

import itertools

import pytest

from kiosk.domain.document import Verdict
from kiosk.inspection.judging import judge
from kiosk.inspection.legibility import measure
from tests.bench.legibility import LEAST_CAUGHT, MOST_REFUSED, tally
from tests.inspection import grounds, papers
from tests.inspection.truth import REPORTING, pictures

STRENGTHS = (0.0625, 0.9375)
KINDS = ("blur", "motion", "low_dpi", "shadow")


@pytest.mark.peer("tesseract")
def test_what_cannot_be_read_is_doubted_and_what_reads_is_not_refused() -> None:
    every = tally(pictures(REPORTING, STRENGTHS, variants=2, kinds=KINDS))[""]
    assert every.unread >= 5
    assert every.read >= 5
    assert every.caught >= LEAST_CAUGHT
    assert every.wrongly_refused <= MOST_REFUSED


def test_a_paper_is_told_from_what_it_lies_on() -> None:
    verdicts = []
    for number, (ground, draw, room) in enumerate(
        itertools.product(grounds.REPORTING_GROUNDS, (papers.card, papers.page), (0.06, 0.15, 0.35, 0.12))
    ):
        drawn = draw(papers.REPORTING_FONTS[number % 3], papers.REPORTING_GROUNDS[number % 3], 900 + number)
        image = grounds.laid(drawn, ground, 900 + number, room=room, bulb=0.5 if room == 0.12 else 0)
        size = image.size
        image.thumbnail((1700, 1700))
        verdicts.append(judge([measure(image, size, drawn.paper)], drawn.paper)[0])
    assert set(verdicts) <= {Verdict.FINE, Verdict.DOUBTFUL}
    assert verdicts.count(Verdict.DOUBTFUL) <= 0.15 * len(verdicts)
