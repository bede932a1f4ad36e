"""A monkey at the kiosk and at the desk for some seconds, drawn alike each time; `make soak` gives it an hour."""

import time
from pathlib import Path

import pytest

from tests.soak.monkey import run

SECONDS = 8.0
MOST = 600
"""Events; a busy machine does fewer in its seconds."""


@pytest.mark.parametrize(("seed", "desk"), [(7, False), (8, True)])
async def test_no_keys_pastes_touches_or_sizes_end_in_an_error_that_nobody_has_foreseen(
    tmp_path: Path, seed: int, *, desk: bool
) -> None:
    assert await run(tmp_path / "data", seed, until=time.monotonic() + SECONDS, most=MOST, desk=desk) > 0
