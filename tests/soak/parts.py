"""The parts of the soak, each of which one process does."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.soak import fuzz, hostile_input, results
from tests.soak.mutations import mutations
from tests.soak.results import Line, Part

ROOT = Path(__file__).parents[2]
EACH = 36
"""Kills in each use case, or all its points where they are fewer: 850 together."""
JOURNEY_KILLS = 150
PAIRS = 50
"""Visits of one person after another that are drawn."""
PAIR_SECONDS = 20.0
HOSTILE_SECONDS = 1200.0
"""Half of it for the parsers, half for the screens."""
MONKEY_SECONDS = 1200.0


def run(module: str, words: Sequence[str], until: float) -> list[Line]:
    """Run a module in a folder of its own, and return the JSON lines that it prints; a late one is ended."""
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-", ignore_cleanup_errors=True) as folder:
        output = Path(folder) / "lines.jsonl"
        (Path(folder) / "own").mkdir()
        with output.open("w") as file:
            process = subprocess.Popen([sys.executable, "-m", module, f"{folder}/own", *words], cwd=ROOT, stdout=file)
        try:
            status = process.wait(until - time.monotonic())
        except subprocess.TimeoutExpired:
            process.terminate()
            status = process.wait()
        if status not in {0, 1, -15}:
            raise SystemExit(f"{process.args!r} ended with {status}")
        return [json.loads(line) for line in output.read_text().splitlines(keepends=True) if line.endswith("\n")]


def kills(until: float) -> Part:
    """Kill every use case."""
    return results.kills(run("tests.soak.matrix", [str(EACH)], until))


def losses(until: float) -> Part:
    """Forget what was not synced in every use case."""
    return results.forgotten(run("tests.soak.matrix", ["0", "--forget"], until))


def journeys(until: float) -> Part:
    """Kill whole journeys."""
    return results.journeys(run("tests.soak.journeys", [str(JOURNEY_KILLS), _seed("journeys")], until))


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
    seconds = max(1.0, min(MONKEY_SECONDS, until - time.monotonic()))
    return results.monkeyed(run("tests.soak.monkey", [str(seconds), _seed("monkey")], until + 120))


def broken(until: float) -> Part:
    """Break the product, and see it noticed."""
    return results.mutated([each for each in mutations() if time.monotonic() < until])


PARTS: dict[str, Callable[[float], Part]] = {
    "kills": kills,
    "journeys": journeys,
    "losses": losses,
    "visits": visits,
    "hostile": hostile,
    "monkey": monkey,
    "mutations": broken,
}
"""The parts in their order; each is told until when (time.monotonic) it may go on."""


def _seed(name: str) -> str:
    seed = int.from_bytes(os.urandom(2))
    print(f"{name}: seeds from {seed}", file=sys.stderr, flush=True)
    return str(seed)


def done(name: str, minutes: float) -> Part:
    """Do a part, and print what came of it."""
    part = PARTS[name](time.monotonic() + 60 * minutes)
    print(f"\n{name}: {part.done} {part.what}, {part.lost} lost, half, or missed\n{part.table}", flush=True)
    return part
