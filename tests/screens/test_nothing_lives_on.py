"""When a visit is over, nothing that still lives in the process holds what its person said: what is left is freed memory.

Python cannot overwrite that. At the public screen a new process takes it away (apps.renewal); the desk keeps one a connection.
"""

import asyncio
import gc
import re
from collections.abc import Iterator

from textual.pilot import Pilot

from screens.apps.locked_app import SETTLED
from tests.screens.harness import RealStart, settled, shown, type_in, until

BACKWARDS = {
    "name": "emlkpzvtrñO",
    "surname": "kjhgfdcbÉ",
    "number": "6120440099",
    "telephone": "4297532990",
    "email": "tset.olpmeje@zyxwu",
}
"""Written so that the test itself holds none of it."""
WELCOME = "Aquí puede pedir"


def holders() -> dict[str, list[str]]:
    """Return what in the process holds any of it, by which it is: the types of those that do."""
    found: dict[str, list[str]] = {}
    needles = {name: backwards[::-1] for name, backwards in BACKWARDS.items()}
    pattern = re.compile("|".join(map(re.escape, needles.values())))
    mine = {id(each) for each in needles.values()} | {id(pattern.pattern)}
    for holder in gc.get_objects():
        for said in _texts(holder):
            if id(said) not in mine and (
                held := pattern.search(said if isinstance(said, str) else said.decode("utf-8", "replace"))
            ):
                name = next(name for name, needle in needles.items() if needle == held[0])
                found.setdefault(name, []).append(f"{type(holder).__name__} {getattr(holder, '__name__', '')} {_beginning(holder)}")
    return found


def _beginning(holder: object) -> str:
    return repr(holder)[:300] if isinstance(holder, (dict, list, tuple)) else ""


def _texts(holder: object) -> Iterator[str | bytes]:
    """Give the texts that something refers to, through one that Python does not keep track of."""
    for each in gc.get_referents(holder):
        if type(each) in {str, bytes}:
            yield each
        elif type(each) in {tuple, dict} and not gc.is_tracked(each):
            yield from (inner for inner in gc.get_referents(each) if type(inner) in {str, bytes})


async def identify(pilot: Pilot[None]) -> None:
    for _page in ("welcome", "start"):
        await pilot.press("enter")
        await settled(pilot)
    await pilot.press("down", "enter")
    await settled(pilot)
    await type_in(pilot, BACKWARDS["number"][::-1])
    await pilot.press("enter")  # the number is no living person's, and is asked about
    await settled(pilot)
    await type_in(pilot, BACKWARDS["name"][::-1], BACKWARDS["surname"][::-1])
    await pilot.press("1")
    await settled(pilot)
    await pilot.press("enter")  # the code was noted
    await settled(pilot)
    await type_in(pilot, BACKWARDS["telephone"][::-1], BACKWARDS["email"][::-1])
    await settled(pilot)


async def test_when_a_person_has_left_nothing_alive_holds_what_they_said(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        assert holders().keys() == BACKWARDS.keys(), "what is there is found"
        await pilot.press("f4")
        await settled(pilot)
        assert "¿Quiere parar por hoy?" in shown(pilot), shown(pilot)
        await pilot.press("shift+tab", "enter")  # keep it for another day
        await until(pilot, lambda: WELCOME in shown(pilot))
        for _look in range(50):  # a busy machine takes its time to take the screens away
            await asyncio.sleep(4 * SETTLED)
            gc.collect()
            if not (left := holders()):
                break
        assert left == {}
