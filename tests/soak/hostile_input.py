"""Every kind of hostile input at every place of the public screen, again and again, as long as it is told to."""

import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.filing import open_kiosk
from tests.terminal import hostile
from tests.terminal.journey import WELCOME
from tests.terminal.places import PLACES, go_home, probe, start
from tests.terminal.test_no_way_out import ensure_nothing_happened
from tests.terminal.witness import programs_of


def run(seconds: float) -> dict[str, int]:
    """Send each kind to each place in turn; return how many inputs each place got. Raises AssertionError at the first way out."""
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            open_kiosk(folder / "data").database.close()
            with start(folder) as terminal, programs_of(terminal) as programs:
                terminal.wait(WELCOME, 30)
                for place, go in PLACES.items():
                    for kind in hostile.GROUPS.values():
                        if time.monotonic() > end:
                            break
                        go(terminal)
                        for each in kind():
                            terminal.send(each)
                            counts[place] += 1
                        go_home(terminal)
                        probe(terminal)
                ensure_nothing_happened(terminal, folder, programs)
    return dict(counts)
