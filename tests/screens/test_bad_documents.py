"""The whole list of bad documents through the screen: each ends in a sentence or is taken, and the place takes the next."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from screens.widgets.rows import Rows
from tests.bad_documents import Document, card, documents
from tests.screens.harness import RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.sticks import FRONT, ONLY_ME, draft_of, listed

GOOD = "buena.jpg"


@pytest.mark.parametrize("bad", [each for each in documents() if each.code], ids=lambda each: each.name)
async def test_a_bad_file_ends_in_a_sentence_and_the_place_takes_the_next_one(
    real: RealStart, tmp_path: Path, bad: Document
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / bad.name).write_bytes(bad.content)
    (stick / GOOD).write_bytes(card())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: GOOD in listed(pilot))
        if bad.name in listed(pilot):
            await choose(pilot, bad.name)
            assert screen_name(pilot) == "ChooseFile"
            assert bad.word in shown(pilot)
            assert "Traceback" not in shown(pilot)
        else:
            assert "1 archivo no se muestra: no es JPG ni PDF." in " ".join(shown(pilot).split())
        assert draft_of(pilot).attachments == ()
        await choose(pilot, GOOD)
        assert [each.slot for each in draft_of(pilot).attachments] == [FRONT]


@pytest.mark.parametrize("strange", [each for each in documents() if not each.code], ids=lambda each: each.name)
async def test_a_strange_file_is_taken_as_what_it_is(real: RealStart, tmp_path: Path, strange: Document) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / strange.name).write_bytes(strange.content)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: strange.name in listed(pilot))
        await choose(pilot, strange.name)
        assert screen_name(pilot) == "SeeDocument"
        (attached,) = draft_of(pilot).attachments
        assert (attached.slot, attached.verdict.may_be_attached) == (FRONT, True)


async def choose(pilot: Pilot[None], name: str) -> None:
    """Open the line of this name."""
    rows = pilot.app.screen.query_one(Rows)
    rows.focus()
    await press(pilot, str(listed(pilot).index(name) + 1))
    assert app_of(pilot).session is not None
