"""What may be told of visits: never so few together that one of them could be somebody known."""

from kiosk.domain.machine.journey_figures import JourneyFigures, StepFigures, told


def month(number: int, visits: int, finished: int = 0, channel: str = "kiosk") -> JourneyFigures:
    """Return a month in which so many were welcomed, and some of them finished."""
    steps = {
        "identify": StepFigures("identify", visits, visits - finished, 60 * finished, 0),
        "receipt": StepFigures("receipt", finished, finished),
    }
    return JourneyFigures(channel, (2026, number), (2026, number), steps)


def test_a_month_with_enough_visits_is_told_alone() -> None:
    (told_month,) = told([month(9, 7, finished=3)])
    assert (told_month.began, told_month.finished, told_month.steps["identify"].minutes) == (7, 3, 1.0)


def test_a_month_with_few_visits_is_told_only_together_with_those_after_it() -> None:
    found = told([month(11, 3), month(9, 2, finished=1), month(10, 4)])
    assert [(each.first, each.last, each.began, each.finished) for each in found] == [((2026, 9), (2026, 10), 6, 1)]


def test_the_few_visits_of_one_way_in_are_not_hidden_among_the_many_of_the_other() -> None:
    assert [each.channel for each in told([month(9, 9), month(9, 4, channel="assisted")])] == ["kiosk"]


def test_minutes_are_those_of_whoever_went_on() -> None:
    assert StepFigures("contact", visits=3, left=1, seconds=240).minutes == 2.0
    assert StepFigures("contact", visits=3, left=3, seconds=0).minutes is None
