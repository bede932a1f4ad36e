"""What is measured on a page and how it is judged: undegraded papers are fine, and each fault is named."""

import math
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from kiosk.adapters.samples.card import JUAN, MARIA, back, front
from kiosk.adapters.samples.form import signed_form
from kiosk.domain.documents.document import Paper, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.judging import judge
from kiosk.inspection.legibility.measures import SCORES, measure
from kiosk.inspection.legibility.paper_edges import find_paper
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


@pytest.mark.parametrize("face", papers.REPORTING_FONTS)
@pytest.mark.parametrize("table", [False, True])
def test_a_card_where_a_sheet_is_asked_for_is_doubted(face: str, table: bool) -> None:  # noqa: FBT001 - a parameter of the test
    drawn = papers.card(face, "cream", 8, table=table)
    verdict, found = seen(spoil(drawn, "none", 0, 8), Paper.PAGE)
    assert (verdict, Code.NOT_A_SHEET in found) == (Verdict.DOUBTFUL, True)


@pytest.mark.parametrize("face", papers.REPORTING_FONTS)
def test_a_sheet_where_a_card_is_asked_for_is_doubted(face: str) -> None:
    letter = Image.new("L", (1240, 1754), 245)
    for row in range(20):
        text = f"{row} pido salir del seguro social campesino por mi propia voluntad"
        ImageDraw.Draw(letter).text((130, 150 + 70 * row), text, 40, papers.font(face, 28))
    verdict, found = seen(letter, Paper.CARD)
    assert (verdict, Code.NOT_A_CARD in found) == (Verdict.DOUBTFUL, True)


@pytest.mark.parametrize("asked", Paper)
def test_the_samples_are_doubted_in_each_others_place_only(asked: Paper) -> None:
    for picture, paper in ((front(MARIA), Paper.CARD), (back(JUAN), Paper.CARD), (signed_form(), Paper.PAGE)):
        verdict, found = seen(picture.convert("L"), asked)
        doubts = {Code.NOT_A_CARD if asked is Paper.CARD else Code.NOT_A_SHEET} if asked is not paper else set()
        assert (verdict, found & {Code.NOT_A_CARD, Code.NOT_A_SHEET}) == (Verdict.DOUBTFUL if doubts else Verdict.FINE, doubts)


@pytest.mark.parametrize("sides", [1, 2])
def test_a_card_copied_onto_a_whole_sheet_is_a_card(sides: int) -> None:
    sheet = Image.new("L", (1654, 2339), 250)
    for number, side in enumerate((front(MARIA), back(MARIA))[:sides]):
        sheet.paste(side.convert("L").resize((674, 425)), (300, 300 + number * 560))
    assert Code.NOT_A_CARD not in seen(sheet, Paper.CARD)[1]


def test_an_open_passport_is_no_card() -> None:
    passport = papers.card("Vera", "blue", 4).image.resize((1250, 880))
    assert Code.NOT_A_SHEET not in seen(passport, Paper.PAGE)[1]
