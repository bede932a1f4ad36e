"""What is measured on a page and how it is judged: undegraded papers are fine, and each fault is named."""

import math
from collections.abc import Callable

import pytest
from PIL import Image

from kiosk.domain.document import Paper, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.judging import judge
from kiosk.inspection.legibility import SCORES, measure
from kiosk.inspection.paper_edges import find_paper
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


FAULTS = {
    "blur": {Code.BLURRED},
    "motion": {Code.BLURRED},
    "dark": {Code.TOO_DARK},
    "washed": {Code.WASHED_OUT, Code.LOW_CONTRAST, Code.BLANK},
    "glare": {Code.GLARE, Code.WASHED_OUT, Code.SHADOW},
    "low_dpi": {Code.LOW_RESOLUTION},
    "cut": {Code.CUT_OFF},
    "shadow": {Code.SHADOW},
    "tilt": {Code.TILTED},
    "perspective": {Code.TILTED},
}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize(("face", "ground"), [("Vera", "blue"), ("com_____", "waves")])
@pytest.mark.parametrize("draw", [papers.card, papers.page])
def test_a_strong_fault_is_named(kind: str, face: str, ground: str, draw: Callable[..., papers.Drawn]) -> None:
    drawn = draw(face, ground, 5)
    verdict, found = seen(spoil(drawn, kind, 0.4 if kind == "glare" else 0.85, 5), drawn.paper)
    assert verdict is not Verdict.FINE
    assert found & FAULTS[kind]


@pytest.mark.parametrize("draw", [papers.card, papers.page])
@pytest.mark.parametrize("quarter", [90, 270])
def test_a_paper_that_lies_sideways_is_told(draw: Callable[..., papers.Drawn], quarter: int) -> None:
    drawn = draw("Vera", "blue", 5)
    assert seen(drawn.image.rotate(quarter, expand=True), drawn.paper) == (Verdict.DOUBTFUL, {Code.SIDEWAYS})


@pytest.mark.parametrize(
    ("kind", "score"),
    [("blur", "sharpness"), ("dark", "ground"), ("washed", "contrast"), ("low_dpi", "sharpness"), ("dark", "contrast")],
)
@pytest.mark.parametrize("draw", [papers.card, papers.page])
def test_a_score_falls_as_its_fault_grows(kind: str, score: str, draw: Callable[..., papers.Drawn]) -> None:
    drawn = draw("VeraBd", "blue", 4)
    spoiled = [spoil(drawn, kind, strength, 4) for strength in (0.05, 0.3, 0.55, 0.8)]
    scores = [measure(image, image.size, drawn.paper).scores[score] for image in spoiled]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 2 * scores[-1]


@pytest.mark.parametrize("strength", [0.4, 0.55, 0.7, 0.85])
@pytest.mark.parametrize("seed", range(4))
def test_a_large_reflection_is_named_and_not_taken_for_the_paper(strength: float, seed: int) -> None:
    drawn = papers.card("Vera", papers.SETTING_GROUNDS[seed % 3], seed)
    spoiled = spoil(drawn, "glare", strength, seed)
    assert not find_paper(spoiled, drawn.paper).edges
    verdict, found = seen(spoiled, drawn.paper)
    assert verdict is not Verdict.FINE
    assert Code.GLARE in found
    assert Code.CUT_OFF not in found


@pytest.mark.parametrize("strength", [0.4, 0.55, 0.7, 0.85])
@pytest.mark.parametrize("seed", range(4))
def test_a_large_reflection_on_a_card_on_a_table_is_named(strength: float, seed: int) -> None:
    drawn = papers.card("Vera", papers.SETTING_GROUNDS[seed % 3], seed, table=True)
    assert seen(spoil(drawn, "glare", strength, seed), drawn.paper) == (Verdict.DOUBTFUL, {Code.GLARE})


@pytest.mark.parametrize("kind", ["none", "blur", "motion"])
def test_a_paper_on_a_table_is_found_even_blurred(kind: str) -> None:
    drawn = papers.card("Vera", "blue", 2, table=True)
    assert find_paper(spoil(drawn, kind, 0.7, 2), drawn.paper).edges
