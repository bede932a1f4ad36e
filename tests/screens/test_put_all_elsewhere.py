"""Everything at once from the copier and from the scanner's pile, sorted as what comes from a stick is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.adapters.samples.card import MARIA, back, front
from kiosk.adapters.samples.form import signed_form
from kiosk.adapters.samples.stick import _jpeg, _pdf
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import Origin
from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.services.filing import drafts
from screens.widgets.choices import Choices
from screens.widgets.rows import Rows
from tests.scanners import pattern_scanner
from tests.screens.harness import RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
ALWAYS = {"cedula-front:applicant", "application-form"}
"""Both sides of a card in one file stand together in the place of the first."""


def standing(pilot: Pilot[None]) -> set[str]:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return {each.slot for each in drafts.read(kiosk_of(pilot), draft.id).attachments}


async def agree(pilot: Pilot[None]) -> None:
    """See what was sorted, with nothing put anywhere yet, and say that these are they."""
    await until(pilot, lambda: screen_name(pilot) == "AreThese", 60)
    assert "¿Son estos sus documentos?" in shown(pilot)
    assert standing(pilot) == set()
    await press(pilot, "enter")
    await until(pilot, lambda: screen_name(pilot) == "Review", 60)
    assert standing(pilot) - {"cedula-back:applicant"} == ALWAYS


@pytest.mark.peer("tesseract")
async def test_all_that_the_copier_sent_in_one_file_is_sorted_and_leaves_its_folder_once_it_is_kept(
    real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.documents.copier.LOOK_AGAIN", 0.05)
    monkeypatch.setattr("kiosk.adapters.documents.copier.STILL_SECONDS", 0.1)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        app_of(pilot).visit.began_at = datetime(2020, 1, 1, tzinfo=UTC)
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseArrived"
        (inbox / "SKM_0001.pdf").write_bytes(_pdf(back(MARIA), front(MARIA), signed_form()))
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        await press(pilot, "enter")
        assert "tiene 3 hojas." in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: screen_name(pilot) == "AreThese", 60)
        assert [each.name for each in inbox.iterdir()] == ["SKM_0001.pdf"], "it is not kept yet"
        await agree(pilot)
        assert not list(inbox.iterdir())


@pytest.mark.peer("tesseract")
@pytest.mark.peer("scanimage")
async def test_a_pile_in_the_scanner_is_sorted(real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pile = [_jpeg(each) for each in (signed_form(), front(MARIA), back(MARIA))]
    config = pattern_scanner(tmp_path / "sane")
    async with real(KIOSK_SCANNER__KIND="sane", KIOSK_SCANNER__CONFIG=str(config)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen.query("#field-manner"))
        monkeypatch.setattr("kiosk.services.documents.scanning.scan_stack", lambda *_given: Documents(pile, Origin.SCAN))
        pilot.app.screen.query_one("#field-manner", Choices).choose("stack")
        await pilot.press("enter")
        await agree(pilot)
