"""A document's way is one dialogue over the page that wants it: Esc goes back by a step, and nothing of it is left."""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.services.documents import attachments
from kiosk.services.filing import slips
from screens.apps.key_order import InOrderApp
from screens.visit.inactivity import StillThere
from tests import filing
from tests.screens.harness import RealStart, settled, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.sticks import FRONT, ONLY_ME, files_shown, plug_in, slots_of


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    plug_in(tmp_path / "stick", cara__jpg=filing.photograph())
    return tmp_path / "stick"


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which screens are painted, each once in a row."""
    names: list[str] = []
    display = InOrderApp._display

    def note(app: Any, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - textual's own
        if screen is app.screen and screen.is_mounted and names[-1:] != [type(screen).__name__]:
            names.append(type(screen).__name__)
        display(app, screen, renderable)

    monkeypatch.setattr(InOrderApp, "_display", note)
    return names


async def to_the_list(pilot: Pilot[None]) -> None:
    await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
    assert screen_name(pilot) == "AttachDocuments"


async def test_esc_goes_back_by_one_step_and_the_page_below_is_never_seen_between_two_of_them(
    real: RealStart, stick: Path, tmp_path: Path, painted: list[str]
) -> None:
    (tmp_path / "inbox").mkdir()
    async with real(KIOSK_STICK__FOLDER=str(stick), KIOSK_INBOX__FOLDER=str(tmp_path / "inbox")) as pilot:
        await to_the_list(pilot)
        page = pilot.app.screen
        del painted[:]
        await press(pilot, "1", "1")
        assert screen_name(pilot) == "ChooseFile"
        await press(pilot, "escape")
        assert screen_name(pilot) == "ChooseSource"
        await press(pilot, "1")
        await files_shown(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "SeeDocument")
        await press(pilot, "escape")
        assert screen_name(pilot) == "AttachDocuments"
        assert pilot.app.screen is not page, "it begins again, with what it knows now"
        assert slots_of(pilot) == {FRONT}
        way = ["ChooseSource", "ChooseFile", "ChooseSource", "ChooseFile", "SeeDocument", "AttachDocuments"]
        assert painted == way
        assert len(pilot.app.screen_stack) == 2


async def test_a_visit_that_ends_in_the_middle_of_it_leaves_nothing_that_waits(real: RealStart, stick: Path) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await to_the_list(pilot)
        await press(pilot, "1")
        await files_shown(pilot)
        app_of(pilot).abandon()
        await until(pilot, lambda: app_of(pilot).session is None)
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"
        assert not [each for each in pilot.app.workers if each.group == "act"]


async def test_the_question_whether_somebody_is_there_goes_with_the_document_that_it_lies_over(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await show(pilot, attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph()))
        await press(pilot, "1")
        seen: Any = pilot.app.screen
        await pilot.app.push_screen(StillThere(9, ""))
        seen.act(seen.back)
        await settled(pilot)
        assert screen_name(pilot) == "AttachDocuments"
        assert len(pilot.app.screen_stack) == 2


async def test_a_key_in_the_middle_of_an_action_does_not_hold_up_the_question_that_comes_of_it(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_draft: object) -> bool:
        begun.set()
        go_on.wait(20)
        return False

    monkeypatch.setattr(slips, "print_slip", slow)
    monkeypatch.setattr("screens.apps.key_order.LONGEST_BUILDING", 15.0)
    async with real() as pilot:
        await to_the_list(pilot)
        page: Any = pilot.app.screen
        page.act(page.print_code)
        await asyncio.to_thread(begun.wait, 20)
        pilot.app.post_message(Key("9", "9"))
        while pilot.app._message_queue.qsize():  # noqa: ASYNC110 - until it is taken up, and waits; textual tells of it in no other way
            await asyncio.sleep(0)
        begun_at = time.monotonic()
        go_on.set()
        await until(pilot, lambda: screen_name(pilot) == "Dialog")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is page)
        assert time.monotonic() - begun_at < 10, "it waited for the answer, which nobody could give"
