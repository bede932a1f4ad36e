"""The desk's screens for what comes after a filing: corrections, answers, withdrawals, and the rights over the data."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.actor import CITIZEN
from kiosk.domain.cases.state import CaseState
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases.lookup import case_of
from kiosk.services.followup import corrections, decisions, notification, withdrawals
from screens.desk.case.correction import AskAgain
from screens.desk.case.record_answer import RecordAnswer
from screens.desk.case.withdrawal import Withdraw
from screens.desk.rights import Rights
from screens.widgets.field import Field
from screens.widgets.rows import Rows
from tests import filing
from tests.filing import MARIA
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name

CODES = ("K7P49WXM", "A3C4D6E7", "F9G3H4J6")


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


def file_case(pilot: Pilot[None], email: str | None = None) -> CaseNumber:
    return filing.file_alone(kiosk_of(pilot).acting_as(CITIZEN), email=email)


def state_of(pilot: Pilot[None], number: CaseNumber) -> CaseState:
    with kiosk_of(pilot).database.reading() as session:
        return CaseState(case_of(session, number).state)


async def lay(pilot: Pilot[None], screen: AskAgain | RecordAnswer | Withdraw | Rights) -> None:
    app_of(pilot).push_screen(screen)
    await settled(pilot)


async def choose_file(pilot: Pilot[None]) -> None:
    """Take the only file of the stick."""
    await until(pilot, lambda: pilot.app.screen.query(Rows) and pilot.app.screen.query_one(Rows).display)
    await press(pilot, "enter")


async def test_a_document_is_asked_for_again_and_taken_in_at_the_desk(desk: RealStart, stick: Path, picture: Picture) -> None:
    async with desk(KIOSK_STICK__FOLDER=str(stick), KIOSK_PRINTER__KIND="none") as pilot:
        number = file_case(pilot)
        await lay(pilot, AskAgain(number))
        await picture(pilot, "ask_again_80x24")
        await press(pilot, "2")
        assert screen_name(pilot) == "AskFor"
        await press(pilot, "tab")
        await type_in(pilot, "")
        assert "Escriba qué está mal" in shown(pilot)
        await picture(pilot, "ask_for_80x24")
        await type_in(pilot, "La foto salió movida: no se lee el número.")
        assert screen_name(pilot) == "AskedAtDesk"
        await picture(pilot, "asked_80x24")
        await press(pilot, "escape")
        assert "pedido, A3C4-D6E7" in shown(pilot)
        await press(pilot, "enter")
        await picture(pilot, "asked_before_80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseFile"
        await choose_file(pilot)
        assert screen_name(pilot) == "CorrectionCame"
        assert app_of(pilot).visit.draft is None, "nothing is held of anybody"
        await picture(pilot, "correction_came_80x24")
        await press(pilot, "escape")
        assert screen_name(pilot) == "AskAgain"
        assert "pedido" not in shown(pilot).split("pedido, si")[-1]
        assert corrections.of_case(kiosk_of(pilot), number)[0].met_at is not None


async def test_who_goes_back_from_the_sources_stands_where_they_were(desk: RealStart, stick: Path) -> None:
    async with desk(KIOSK_STICK__FOLDER=str(stick), KIOSK_INBOX__FOLDER=str(stick), KIOSK_PRINTER__KIND="none") as pilot:
        number = file_case(pilot)
        await lay(pilot, AskAgain(number))
        await press(pilot, "1", "tab")
        await type_in(pilot, "No se lee")
        await press(pilot, "escape", "enter", "enter")
        assert screen_name(pilot) == "ChooseSource"
        await press(pilot, "1", "escape", "escape")
        assert screen_name(pilot) == "AskedAtDesk"
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "Home"


async def test_an_answer_is_recorded_after_a_second_look_at_its_number_then_handed_out(
    desk: RealStart, stick: Path, picture: Picture
) -> None:
    async with desk(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        number = file_case(pilot)
        await lay(pilot, RecordAnswer(number))
        await picture(pilot, "record_answer_80x24")
        await press(pilot, "2", "tab")
        await type_in(pilot, "oficio 12", "24/11/2026", "")
        assert "todavía no llega" in shown(pilot)
        pilot.app.screen.query_one("#field-decided_on", Field).value = "23/11/2026"
        await type_in(pilot, "", "")
        assert "IESS-SSC-2026-0123-O" in shown(pilot)
        await press(pilot, "left", "enter")
        pilot.app.screen.query_one("#field-reference", Field).value = "iess-ssc-2026-0123-o"
        pilot.app.screen.query_one("#field-note", Field).focus_entry()
        await type_in(pilot, "No cumple un año de aporte.")
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseFile"
        await press(pilot, "escape")
        assert screen_name(pilot) == "RecordAnswer"
        assert pilot.app.screen.query_one("#field-note", Field).value == "No cumple un año de aporte."
        pilot.app.screen.query_one("#field-note", Field).focus_entry()
        await type_in(pilot, "")
        await press(pilot, "enter")
        await choose_file(pilot)
        assert screen_name(pilot) == "AnswerKept"
        assert state_of(pilot, number) is CaseState.ANSWERED
        await picture(pilot, "answer_kept_80x24")
        await press(pilot, "enter")
        await picture(pilot, "hand_out_80x24")
        await press(pilot, "3", "enter")
        assert "Entregada el 23/11/2026 por rosa" in shown(pilot)
        assert state_of(pilot, number) is CaseState.DELIVERED
        await press(pilot, "escape")
        assert screen_name(pilot) == "Home"


async def test_a_wrong_record_is_annulled_and_the_right_one_asked_for(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        number = file_case(pilot)
        await lay(pilot, RecordAnswer(number))
        await press(pilot, "1", "tab")
        await type_in(pilot, "IESS-SSC-2026-0123-O", "23/11/2026", "")
        await press(pilot, "left", "enter")
        assert screen_name(pilot) == "AnswerKept"
        assert screen_name(pilot) == "AnswerKept"
        await press(pilot, "shift+tab", "left", "enter")
        assert screen_name(pilot) == "Annul"
        await picture(pilot, "annul_80x24")
        await type_in(pilot, "")
        assert screen_name(pilot) == "RecordAnswer"
        assert decisions.of_case(kiosk_of(pilot), number) == []
        with kiosk_of(pilot).database.reading() as session:
            assert notification.waiting(session) == []


async def test_a_request_is_taken_back_at_the_desk_after_one_question(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        number = file_case(pilot)
        await lay(pilot, Withdraw(number))
        await picture(pilot, "withdraw_desk_80x24")
        await press(pilot, "enter", "enter")
        await picture(pilot, "withdraw_question_80x24")
        await press(pilot, "left", "enter")
        assert screen_name(pilot) == "TakenBackProof"
        assert [each.what for each in withdrawals.of_case(kiosk_of(pilot), number)] == ["request"]
        assert state_of(pilot, number) is CaseState.WITHDRAWN
        await press(pilot, "enter")
        assert screen_name(pilot) == "Home"


async def test_what_is_held_is_shown_after_the_identity_document_was_seen(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        file_case(pilot, filing.EMAIL)
        await lay(pilot, Rights())
        await type_in(pilot, MARIA.number)
        await press(pilot, "enter")
        await picture(pilot, "rights_80x24")
        await press(pilot, "enter")
        await press(pilot, "2")
        await type_in(pilot, "Mi nombre es María Josefa")
        await press(pilot, "enter")
        assert screen_name(pilot) == "WhatIsAsked"
        await picture(pilot, "what_is_asked_80x24")
        await press(pilot, "1")
        assert screen_name(pilot) == "ShowHeld"
        await picture(pilot, "show_held_80x24")
        await press(pilot, "escape", "3")
        await press(pilot, "left", "enter")
        assert "documento público" in shown(pilot)
        await picture(pilot, "removed_80x24")
