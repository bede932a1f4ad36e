"""A journey on a terminal, killed at two moments, drawn alike each time; `make soak` kills at 150."""

from pathlib import Path

from tests.soak.journeys import journeys

KILLS = 2
SEED = 1


def test_a_journey_whose_program_is_killed_at_random_moments_goes_on_to_a_number(tmp_path: Path) -> None:
    found = list(journeys(tmp_path, KILLS, seed=SEED))  # a quick machine begins another before the last kill
    assert [wrong for _journey, wrong in found if wrong] == []
    assert sum(journey.killed_at.total() for journey, _wrong in found) == KILLS
