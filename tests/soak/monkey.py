"""A monkey at the keyboard: keys, pastes, mouse and sizes, drawn from a seed, at the public kiosk and at the desk.

It presses faster than anybody, and now and then waits; every few hundred events it stands at another question. What it looks for
are errors that nobody has foreseen: a pilot hands them on, and the run ends with the seed and the last keys.

`python -m tests.soak.monkey FOLDER [SECONDS] [SEED]` prints one JSON line; `make soak ARGS=monkey` gives it an hour.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
import traceback
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from kiosk.services.kiosk import Kiosk
from screens.apps.desk import AssistApp
from screens.apps.kiosk import KioskApp
from screens.apps.serving import ServingApp
from screens.session.visit import QUESTIONS
from tests import filing
from tests.filing import StoppedClock, open_kiosk
from tests.staff import enrolled, signed_in

KEYS: Final = (
    *("enter",) * 8,
    *("down", "up", "tab") * 3,
    *("escape", "space", "left", "right", "shift+tab", "pagedown", "pageup", "home", "end") * 2,
    *("f1", "f2", "f4", "f6", "f9", "f5", "backspace", "delete", "ctrl+c", "ctrl+z", "plus", "minus"),
)
CHARACTERS: Final = {"enter": "\r", "escape": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "plus": "+", "minus": "-"}
WORDS: Final = (
    "9900000010",
    "2500000019",
    "María",
    "Quispe",
    "0987654321",
    "maria@ejemplo.test",
    "000000",
    "g",
    "[b]x",
    "3/5/2015",
)
SIZES: Final = ((80, 24), (120, 40), (100, 30), (60, 18), (80, 20), (40, 10), (160, 50), (1, 1))
MOST_IN_A_ROW: Final = 200
"""Events after which it stands at another question."""
LAST: Final = 30
"""Events that are told of when something went wrong."""


@dataclass
class Monkey:
    """One at a kiosk. `chance` draws; `done` counts."""

    pilot: Pilot[None]
    kiosk: Kiosk
    chance: random.Random
    done: int = 0
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST))

    async def play(self, until: float, most: int) -> None:
        """Go on until a time (`time.monotonic`), or so many events."""
        while time.monotonic() < until and self.done < most and self.pilot.app.is_running:
            if self.done % MOST_IN_A_ROW == 0:
                await self._stand_somewhere()
            await self._act()
            self.done += 1
            if self.chance.random() < 0.4:
                await asyncio.sleep(self.chance.choice((0, 0, 0, 0.01, 0.05)))
        for _look in range(200):
            if self.pilot.app.message_queue_size == 0:
                return
            await asyncio.sleep(0.02)

    async def _act(self) -> None:
        draw = self.chance.random()
        if draw < 0.6:
            self._press(self.chance.choice(KEYS))
        elif draw < 0.75:
            self._press(self.chance.choice("1234567890"))
        elif draw < 0.82:
            for letter in self.chance.choice(WORDS):
                self._press(letter)
        elif draw < 0.87:
            self._send(events.Paste(self.chance.choice(WORDS) * self.chance.choice((1, 1, 40))))
        elif draw < 0.98:
            await self._touch()
        else:
            columns, rows = self.chance.choice(SIZES)
            self.last.append(f"{columns}x{rows}")
            self.pilot.app.post_message(events.Resize(Size(columns, rows), Size(columns, rows)))
            if self.chance.random() < 0.7:
                self.pilot.app.post_message(events.Resize(Size(80, 24), Size(80, 24)))

    def _press(self, key: str) -> None:
        self._send(events.Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))

    async def _touch(self) -> None:
        width, height = self.pilot.app.size
        x, y = self.chance.randrange(max(1, width)), self.chance.randrange(max(1, height))
        for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
            self._send(kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False))
        if self.chance.random() < 0.2:
            wheel = self.chance.choice((events.MouseScrollDown, events.MouseScrollUp))
            self._send(wheel(None, x, y, 0, 0, 0, shift=False, meta=False, ctrl=False))

    def _send(self, event: events.InputEvent | events.Paste) -> None:
        self.last.append(getattr(event, "key", type(event).__name__))
        self.pilot.app.post_message(event)

    async def _stand_somewhere(self) -> None:
        """Begin a visit with a filing that is answered up to somewhere, at one of its questions."""
        app = self.pilot.app
        assert isinstance(app, ServingApp)
        if self.chance.random() < 0.3:
            return
        app.end_visit()
        for _look in range(250):
            if len(app.screen_stack) == 1:
                break
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        answered = await asyncio.to_thread(self.chance.choice((filing.begin, filing.answer_all)), self.kiosk)
        visit = app.begin_visit()
        visit.draft = answered
        steps = [step for step in QUESTIONS if visit.may_visit(step)]
        step = self.chance.choice(steps)
        self.last.append(f"at {step}")
        app.show_place(self.chance.choice([visit.place_at(step), visit.next_place(), visit.next_place()]))


async def run(folder: Path, seed: int, *, until: float, most: int = 10**9, desk: bool = False) -> int:
    """Let a monkey play at a kiosk of its own; returns how many events were sent, raises what nobody has foreseen."""
    chance = random.Random(seed)  # noqa: S311 - keys, not secrets
    kiosk = open_kiosk(folder, StoppedClock(), KIOSK_SCREEN__THEME="dark", KIOSK_SCANNER__KIND="none")
    settings = replace(kiosk.settings, demo=chance.random() < 0.3)
    app = (
        AssistApp(settings, actor="rosa", compose=lambda _settings: kiosk) if desk else KioskApp(settings, compose=lambda _s: kiosk)
    )
    if chance.random() < 0.6:  # as if each key were meant, so that it gets farther
        app.haste.AGAIN = app.haste.SIGHT = app.haste.BURST = 0.0
    monkey: Monkey | None = None
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            monkey = Monkey(pilot, kiosk, chance)
            await app.ready()
            await pilot.pause(0.3)
            if isinstance(app, AssistApp):
                enrolled(kiosk)  # or the desk ends the connection at its next look
                app.sign_in(signed_in())
                await pilot.pause(0.3)
            await monkey.play(until, most)
    except BaseException as error:
        error.add_note(f"seed {seed}, desk {desk}, after {monkey and monkey.done}: {' '.join(monkey.last) if monkey else ''}")
        raise
    finally:
        kiosk.inspector.close()
        kiosk.database.close()
    return monkey.done


def main() -> int:
    """Play one monkey after the other, in turn at the kiosk and at the desk, and print what was found."""
    folder, seconds, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    until, done, wrong = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        with tempfile.TemporaryDirectory(dir=folder) as own:
            try:
                done += asyncio.run(run(Path(own) / "data", seed, until=min(until, time.monotonic() + 60), desk=seed % 3 == 2))
            except Exception:  # noqa: BLE001 - that is what is looked for
                wrong += 1
                traceback.print_exc(limit=-12)
        seed += 1
    print(json.dumps({"part": "monkey", "events": done, "unforeseen": wrong}), flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
