"""Who brings no paper, or the empty side of one, hears just that; and a right paper with little on it is never told so."""

import itertools
from collections.abc import Callable

import pytest
from PIL import Image

from kiosk.domain.documents.document import Paper, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.judging import judge
from kiosk.inspection.legibility.measures import measure
from tests.inspection import grounds, papers, without_words
from tests.inspection.degraded import spoil


def seen(image: Image.Image, paper: Paper = Paper.PAGE, native: tuple[int, int] | None = None) -> tuple[Verdict, set[Code]]:
    native = native or image.size
    image = image.reduce(max(1, max(image.size) // 1700))  # as a photo is decoded
    verdict, found = judge([measure(image, native, paper)], paper)
    return verdict, {code for code, _page in found}


NO_PAPER = (Verdict.UNREADABLE, {Code.NO_PAPER})
WOOD = without_words.coloured(without_words.table_top, "#3a2412", "#e8c8a0")
RED_CLOTH = without_words.coloured(grounds.gingham, "#7a1f1f", "#f4f0ea")
FLOOR = without_words.coloured(grounds.concrete, "#181818", "#f6f4f0")


@pytest.mark.parametrize(
    ("ground", "hand"),
    [
        (without_words.oilcloth, True),
        (without_words.oilcloth, False),
        (without_words.palm, False),
        (WOOD, False),
        (without_words.wall, False),
        (RED_CLOTH, False),
    ],
)
def test_a_picture_without_any_paper_is_refused_in_its_own_words(ground: grounds.Ground, hand: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert seen(without_words.bare(ground, 7, hand=hand)) == NO_PAPER


@pytest.mark.parametrize("ground", [WOOD, FLOOR, RED_CLOTH])
def test_a_hand_and_no_paper_is_never_fine(ground: grounds.Ground) -> None:
    assert seen(without_words.bare(ground, 7, hand=True))[0] in {Verdict.DOUBTFUL, Verdict.UNREADABLE}


@pytest.mark.parametrize("room", [0.35, 1.6])
@pytest.mark.parametrize("ground", [*grounds.REPORTING_GROUNDS, grounds.gingham, without_words.tiles])
def test_no_paper_is_ever_taken_for_none(ground: grounds.Ground, room: float) -> None:
    for number, (draw, colours) in enumerate(
        ((papers.card, ("#fff08a", (1, 0.92, 0.78))), (papers.page, ("#ffffff", (1, 0.86, 0.6))))
    ):
        drawn = draw(papers.REPORTING_FONTS[number], papers.REPORTING_GROUNDS[number], 700 + number, dots=5 if number else 11)
        image, native = grounds.decoded(drawn, ground, 700 + number, room=room, bulb=0.5)
        verdict, found = seen(without_words.tinted(image, *colours), drawn.paper, native)
        assert not found & {Code.NO_PAPER, Code.BLANK}, (verdict, found)


@pytest.mark.parametrize("kind", ["dark", "shadow", "glare", "blur", "low_dpi", "cut"])
def test_a_spoilt_paper_is_not_taken_for_none(kind: str) -> None:
    for number, (draw, table) in enumerate(itertools.product((papers.card, papers.page), (False, True))):
        drawn = draw(papers.REPORTING_FONTS[number % 3], papers.REPORTING_GROUNDS[number % 3], 720 + number, table=table)
        verdict, found = seen(spoil(drawn, kind, 0.35, 720 + number), drawn.paper)
        assert not found & {Code.NO_PAPER, Code.BLANK}, (verdict, found)


@pytest.mark.parametrize("noise", [1, 3, 6])
def test_an_empty_sheet_from_a_scanner_is_blank(noise: int) -> None:
    assert seen(without_words.blank(noise, noise=noise)) == (Verdict.UNREADABLE, {Code.BLANK})


@pytest.mark.parametrize("depth", [0.05, 0.1, 0.2, 0.3])
def test_an_empty_back_through_which_the_front_shines_is_blank(depth: float) -> None:
    assert seen(without_words.shining_through(11, depth)) == (Verdict.UNREADABLE, {Code.BLANK})


@pytest.mark.parametrize("ink", [15, 25, 40, 60])
@pytest.mark.parametrize("seed", range(3))
def test_faint_pencil_is_not_blank(ink: int, seed: int) -> None:
    verdict, found = seen(without_words.pencil(seed, ink))
    assert verdict.may_be_attached
    assert Code.BLANK not in found


@pytest.mark.parametrize("draw", [without_words.signature, without_words.stamp, without_words.broad_letters])
@pytest.mark.parametrize("seed", range(3))
def test_a_scan_of_broad_strokes_is_neither_blurred_nor_tilted(draw: Callable[[int], Image.Image], seed: int) -> None:
    assert seen(draw(seed)) == (Verdict.FINE, set())


@pytest.mark.parametrize("draw", [without_words.signature, without_words.stamp, without_words.broad_letters])
def test_a_photo_of_broad_strokes_is_not_refused(draw: Callable[[int], Image.Image]) -> None:
    drawn = papers.Drawn(draw(4), "", Paper.PAGE)
    verdict, found = seen(
        without_words.tinted(grounds.laid(drawn, grounds.planks, 4, room=0.2, bulb=0.5), "#ffc8d4", (1, 0.92, 0.78))
    )
    assert verdict.may_be_attached, found
