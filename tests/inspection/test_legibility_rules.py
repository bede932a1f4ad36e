"""How measured pages become a verdict, and that the thresholds make sense."""

import pytest

from kiosk.domain.documents.document import PageFacts, Paper, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.judging import judge, rules
from kiosk.inspection.judged.sentences import sentence
from kiosk.inspection.legibility.measures import SCORES

FINE = {"ink": 0.2, "sharpness": 0.5, "ground": 0.9, "contrast": 0.7}


def page(**scores: float) -> PageFacts:
    return PageFacts(2000, 1500, 300, 0, FINE | scores)


@pytest.mark.parametrize("rule", rules())
def test_a_threshold_is_of_a_score_that_is_measured_and_unreadable_is_worse_than_doubtful(rule: object) -> None:
    from kiosk.inspection.judged.judging import Rule

    assert isinstance(rule, Rule)
    assert rule.score in SCORES | {"dpi"}
    assert (rule.doubtful, rule.unreadable) != (None, None)
    if rule.doubtful is not None and rule.unreadable is not None:
        assert (rule.unreadable > rule.doubtful) is rule.rising


@pytest.mark.parametrize("paper", Paper)
def test_each_paper_has_its_thresholds(paper: Paper) -> None:
    assert {rule.code for rule in rules() if rule.paper is paper} >= {Code.BLANK, Code.BLURRED, Code.LOW_RESOLUTION, Code.CUT_OFF}


def test_the_worst_page_decides_and_is_named() -> None:
    assert judge([page(), page(sharpness=0.001), page(touching=1.0)], Paper.PAGE) == (Verdict.UNREADABLE, ((Code.BLURRED, 2),))


def test_a_single_page_bears_no_number() -> None:
    assert judge([page(sharpness=0.001)], Paper.CARD) == (Verdict.UNREADABLE, ((Code.BLURRED, 0),))


def test_an_empty_back_does_no_harm_but_nothing_else_than_empty_pages_does() -> None:
    assert judge([page(), page(ink=0.0)], Paper.PAGE) == (Verdict.FINE, ())
    assert judge([page(ink=0.0)] * 2, Paper.PAGE) == (Verdict.UNREADABLE, ((Code.BLANK, 1),))


def test_what_follows_from_the_dark_is_not_told_beside_it() -> None:
    assert judge([page(ground=0.01, contrast=0.001)], Paper.PAGE) == (Verdict.UNREADABLE, ((Code.TOO_DARK, 0),))


def test_a_sentence_names_its_page_where_there_are_several() -> None:
    assert sentence(Code.BLURRED, 2, 2_000_000).startswith("Página 2. Está borrosa.")
    assert sentence(Code.BLURRED, 0, 2_000_000).startswith("Está borrosa.")
