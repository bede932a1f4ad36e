"""How long a visit stays at each step, held until it is over and then counted without anybody in it (journal.figures)."""

import time
from collections.abc import Callable

from kiosk.domain.filing.journey import Step


class StepTimes:
    """The steps of one visit; `clock` returns seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since = clock()
        self.last: Step | None = None
        """The step that is shown, and in the end the one where the visit ended."""
        self.seconds: dict[Step, float] = {}

    def comes_to(self, step: Step) -> None:
        """Note that a question of a step is shown; whoever only looks at their receipt again is on no way."""
        now = self._clock()
        if self.last is not None:
            self.seconds[self.last] += now - self._since
        elif step is Step.RECEIPT:
            return
        self._since, self.last = now, step
        self.seconds.setdefault(step, 0.0)
