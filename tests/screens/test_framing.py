"""Enlarging and moving never leave the page, and a picture of terminal cells never costs more bytes than it may."""

import random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.documents.document import Picture
from screens.widgets.framing import LARGEST, Framing, where
from screens.widgets.picture import MOST_BYTES, _bytes, _cells, _sparing

Size = tuple[int, int]
Steps = list[tuple[str, int, int]]
sides = st.integers(1, 5000)
moves = st.lists(st.tuples(st.sampled_from(["larger", "smaller", "moved"]), st.integers(-1, 1), st.integers(-1, 1)), max_size=30)


@given(page=st.tuples(sides, sides), room=st.tuples(st.integers(10, 300), st.integers(8, 200)), steps=moves)
def test_what_is_seen_always_lies_on_the_page(page: Size, room: Size, steps: Steps) -> None:
    framing = Framing()
    for step, right, down in steps:
        if step == "moved":
            framing = framing.moved(right, down, framing.part(page, room))
        else:
            framing = framing.larger() if step == "larger" else framing.smaller()
        part = framing.part(page, room)
        assert 1 <= framing.times <= LARGEST
        assert part.left >= 0
        assert part.top >= 0
        assert part.left + part.width <= 1 + 1e-9
        assert part.top + part.height <= 1 + 1e-9
        assert where(part)


def test_stepping_all_the_way_back_shows_the_whole_page() -> None:
    framing = Framing(1).larger(0.9, 0.9).larger()
    assert framing.smaller().smaller() == Framing(1)


def test_a_whole_page_is_seen_whole() -> None:
    part = Framing().part((1000, 630), (44, 22))
    assert (part.left, part.top, part.width, part.height) == (0, 0, 1, 1)


def test_a_noisy_photo_costs_no_more_than_it_may_and_keeps_what_stands_out() -> None:
    chance = random.Random(3)  # noqa: S311 - noise, not a secret
    levels = [(235 if 20 < at % 60 < 40 else 60) + chance.randint(-12, 12) for at in range(60 * 40)]
    rows = _sparing(_cells(Picture(60, 40, bytes(part for level in levels for part in (level, level, level))), 44, 11))
    assert sum(_bytes(run) for row in rows for run in row) <= MOST_BYTES
    assert all(sum(count for count, _upper, _lower in row) == 44 for row in rows)
    lights = [upper[0] for count, upper, _lower in rows[5] for _cell in range(count)]
    assert lights[22] - lights[2] > 100


def test_a_picture_of_few_colours_is_shown_as_it_is() -> None:
    picture = Picture(4, 2, b"\xff\x00\x00" * 4 + b"\x00\x00\xff" * 4)
    assert _sparing(_cells(picture, 4, 1)) == [[(4, (255, 0, 0), (0, 0, 255))]]
