"""A bounded version of `tests.bench legibility`: what tesseract cannot read is doubted, what it reads is not refused."""

import itertools

import pytest

from kiosk.domain.documents.document import Verdict
from kiosk.inspection.judged.judging import judge
from kiosk.inspection.legibility.measures import measure
from tests.bench.legibility import LEAST_CAUGHT, MOST_REFUSED, tally
from tests.inspection import grounds, papers, without_words
from tests.inspection.degraded import spoil
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
        image, size = grounds.decoded(drawn, ground, 900 + number, room=room, bulb=0.5 if room == 0.12 else 0)
        verdicts.append(judge([measure(image, size, drawn.paper)], drawn.paper)[0])
    assert set(verdicts) <= {Verdict.FINE, Verdict.DOUBTFUL}
    assert verdicts.count(Verdict.DOUBTFUL) <= 0.15 * len(verdicts)


@pytest.mark.parametrize("ground", [grounds.gingham, grounds.flowers, grounds.planks, grounds.leaves, without_words.tiles])
@pytest.mark.parametrize("room", [0.8, 1.6])
def test_a_card_with_much_room_around_it_is_measured_by_itself(ground: grounds.Ground, room: float) -> None:
    drawn = papers.card("Vera", "plain", 31)
    image, size = grounds.decoded(drawn, ground, 31, room=room)
    facts = measure(image, size, drawn.paper)
    assert judge([facts], drawn.paper) == (Verdict.FINE, ())
    assert facts.dpi < 1.4 * drawn.image.width / drawn.paper.millimetres[0] * 25.4


@pytest.mark.parametrize("ground", [grounds.gingham, grounds.grass, grounds.planks])
def test_a_page_that_takes_a_half_of_the_picture_is_fine(ground: grounds.Ground) -> None:
    drawn = papers.page("Vera", "plain", 32)
    image, size = grounds.decoded(drawn, ground, 32, room=0.35)
    assert judge([measure(image, size, drawn.paper)], drawn.paper) == (Verdict.FINE, ())


@pytest.mark.parametrize(
    ("kind", "strength", "seed", "ground", "table"),
    [("cut", 0.417, 7844, "cream", False), ("shadow", 0.75, 8281, "grain", True), ("perspective", 0.917, 9504, "cream", True)],
)
def test_letters_that_show_do_not_hide_what_is_wrong_with_the_rest(
    kind: str,
    strength: float,
    seed: int,
    ground: str,
    table: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    drawn = papers.card("com_____", ground, seed, table=table)
    image = spoil(drawn, kind, strength, seed)
    assert judge([measure(image, image.size, drawn.paper)], drawn.paper)[0] is Verdict.DOUBTFUL
