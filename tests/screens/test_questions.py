"""Every question of the journey has its screen."""

from screens.apps.questions import SCREENS
from screens.session.visit import QUESTIONS


def test_each_question_has_a_screen_and_no_screen_is_left_over() -> None:
    assert {question for questions in QUESTIONS.values() for question in questions} == set(SCREENS)
