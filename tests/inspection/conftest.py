"""One warm inspector for the tests that only ask."""

from collections.abc import Iterator

import pytest

from kiosk.inspection.judged.inspector import Inspector


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    """Give an inspector with the limits of a real kiosk."""
    looking = Inspector()
    yield looking
    looking.close()
