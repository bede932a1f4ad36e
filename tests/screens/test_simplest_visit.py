"""The simplest visit, counted: a head of family alone, no telephone, no e-mail, three good files on the stick in their order."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.journey import Step
from screens.deliberate import Deliberate
from screens.widgets.choices import Choices
from screens.widgets.reading import Reading
from tests.screens.harness import RealStart, settled, shown
from tests.screens.places import app_of, kiosk_of, screen_name
from tests.terminal import stick

MOST_KEYS, MOST_SCREENS = 51, 18
"""Of the keys 16 are typed characters, 12 read the review and the consent to their ends; 40 are aimed at."""
KEYS_FOR_DOCUMENTS, SCREENS_OF_DOCUMENTS = 4, 3
"""What the documents' step may take of it."""
MOST_STEPS = 120
FIXED = {
    "Welcome": ["enter"],
    "Start": ["enter"],
    "Number": [*"9900000010", "enter"],
    "Names": [*"Paz", "enter", *"Luz", "enter"],
    "InWhatCapacity": ["1", "enter"],
    "YourCode": ["enter"],
    "Telephone": ["down", "enter", "enter"],
    "Email": ["down", "enter", "enter"],
    "HowMany": ["1", "enter"],
}
"""What is pressed on a screen whose keys depend on nothing."""


class Visit:
    """Presses keys, and counts them and the screens that came; those of the documents apart, for they have a goal of their own."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.keys = self.keys_for_documents = 0
        self.screens: list[str] = []
        self.screens_of_documents = 0
        self._last: object = None
        self.look()

    def at_documents(self) -> bool:
        """Tell whether the screen belongs to the documents' step."""
        place = getattr(self.pilot.app.screen, "place", None)
        return place is not None and place.step is Step.ATTACH_DOCUMENTS

    def look(self) -> None:
        """Note the screen that stands there now."""
        if self._last is not self.pilot.app.screen:
            self._last = self.pilot.app.screen
            self.screens.append(screen_name(self.pilot))
            self.screens_of_documents += self.at_documents()

    async def press(self, *keys: str) -> None:
        """Press one key after the other, as a person does."""
        for key in keys:
            self.keys += 1
            self.keys_for_documents += self.at_documents()
            await self.pilot.press(key)
            await settled(self.pilot)
            self.look()


async def answer(visit: Visit) -> None:
    """Answer what the screen asks, by the fewest keys."""
    name, focused = screen_name(visit.pilot), visit.pilot.app.focused
    if isinstance(focused, Reading) and focused.in_sight:
        await visit.press("down")
    elif name in FIXED:
        await visit.press(*FIXED[name])
    elif name == "Consent" and isinstance(focused, Choices):
        await visit.press("1" if focused.field_name == "how" else "2", "enter")
    elif name == "ChooseFile":
        down = next(
            place
            for place, document in enumerate(("parte de adelante»", "parte de atrás»", "«Solicitud de"))
            if document in shown(visit.pilot)
        )
        await visit.press(*["down"] * down, "enter")
    else:
        await visit.press("enter")  # reads on, opens what is marked, or does what the button says


@pytest.mark.usefixtures("_in_haste")
async def test_the_simplest_visit_takes_few_keys_and_screens(real: RealStart, tmp_path: Path) -> None:
    stick.fill(tmp_path / "stick")
    async with real(KIOSK_STICK__FOLDER=str(tmp_path / "stick"), KIOSK_PRINTER__KIND="none") as pilot:
        kiosk = kiosk_of(pilot)
        known = replace(kiosk.catalogue, cedula_prefixes=kiosk.catalogue.cedula_prefixes | {"99"})  # as the demonstration has it
        app_of(pilot).kiosk = replace(kiosk, catalogue=known)
        visit = Visit(pilot)
        for _step in range(MOST_STEPS):
            if screen_name(pilot) == "Receipt":
                break
            await answer(visit)
        assert screen_name(pilot) == "Receipt", shown(pilot)
        counted = f"{visit.keys} keys ({visit.keys_for_documents}), {len(visit.screens)} screens ({visit.screens_of_documents}): "
        counted += " ".join(visit.screens)
        assert visit.keys - visit.keys_for_documents <= MOST_KEYS - KEYS_FOR_DOCUMENTS, counted
        assert len(visit.screens) - visit.screens_of_documents <= MOST_SCREENS - SCREENS_OF_DOCUMENTS, counted


@pytest.fixture
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: how long a person waits is no matter of this count."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)
