"""`make soak`: kills, forgetful disks, journeys, visits in turn, hostile input, a monkey, mutations, at length, two side by side.

The tables go to RESULTS.md. `make soak ARGS="kills journeys"` does some parts, and prints only.
"""

import argparse
import multiprocessing
import os
import platform
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import repeat

from tests.soak import results
from tests.soak.parts import PARTS, done

AT_ONCE = 2
"""Parts that are done side by side."""


def main(words: Sequence[str]) -> int:
    """Do the parts named, or all; return 1 when something was lost, half, or not noticed."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--minutes", type=float, default=60, help="most of each part")
    options = parser.parse_args(words)
    names = options.parts or list(PARTS)
    afresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(AT_ONCE, mp_context=afresh, max_tasks_per_child=1) as lanes:
        parts = list(lanes.map(done, names, repeat(options.minutes)))
    if not options.parts:
        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
        results.write(parts, f"`make soak`, {datetime.now(tz=UTC):%Y-%m-%d}, {machine}.")
    return 1 if any(each.lost for each in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
