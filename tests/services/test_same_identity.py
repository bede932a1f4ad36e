"""The same identity under another name, and a second filing while one is open: the case bears the remark, the dossier says it."""

import io
import json

import jsonschema
import pypdf
import pytest
from sqlmodel import col, select, update

from kiosk.domain.case_state import CaseState
from kiosk.services import case_status, dossier, dossier_record, looking, same_identity
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event
from tests.filing import MARIA, StoppedClock, file_alone
from tests.holding import asked


def rename(kiosk: Kiosk, number: str) -> None:
    with kiosk.database.transaction() as session:
        session.execute(update(Case).where(col(Case.number) == number).values(given_names="Rosa Elena", surnames="Ante Vega"))


def close(kiosk: Kiosk, number: str) -> None:
    with kiosk.database.transaction() as session:
        session.execute(update(Case).where(col(Case.number) == number).values(state=CaseState.DELIVERED))


def said(kiosk: Kiosk, number: str) -> list[str]:
    return [same_identity.in_words(each) for each in looking.look(kiosk.acting_as("rosa"), number, "desk").same_identity]


def test_a_second_filing_while_one_is_open_is_told_on_both_until_the_first_is_closed(kiosk: Kiosk, clock: StoppedClock) -> None:
    first = file_alone(kiosk)
    assert said(kiosk, first) == []
    clock.advance(days=1)
    second = file_alone(kiosk)
    assert said(kiosk, second) == [f"Hay otra solicitud abierta de la misma persona: {first}, del 23 de noviembre de 2026."]
    assert said(kiosk, first) == [f"Hay otra solicitud abierta de la misma persona: {second}, del 24 de noviembre de 2026."]
    close(kiosk, first)
    assert said(kiosk, second) == []


@pytest.mark.parametrize("closed", [False, True])
def test_the_same_identity_under_another_name_is_told_for_good(kiosk: Kiosk, closed: bool) -> None:  # noqa: FBT001 - drawn by pytest
    first = file_alone(kiosk)
    rename(kiosk, first)
    if closed:
        close(kiosk, first)
    (told,) = said(kiosk, file_alone(kiosk))
    assert "está con otro nombre (Rosa Elena Ante Vega)" in told
    assert first in told


def test_a_name_that_is_only_written_otherwise_is_the_same(kiosk: Kiosk) -> None:
    first = file_alone(kiosk)
    with kiosk.database.transaction() as session:
        case = session.exec(select(Case)).one()
        names = {"given_names": case.surnames.upper(), "surnames": case.given_names}
        session.execute(update(Case).values(state=CaseState.DELIVERED, **names))
    assert said(kiosk, file_alone(kiosk)) == []
    assert first


def test_the_dossier_says_it_on_its_cover_and_in_its_record(kiosk: Kiosk) -> None:
    first, second = file_alone(kiosk), file_alone(kiosk)
    rename(kiosk, first)
    files = dict(dossier.compose(kiosk.acting_as("rosa"), second).files)
    record = json.loads(files["expediente.json"])
    jsonschema.Draft202012Validator(json.loads(dossier_record.schema())).validate(record)
    assert [(each["number"], each["open"], each["other_name"]) for each in record["same_identity"]] == [(first, True, True)]
    cover = " ".join(pypdf.PdfReader(io.BytesIO(files["expediente.pdf"])).pages[0].extract_text().split())
    assert "Ojo: la misma identidad" in cover
    assert "Rosa Elena Ante Vega" in cover


def test_staff_who_type_the_identity_are_told_of_the_open_case_and_the_look_is_written_down(kiosk: Kiosk) -> None:
    number = file_alone(kiosk)
    (found,) = same_identity.open_now(kiosk.acting_as("rosa"), MARIA)
    assert (found.number, found.is_open) == (number, True)
    with kiosk.database.reading() as session:
        assert session.exec(select(Event.actor).where(col(Event.name) == "cases_searched")).all() == ["rosa"]
    close(kiosk, number)
    assert same_identity.open_now(kiosk.acting_as("rosa"), MARIA) == ()


def test_the_public_is_told_nothing_about_anybody(kiosk: Kiosk) -> None:
    first, second = file_alone(kiosk), file_alone(kiosk)
    told = case_status.status_of(kiosk, asked(kiosk, second))
    assert first not in str(told)
