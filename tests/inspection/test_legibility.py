"""What is measured on a page and how it is judged: undegraded papers are fine, and each fault is named."""

import math

import pytest
from PIL import Image

from kiosk.domain.document import Paper, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.judging import judge
from kiosk.inspection.legibility import SCORES, measure
from tests.inspection import papers
from tests.inspection.degraded import spoil

GROUNDS = papers.SETTING_GROUNDS + papers.REPORTING_GROUNDS


def seen(image: Image.Image, paper: Paper) -> tuple[Verdict, set[Code]]:
    verdict, findings = judge([measure(image, image.size, paper)], paper)
    return verdict, {code for code, _page in findings}


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("face", papers.SETTING_FONTS + papers.REPORTING_FONTS)
@pytest.mark.parametrize("table", [False, True])
def test_a_clean_paper_is_fine_whatever_its_font_and_ground(face: str, ground: str, table: bool) -> None:  # noqa: FBT001 - a parameter of the test
    for draw in (papers.card, papers.page):
        drawn = draw(face, ground, 3, table=table)
        assert seen(spoil(drawn, "none", 0, 3), drawn.paper) == (Verdict.FINE, set())


@pytest.mark.parametrize("paper", Paper)
def test_an_empty_sheet_is_blank_and_nothing_else(paper: Paper) -> None:
    size = (1027, 648) if paper is Paper.CARD else (1470, 2079)
    assert seen(Image.new("L", size, 250), paper) == (Verdict.UNREADABLE, {Code.BLANK})


def test_scores_bear_only_names_that_the_application_takes_and_are_finite() -> None:
    for image in (papers.card("Vera", "plain", 1).image, Image.new("L", (1, 5000)), Image.new("L", (3, 3), 255)):
        facts = measure(image, image.size, Paper.CARD)
        assert set(facts.scores) == SCORES
        assert all(math.isfinite(value) for value in facts.scores.values())
