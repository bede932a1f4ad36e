"""Whole journeys on a terminal, whose program is killed at random moments: started again, they go on to a number.

A moment is drawn as a number of keys and some time after the last of them, so that a busy machine reaches as far as a quick one.
"""

import json
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import col, select

from kiosk.storage.tables import Case, DraftRow
from tests.soak import world
from tests.soak.wholeness import half
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, RECEIPT, asked, walk
from tests.terminal.test_journey import NUMBER, REVIEW, environment, resume, shown_code, step

KEYS = {False: (10, 40), True: (0, 16)}
"""Of one life, at least and at most, without and with a code to come back with: without one, all is typed anew.

A text is one, as it is typed at once: a whole journey has about 45.
"""
LONGEST_AFTER = 0.6
"""Seconds after the last key; a start takes about as long, and a question less."""
DICTATED = re.compile(r"Para dictarlo: (\w+) +· +(\d+) +· +(\d+) +· +(\d+) +· +(\w)")
"""The number as the receipt spells it out; beside it it is drawn."""
AGE = 7200
"""Seconds by which files are made older before a restart: the sweep spares what may still be being written."""
PATIENCE = 60.0
CAME_OUT = "¿Salió su comprobante?"
DICTATED_AS = "Para dictarlo: "


class Fallen(Exception):
    """The program was killed; nobody presses a key any more."""


class Mortal(Terminal):
    """A terminal whose program is killed some seconds after so many keys, whatever it does then; or never."""

    def __init__(self, folder: Path, keys: int | None, after: float) -> None:
        super().__init__([sys.executable, "-m", "screens"], env=environment(folder))
        self.fallen = False
        self._keys = keys
        self._timer = threading.Timer(after, self._fall)
        if keys == 0:
            self._timer.start()

    def type(self, text: str) -> None:
        """Type, while somebody is there to read it."""
        if self.fallen:
            raise Fallen
        super().type(text)
        if self._keys:
            self._keys -= 1
            if not self._keys:
                self._timer.start()

    def until(self, holds: Callable[[], bool], complaint: str, seconds: float = PATIENCE) -> float:
        """Wait longer than others do: starts are many here, and other work may be going on."""
        return super().until(holds, complaint, max(seconds, PATIENCE))

    def kill(self) -> None:
        """End it at once."""
        self._timer.cancel()
        super().kill()

    def _fall(self) -> None:
        self.fallen = True
        os.kill(self.pid, signal.SIGKILL)


@dataclass
class Journey:
    """What a person has seen so far: their code, the step that they came to, and their number."""

    code: str = ""
    reached: int = 0
    number: str = ""
    killed_at: Counter[str] = field(default_factory=Counter)

    def look(self, terminal: Terminal) -> None:
        """See what the screen shows as it is now."""
        if " ─┘" in terminal.text:
            self.code = shown_code(terminal)
            self.reached = max(self.reached, step(terminal))
        if found := DICTATED.search(terminal.text):
            number = "{}-{}-{}{}-{}".format(*found.groups())
            assert NUMBER.fullmatch(number), number
            assert self.number in {"", number}, "the same filing shows another number"
            self.number = number


def travel(folder: Path, journey: Journey, chance: random.Random, kills: int) -> None:
    """Go from welcome to a number, through at most so many kills; raises AssertionError where something was lost."""
    while True:
        keys = chance.randint(*KEYS[bool(journey.code)]) if journey.killed_at.total() < kills else None
        with Mortal(folder, keys, chance.uniform(0, LONGEST_AFTER)) as terminal:
            try:
                _live(terminal, folder, journey)
            except (Fallen, AssertionError, OSError):
                if not terminal.fallen:
                    raise
                terminal.settle()  # what it had sent before, the person sees
                journey.look(terminal)
                journey.killed_at[asked(terminal) or "between two questions"] += 1
            else:
                return


def _live(terminal: Terminal, folder: Path, journey: Journey) -> None:
    """Go on from where the last life ended, to the end of the visit."""
    if journey.code:
        resume(terminal, journey.code)
        journey.look(terminal)
        least = min(journey.reached, REVIEW)  # the consent is given in one visit with the review
        assert terminal.shows(RECEIPT) or step(terminal) >= least, f"what was answered before step {least} is asked again"
    if not terminal.shows(RECEIPT):
        for _question in walk(terminal, folder / "data" / "mail"):
            journey.look(terminal)
    terminal.wait(DICTATED_AS)
    journey.look(terminal)
    _leave(terminal)


def _leave(terminal: Terminal) -> None:
    """Say that the receipt came out, unless that was said before the program was killed, and end the visit."""
    until = time.monotonic() + PATIENCE
    while terminal.shows(DICTATED_AS) and time.monotonic() < until:
        if terminal.shows(CAME_OUT) or terminal.shows("Terminar"):
            terminal.key("enter")  # again where nothing came of it: the screen takes no key for a while after it changed
        terminal.settle(DELIBERATE)
    terminal.wait_gone(DICTATED_AS)


def journeys(folder: Path, kills: int, *, each: int = 10, seed: int = 0) -> Iterator[tuple[Journey, str]]:
    """Give journey after journey, each at a kiosk of its own, until so many kills are done; and what was lost in it."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    while kills > 0:
        journey, wrong = Journey(), ""
        with tempfile.TemporaryDirectory(dir=folder) as own:
            stick.fill(Path(own) / "stick")
            try:
                travel(Path(own), journey, chance, min(each, kills))
                _check(Path(own) / "data", journey)
            except AssertionError as error:
                wrong = str(error)
        kills -= journey.killed_at.total() + bool(wrong)
        yield journey, wrong


def _check(data: Path, journey: Journey) -> None:
    long_ago = time.time() - AGE
    for path in data.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    kiosk = world.opened(data, in_order=True)
    try:
        assert half(kiosk) == []
        with kiosk.database.reading() as session:
            filed = session.exec(select(DraftRow.code, Case.number).join(Case, col(Case.id) == col(DraftRow.id))).all()
        assert filed == [(journey.code.replace("-", ""), journey.number)], "another case than the screen had shown"
    finally:
        world.closed(kiosk)


def main(folder: Path, kills: int, seed: int) -> int:
    """Travel, and print a JSON line of each journey; return 1 where something was lost."""
    status = 0
    for journey, wrong in journeys(folder, kills, seed=seed):
        print(json.dumps({"killed_at": journey.killed_at, "whole": not wrong, "wrong": wrong}), flush=True)
        status = 1 if wrong else status
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
