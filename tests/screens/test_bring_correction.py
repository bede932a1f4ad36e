"""At the public kiosk: a document that was asked for comes with its code, and what was given is as easily taken back."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.followup import corrections, withdrawals
from screens.entrance.withdraw import WithdrawHere
from screens.widgets.rows import Rows
from tests import filing
from tests.filing import MARIA
from tests.holding import shown as shown_receipt
from tests.outboxes import rows
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name

CODES = ("K7P49WXM", "A3C4D6E7")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder where a memory stick is mounted, with a better photo on it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "mejor.jpg").write_bytes(filing.photograph("MEJOR"))
    return folder


@pytest.fixture(autouse=True)
def _known_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(CODES)
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: next(codes))


def ask(pilot: Pilot[None]) -> AskedDocument:
    kiosk = kiosk_of(pilot)
    number = filing.file_alone(kiosk, email=None)
    return corrections.ask(kiosk.acting_as("rosa"), number, "cedula-back:applicant", Wanted.BAD, "La foto salió movida.")


async def test_the_code_of_a_slip_leads_to_what_is_asked_and_the_document_is_received(
    real: RealStart, stick: Path, picture: Picture
) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick), KIOSK_PRINTER__KIND="none") as pilot:
        asked = ask(pilot)
        await press(pilot, "2")
        await type_in(pilot, "a3c4-d6e7", "9999")
        assert "No encontramos" in shown(pilot)
        await press(pilot, "escape", "2")
        await type_in(pilot, "a3c4-d6e7", MARIA.last_four)
        assert screen_name(pilot) == "BringCorrection"
        await picture(pilot, "bring_correction_80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseFile"
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).display)
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "CorrectionCame")
        await picture(pilot, "correction_received_80x24")
        assert corrections.of_case(kiosk_of(pilot), asked.number)[0].met_at is not None
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        assert app_of(pilot).session is None


async def test_who_has_it_not_with_them_leaves_and_comes_back_with_the_same_code(real: RealStart, stick: Path) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick), KIOSK_PRINTER__KIND="none") as pilot:
        asked = ask(pilot)
        for _each in range(2):
            await press(pilot, "2")
            await type_in(pilot, asked.code, MARIA.last_four)
            await press(pilot, "enter", "escape")
            assert screen_name(pilot) == "BringCorrection"
            await press(pilot, "escape")
            assert screen_name(pilot) == "Welcome"


async def test_who_is_quick_is_kept_until_the_proof_is_out(real: RealStart) -> None:
    async with real() as pilot:
        number = filing.file_alone(kiosk_of(pilot), email=None)
        app_of(pilot).begin_visit()
        app_of(pilot).show(WithdrawHere(number, shown_receipt(kiosk_of(pilot), number)))
        await settled(pilot)
        await press(pilot, "2", "enter")
        await press(pilot, "left", "enter")
        await until(pilot, lambda: "¿Salió el papel?" in shown(pilot))
        await press(pilot, "shift+tab", "enter")
        await until(pilot, lambda: len(rows(kiosk_of(pilot), MessageKind.WITHDRAWAL_PRINT)) == 2)
        await until(pilot, lambda: "¿Salió el papel?" in shown(pilot))
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        assert {each.state for each in rows(kiosk_of(pilot), MessageKind.WITHDRAWAL_PRINT)} == {MessageState.ACCEPTED}


async def test_a_consent_is_taken_back_with_a_few_keys_and_again_shows_the_same_proof(real: RealStart, picture: Picture) -> None:
    async with real(KIOSK_PRINTER__KIND="none") as pilot:
        number = filing.file_alone(kiosk_of(pilot), email=None)
        for times in range(2):
            app_of(pilot).begin_visit()
            app_of(pilot).show(WithdrawHere(number, shown_receipt(kiosk_of(pilot), number)))
            await settled(pilot)
            if not times:
                await picture(pilot, "withdraw_here_80x24")
            await press(pilot, "2", "enter")
            if not times:
                await picture(pilot, "withdraw_here_question_80x24")
                await press(pilot, "left", "enter")
            assert ("Su permiso ya estaba quitado" if times else "Su permiso quedó quitado") in shown(pilot)
            if not times:
                await picture(pilot, "withdrawn_80x24")
            await press(pilot, "enter")
            assert screen_name(pilot) == "Welcome"
        assert [each.what for each in withdrawals.of_case(kiosk_of(pilot), number)] == [TakenBack.CONSENT]
