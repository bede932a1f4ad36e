"""A moment of what `make soak` does for long: broken input to every parser; and that the fuzzer notices what it looks for."""

import pytest

from kiosk.domain.errors import BadInput
from kiosk.domain.machine.month_figures import MonthFigures
from tests.soak import fuzz

SECONDS = 4.0


def test_every_parser_refuses_in_plain_words_or_understands() -> None:
    counts = fuzz.run(SECONDS)
    with fuzz.parsers() as known:
        assert {each for each in known if not counts[each]} == set()
    assert sum(count for name, count in counts.items() if name.endswith("refused")) > 0


def _stumbles(_content: bytes) -> MonthFigures:
    raise IndexError


def _repeats(content: bytes) -> MonthFigures:
    raise BadInput(content.decode("utf-8", "replace"))


@pytest.mark.parametrize("broken", [_stumbles, _repeats])
def test_a_parser_that_stumbles_or_repeats_what_it_was_given_is_noticed(
    monkeypatch: pytest.MonkeyPatch, broken: fuzz.Parse
) -> None:
    monkeypatch.setattr(fuzz, "parse_months", broken)
    with pytest.raises(AssertionError, match="figures, seed"):
        fuzz.run(60)
