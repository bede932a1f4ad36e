"""`make bench`: measures every row, prints the table and keeps it in RESULTS.md. `make bench ARGS="start receipt"` does some."""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import (
    assist,
    at_once,
    between,
    child_memory,
    delivering,
    echo,
    encryption,
    judging,
    legibility,
    lookup,
    ocr,
    pixels,
    printing,
    receipt,
    sealing,
    start,
    submit,
    visit,
)
from tests.bench.comparison import RUNS, Row

RESULTS = Path(__file__).parent / "RESULTS.md"
ROWS: dict[str, Callable[[Path], list[Row]]] = {
    "start": start.measure,
    "between": between.measure,
    "echo": echo.measure,
    "memory": visit.memory,
    "submit": submit.measure,
    "at_once": at_once.measure,
    "lookup": lookup.measure,
    "receipt": receipt.measure,
    "drain": delivering.drain,
    "drain_memory": delivering.memory,
    "code": delivering.code,
    "printing": printing.measure,
    "ocr": ocr.measure,
    "pixels": pixels.measure,
    "traffic": visit.traffic,
    "sealing": sealing.measure,
    "encryption": encryption.measure,
    "judging": judging.measure,
    "child_memory": child_memory.measure,
    "legibility": legibility.measure,
    "assist_traffic": assist.traffic,
    "assist_slow": assist.slow,
    "assist_memory": assist.memory,
    "assist_echo": assist.echo,
}


def table(rows: list[Row]) -> str:
    """Write the rows as a Markdown table."""
    lines = ["| what | kiosk | against | | ratio | goal | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "–" if row.ratio is None else f"{row.ratio:.2f}×"
        word = {True: "reached", False: "**missed**", None: ""}[row.reached]
        lines.append(f"| {row.what} | {row.ours} | {row.against} | {row.theirs} | {ratio} | {row.goal} | {word} |")
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Measure the rows named, or all; return 1 when a goal was missed."""
    rows: list[Row] = []
    for name in names or ROWS:
        with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
            print(f"{name} ...", file=sys.stderr, flush=True)
            try:
                rows += ROWS[name](Path(folder))
            except AssertionError as error:
                print(error, file=sys.stderr)
                rows.append(Row(name, "–", "not measured", "", None, "", reached=False))
    print(table(rows))
    if not names:
        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
        day = f"{datetime.now(tz=UTC):%Y-%m-%d}"
        head = f"`make bench`, {day}, {machine}. Medians of at least {RUNS} runs, both sides in turn in the same run."
        RESULTS.write_text(f"# Measured\n\n{head}\n\n{table(rows)}\n", encoding="utf-8")
    return 1 if any(row.reached is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
