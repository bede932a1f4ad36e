"""Every question of the journey has its screen."""

from screens.questions import SCREENS
from screens.session import QUESTIONS


def test_each_question_has_a_screen_and_no_screen_is_left_over() -> None:
    assert {question for questions in QUESTIONS.values() for question in questions} == set(SCREENS)
