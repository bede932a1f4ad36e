"""The simplest visit, counted: a head of family alone, no telephone, no e-mail, three good files on the stick, put all at once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from screens.apps.kiosk import KioskApp
from screens.frame.screen import KioskScreen
from screens.visit.deliberate import Deliberate
from screens.widgets.choices import Choices
from screens.widgets.reading import LegalReading
from tests.screens.harness import RealStart, settled, shown, until
from tests.screens.places import app_of, kiosk_of, screen_name
from tests.screens.test_put_all import bring, mine

KEYS, SCREENS = 40, 16
"""Exactly what it takes: a key or screen more is a loss, and one fewer is written down here."""
TYPED = 16
"""Of the keys those that are typed characters: the number and the names."""
MOST_STEPS = 120
FIXED = {
    "Welcome": ["enter"],
    "Start": ["enter"],
    "Number": [*"9900000010", "enter"],
    "Names": [*"Paz", "enter", *"Luz", "enter"],
    "InWhatCapacity": ["1"],
    "YourCode": ["enter"],
    "Telephone": ["down", "enter"],
    "Email": ["down", "enter"],
    "HowMany": ["1"],
}
"""What is pressed on a screen whose keys depend on nothing."""


class Visit:
    """Presses keys, and counts them and the screens that came; what shows by itself while documents are looked at is one, too."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.keys: list[str] = []
        self.screens = [screen_name(pilot)]

    async def press(self, *keys: str) -> None:
        """Press one key after the other, as a person does."""
        for key in keys:
            self.keys.append(key)
            await self.pilot.press(key)
            await settled(self.pilot)


async def answer(visit: Visit) -> None:
    """Answer what the screen asks, by the fewest keys."""
    name, focused = screen_name(visit.pilot), visit.pilot.app.focused
    if isinstance(focused, LegalReading) and focused.in_sight:
        await visit.press("down")
    elif name in FIXED:
        await visit.press(*FIXED[name])
    elif name == "Consent" and isinstance(focused, Choices):
        await visit.press("1" if focused.field_name == "how" else "4", "enter")
    elif name == "PutAll":
        await until(visit.pilot, lambda: screen_name(visit.pilot) != name, 60)  # it reads by itself, and leads on by itself
    else:
        await visit.press("enter")  # reads on, opens what is marked, or does what the button says


@pytest.mark.peer("tesseract")
@pytest.mark.usefixtures("_in_haste")
async def test_the_simplest_visit_takes_few_keys_and_screens(
    real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path / "stick", **mine())
    async with real(KIOSK_STICK__FOLDER=str(tmp_path / "stick"), KIOSK_PRINTER__KIND="none") as pilot:
        kiosk = kiosk_of(pilot)
        known = replace(kiosk.catalogue, cedula_prefixes=kiosk.catalogue.cedula_prefixes | {"99"})  # as the demonstration has it
        app_of(pilot).kiosk = replace(kiosk, catalogue=known)
        visit = Visit(pilot)
        show, lay = KioskApp.show, KioskApp.push_screen_wait

        def counting(app: KioskApp, screen: Screen[Any]) -> None:
            visit.screens.append(type(screen).__name__)
            show(app, screen)

        async def counting_too(app: KioskApp, screen: Screen[Any]) -> Any:  # noqa: ANN401 - textual's own
            if isinstance(screen, KioskScreen):  # no dialog, which is no screen of its own
                visit.screens.append(type(screen).__name__)
            return await lay(app, screen)

        monkeypatch.setattr(KioskApp, "show", counting)
        monkeypatch.setattr(KioskApp, "push_screen_wait", counting_too)
        for _step in range(MOST_STEPS):
            if screen_name(pilot) == "Receipt":
                break
            await answer(visit)
        assert screen_name(pilot) == "Receipt", shown(pilot)
        counted = f"{visit.keys}, {visit.screens}"
        assert {"PutAll", "AreThese"} <= set(visit.screens), counted
        assert sum(len(key) == 1 for key in visit.keys) == TYPED + 4, counted  # and the digits of four answers
        assert (len(visit.keys), len(visit.screens)) == (KEYS, SCREENS), counted


@pytest.fixture
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: how long a person waits is no matter of this count."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)
