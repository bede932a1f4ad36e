"""What the soak found, as tables: how many points there are, how often each kind was really hit, and what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.soak.killing import KINDS, Ended
from tests.soak.mutations import NOTICED, Mutation

RESULTS = Path(__file__).parent / "RESULTS.md"
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the soak: what was done how often, how often something was lost or let in, and its table."""

    title: str
    what: str
    done: int
    lost: int
    table: str


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write rows as a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, each))} |" for each in lines)


def kills(lines: Sequence[Line]) -> Part:
    """Tell of the kill matrix."""
    points: dict[str, Counter[str]] = {each["use_case"]: Counter(each["points"]) for each in lines if "points" in each}
    killed = [each for each in lines if "ended" in each]
    hit = Counter((each["use_case"], each["kind"]) for each in killed if each["ended"] == Ended.KILLED)
    rows = []
    for name, of_kind in points.items():
        own = [each for each in killed if each["use_case"] == name]
        wrong = sum(bool(each["wrong"]) for each in own)
        places = [f"{hit[name, kind]} of {of_kind[kind]}" for kind in KINDS]
        missed = sum(each["ended"] != Ended.KILLED for each in own)
        rows.append([name, *places, missed, len(own) - wrong, wrong])
    lost = sum(bool(each["wrong"]) or each["ended"] == Ended.FAILED for each in killed)
    sums = [f"{sum(hit[name, kind] for name in points)} of {sum(each[kind] for each in points.values())}" for kind in KINDS]
    missed = sum(each["ended"] != Ended.KILLED for each in killed)
    rows.append(["**all**", *sums, missed, len(killed) - lost, lost])
    head = ["use case", *(f"killed at a {kind}" for kind in KINDS), "came to its end", "whole after the restart", "lost or half"]
    return Part("The kill matrix", "kills of a use case", sum(hit.values()), lost, table(head, rows))


def monkeyed(lines: Sequence[Line]) -> Part:
    """Tell of the monkey: its events, and the errors that nobody had foreseen."""
    done, wrong = (sum(each[name] for each in lines) for name in ("events", "unforeseen"))
    return Part("A monkey at the keyboard", "events", done, wrong, table(["events", "unforeseen errors"], [[done, wrong]]))


def forgotten(lines: Sequence[Line]) -> Part:
    """Tell of the writes that a disk forgot."""
    names = dict.fromkeys(each["use_case"] for each in lines)
    rows = []
    for name in names:
        own = [each for each in lines if each["use_case"] == name]
        wrong = sum(bool(each["wrong"]) for each in own)
        rows.append([name, len(own) // 2, len(own), len(own) - wrong, wrong])
    lost = sum(bool(each["wrong"]) for each in lines)
    rows.append(["**all**", len(lines) // 2, len(lines), len(lines) - lost, lost])
    head = ["use case", "syncs", "disks that forgot all, or a part, of what was not synced", "whole when opened", "lost or half"]
    return Part("Writes lost below us", "disks that forgot", len(lines), lost, table(head, rows))


def journeys(lines: Sequence[Line]) -> Part:
    """Tell of the journeys on a terminal; a line holds its kills, by the question that stood there, and whether it was whole."""
    at: Counter[str] = Counter()
    for each in lines:
        at.update(each["killed_at"])
    lost = sum(not each["whole"] for each in lines)
    rows = [[question, count] for question, count in at.most_common()]
    words = f"{len(lines)} journeys, {len(lines) - lost} of them to a number, with all that their screens had shown.\n\n"
    return Part(
        "Killed on the terminal",
        "kills of the program on its terminal",
        at.total(),
        lost,
        words + table(["the screen showed", "kills"], rows),
    )


def visits(drawn: int, status: int) -> Part:
    """Tell of the visits of one person after another; the first at which something of the one before was found ends the run."""
    what = "Drawn are the people, how the first one leaves and from where, and the window; what the second's terminal got and what"
    came = "something of the first's: the run has said where" if status else "nothing of the first's"
    words = f"{what} its programs could read, their memory among it, held {came}."
    return Part("One person after the other", "visits in turn", drawn, int(status != 0), words)


def hostile(counts: Mapping[str, int]) -> Part:
    """Tell of what parsers and screens were sent; the first that did harm would have ended the run."""
    rows = sorted((name, count) for name, count in counts.items() if not name.endswith(" refused"))
    return Part("Hostile input", "hostile inputs", sum(count for _name, count in rows), 0, table(["sent to", "inputs"], rows))


def mutated(found: Sequence[tuple[Mutation, str]]) -> Part:
    """Tell of the mutations."""
    rows = [[each.what, f"`{each.file}`", f"`{each.test}`", verdict] for each, verdict in found]
    missed = sum(verdict != NOTICED for _each, verdict in found)
    return Part("That the checks can fail", "mutations", len(found), missed, table(["what was broken", "in", "test", ""], rows))


def write(parts: Sequence[Part], head: str, path: Path = RESULTS) -> None:
    """Write the page: all parts in short, and each with its table."""
    short = table(["", "done", "lost, half, or missed"], [[each.what, each.done, each.lost] for each in parts])
    whole = [f"## {each.title}\n\n{each.table}" for each in parts]
    path.write_text("\n\n".join(["# Soaked", head, short, *whole]) + "\n", encoding="utf-8")
