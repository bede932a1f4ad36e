"""`make soak`: kills, forgetful disks, journeys, visits in turn, hostile input, mutations, at length; the table goes to RESULTS.md.

`make soak ARGS="kills journeys"` does some parts, and prints only.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.soak import fuzz, hostile_input, results
from tests.soak.matrix import USE_CASES
from tests.soak.mutations import mutations
from tests.soak.results import Line, Part

ROOT = Path(__file__).parents[2]
EACH = 36
"""Kills in each use case, or all its points where they are fewer: 850 together."""
JOURNEY_KILLS = 150
AT_ONCE = 2
PAIRS = 50
"""Visits of one person after another that are drawn."""
PAIR_SECONDS = 20.0
HOSTILE_SECONDS = 1200.0
"""Half of it for the parsers, half for the screens."""


def run(commands: Sequence[Sequence[str]], until: float) -> list[Line]:
    """Run modules side by side, each in a folder of its own, and return the JSON lines that they print; late ones are ended."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-", ignore_cleanup_errors=True) as folder:
        running = []
        for place, (module, *words) in enumerate(commands):
            own, output = Path(folder) / str(place), Path(folder) / f"{place}.jsonl"
            own.mkdir()
            with output.open("w") as file:
                process = subprocess.Popen([sys.executable, "-m", module, str(own), *words], cwd=ROOT, stdout=file)
            running.append((process, output))
        for process, output in running:
            while process.poll() is None and time.monotonic() < until:
                time.sleep(10)
                print(".", end="", file=sys.stderr, flush=True)
            process.terminate()
            status = process.wait()
            lines += [json.loads(line) for line in output.read_text().splitlines(keepends=True) if line.endswith("\n")]
            if status not in {0, 1, -15}:
                raise SystemExit(f"{process.args!r} ended with {status}")
    return lines


def kills(until: float) -> Part:
    """Kill every use case."""
    halves = [[f"--use-case={name}" for name in USE_CASES[place::AT_ONCE]] for place in range(AT_ONCE)]
    return results.kills(run([("tests.soak.matrix", str(EACH), *words) for words in halves], until))


def losses(until: float) -> Part:
    """Forget what was not synced in every use case."""
    halves = [[f"--use-case={name}" for name in USE_CASES[place::AT_ONCE]] for place in range(AT_ONCE)]
    return results.forgotten(run([("tests.soak.matrix", "0", "--forget", *words) for words in halves], until))


def journeys(until: float) -> Part:
    """Kill whole journeys."""
    seed = int.from_bytes(os.urandom(2))
    print(f"seeds from {seed}", file=sys.stderr)
    each = [("tests.soak.journeys", str(JOURNEY_KILLS // AT_ONCE), str(seed + place)) for place in range(AT_ONCE)]
    return results.journeys(run(each, until))


def visits(until: float) -> Part:
    """Let one person come after another, as often as there is time."""
    drawn = max(1, min(PAIRS, int((until - time.monotonic()) / PAIR_SECONDS)))
    command = [sys.executable, "-m", "pytest", "-q", "tests/closed/test_two_people.py"]
    own = {**os.environ, "TWO_PEOPLE_EXAMPLES": str(drawn)}
    return results.visits(drawn, subprocess.run(command, cwd=ROOT, env=own, stdout=sys.stderr, check=False).returncode)


def hostile(until: float) -> Part:
    """Send what nobody should to every parser, and to the screens."""
    half = min(HOSTILE_SECONDS, until - time.monotonic()) / 2
    parsers = fuzz.run(half, seed=int.from_bytes(os.urandom(2)))
    return results.hostile(parsers | {f"screen: {place}": count for place, count in hostile_input.run(half).items()})


def monkey(until: float) -> Part:
    """Let a monkey loose on keys, mouse and sizes."""
    seed, seconds = int.from_bytes(os.urandom(2)), max(1.0, until - time.monotonic())
    return results.monkeyed(run([("tests.soak.monkey", str(seconds), str(seed))], until + 120))


def broken(until: float) -> Part:
    """Break the product, and see it noticed."""
    return results.mutated([each for each in mutations() if time.monotonic() < until])


PARTS: dict[str, Callable[[float], Part]] = {
    "kills": kills,
    "losses": losses,
    "journeys": journeys,
    "visits": visits,
    "hostile": hostile,
    "monkey": monkey,
    "mutations": broken,
}
"""The parts in their order; each is told until when (time.monotonic) it may go on."""


def main(words: Sequence[str]) -> int:
    """Do the parts named, or all; return 1 when something was lost, half, or not noticed."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--minutes", type=float, default=60, help="most of each part")
    options = parser.parse_args(words)
    parts = []
    for name in options.parts or PARTS:
        print(f"{name} ", end="", file=sys.stderr, flush=True)
        parts.append(PARTS[name](time.monotonic() + 60 * options.minutes))
        print(f"\n{parts[-1].table}", flush=True)
    if not options.parts:
        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
        results.write(parts, f"`make soak`, {datetime.now(tz=UTC):%Y-%m-%d}, {machine}.")
    return 1 if any(each.lost for each in parts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
