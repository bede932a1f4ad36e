"""Every kind of hostile input at every place of the public screen and at every step, again and again, as long as it is told to."""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from kiosk.services.filing import leases
from kiosk.services.kiosk import Kiosk
from tests.filing import open_kiosk
from tests.terminal import hostile
from tests.terminal.driver import Terminal
from tests.terminal.journey import WELCOME
from tests.terminal.places import PLACES, go_home, probe, start
from tests.terminal.test_ends_in_order import STEPS, answered, stand_at
from tests.terminal.test_no_way_out import ensure_nothing_happened
from tests.terminal.witness import programs_of


def run(seconds: float) -> dict[str, int]:
    """Send each kind to each place in turn; return how many inputs each place got. Raises AssertionError at the first way out."""
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            kiosk = open_kiosk(folder / "data")
            attacks = list(_attacks(kiosk))
            kiosk.database.close()
            with start(folder) as terminal, programs_of(terminal) as programs:
                terminal.wait(WELCOME, 30)
                for place, go, kind in attacks:
                    if time.monotonic() > end:
                        break
                    go(terminal)
                    for each in hostile.GROUPS[kind]():
                        terminal.send(each)
                        counts[place] += 1
                    go_home(terminal)
                    probe(terminal)
                ensure_nothing_happened(terminal, folder, programs)
    return dict(counts)


def _attacks(kiosk: Kiosk) -> Iterator[tuple[str, Callable[[Terminal], None], str]]:
    """Give each place and kind, and how to get there: to a step by a filing of its own, for it may go on from there."""
    for kind in (each for each in hostile.GROUPS if each != "short floods"):
        for place, go in PLACES.items():
            yield place, go, kind
        for step in STEPS:
            draft = answered(kiosk, step)
            leases.let_go(kiosk)
            yield step, partial(stand_at, step=step, code=draft.code), kind
