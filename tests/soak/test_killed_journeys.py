"""One journey on a terminal, killed at two moments, drawn alike each time; `make soak` kills at 150."""

from pathlib import Path

from tests.soak.journeys import journeys

KILLS = 2
SEED = 1


def test_a_journey_whose_program_is_killed_at_random_moments_goes_on_to_a_number(tmp_path: Path) -> None:
    ((journey, wrong),) = journeys(tmp_path, KILLS, seed=SEED)
    assert not wrong
    assert journey.killed_at.total() == KILLS
