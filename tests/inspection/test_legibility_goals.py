"""A bounded version of `tests.bench legibility`: what tesseract cannot read is doubted, what it reads is not refused."""

import pytest

from tests.bench.legibility import LEAST_CAUGHT, MOST_REFUSED, tally
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
