"""Asking how a case stands, as a citizen does: what is told, what is not, and the way to take it back."""

import sys
from types import SimpleNamespace

import pytest
from sqlmodel import select, update
from textual.pilot import Pilot

from kiosk.domain.case_state import CaseState
from kiosk.storage.tables import Case, Correction
from tests.filing import MARIA, StoppedClock, answer_all, submit
from tests.screens.harness import Picture, RealStart, shown, type_in
from tests.screens.places import kiosk_of, press, screen_name
from tests.screens.samples import Sample


def file_one(pilot: Pilot[None]) -> str:
    """Return the number of María's case."""
    kiosk = kiosk_of(pilot)
    number = submit(kiosk, answer_all(kiosk)).number
    assert number
    return number


def change(pilot: Pilot[None], **values: object) -> None:
    """Write values into her case's row."""
    with kiosk_of(pilot).database.transaction() as session:
        session.execute(update(Case).values(**values))


def want(pilot: Pilot[None], slot: str) -> None:
    """Ask for a paper of hers again."""
    kiosk = kiosk_of(pilot)
    with kiosk.database.transaction() as session:
        filing, now = session.exec(select(Case.id)).one(), kiosk.clock.now().at
        row = Correction(id="1", case_id=filing, slot=slot, wanted="better", code="K7P49WXM", asked_at=now, asked_by="rosa")
        session.add(row)


async def ask(pilot: Pilot[None], number: str, last_four: str = "0010") -> None:
    await press(pilot, "4")
    await type_in(pilot, number, last_four)


async def test_how_a_case_stands_is_told_as_of_now_and_what_is_to_be_done(
    real: RealStart, picture: Picture, clock: StoppedClock
) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        clock.trusted = False
        await ask(pilot, number)
        assert "Está registrado desde el 23 de noviembre de 2026." in shown(pilot)
        assert "(hora no verificada)" in shown(pilot)
        assert "no tiene que hacer nada" in shown(pilot)
        assert MARIA.number not in shown(pilot)
        assert "María" not in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"
        assert number not in shown(pilot)

        clock.trusted = True
        change(pilot, state=CaseState.HANDED_OVER, handed_over_at=clock.at)
        want(pilot, "application-form")
        await ask(pilot, number)
        assert "Hace falta otra vez: Solicitud de egreso" in shown(pilot)
        assert "no tiene que hacer nada" not in shown(pilot)
        assert "K7P4" not in shown(pilot)
        await picture(pilot, "case_status_wanted-80x24")
        await press(pilot, "escape")

        with kiosk_of(pilot).database.transaction() as session:
            session.execute(update(Correction).values(met_at=clock.at))
        change(pilot, state=CaseState.ANSWERED)
        await ask(pilot, number)
        assert "Ya hay una respuesta del IESS." in shown(pilot)
        assert "con su cédula" in shown(pilot)
        await picture(pilot, "case_status_answered-80x24")


async def test_a_made_up_number_or_wrong_digits_tell_nothing(real: RealStart) -> None:
    async with real() as pilot:
        number = file_one(pilot)
        await ask(pilot, "0417A-26-000123-X")
        assert "! Revise el número" in shown(pilot)
        await press(pilot, "escape")
        await ask(pilot, number, "0011")
        assert "no hay un trámite" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "CaseStatus"


async def test_taking_it_back_is_offered_once_the_pair_was_right_and_not_twice(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def here(number: str) -> Sample:
        asked.append(number)
        return Sample()

    monkeypatch.setitem(sys.modules, "screens.withdraw", SimpleNamespace(WithdrawHere=here))
    async with real() as pilot:
        number = file_one(pilot)
        await ask(pilot, number)
        await press(pilot, "shift+tab", "enter")
        assert (asked, screen_name(pilot)) == ([number], "Sample")
        await press(pilot, "escape")
        change(pilot, state=CaseState.WITHDRAWN)
        await ask(pilot, number)
        assert "ya no sigue" in shown(pilot)
        assert "Retirar" not in shown(pilot)
