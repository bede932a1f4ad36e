"""The same identity under another name, and a second filing while one is open: the case bears the remark, the dossier says it."""

import io
import json
from pathlib import Path

import jsonschema
import pypdf
import pytest
from sqlmodel import col, select, update

from kiosk.domain.cases.same_identity import SameDecision
from kiosk.domain.cases.state import CaseState
from kiosk.domain.desk.task import TaskKind
from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import same_identity, status
from kiosk.services.desk import access, tasks
from kiosk.services.handover import dossier, dossier_record, export, handovers
from kiosk.services.journal import audit
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event
from tests.filing import MARIA, StoppedClock, file_alone
from tests.holding import asked


def rename(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        session.execute(update(Case).where(col(Case.number) == number).values(given_names="Rosa Elena", surnames="Ante Vega"))


def close(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        session.execute(update(Case).where(col(Case.number) == number).values(state=CaseState.DELIVERED))


def said(kiosk: Kiosk, number: CaseNumber) -> list[str]:
    return [same_identity.in_words(each) for each in access.look(kiosk.acting_as("rosa"), number, "desk").same_identity]


def test_a_second_filing_while_one_is_open_is_told_on_both_until_it_was_decided_and_the_first_is_closed(
    kiosk: Kiosk, clock: StoppedClock
) -> None:
    first = file_alone(kiosk)
    assert said(kiosk, first) == []
    clock.advance(days=1)
    second = file_alone(kiosk)
    assert said(kiosk, second) == [f"Hay otra solicitud abierta de la misma persona: {first}, del 23 de noviembre de 2026."]
    assert said(kiosk, first) == [f"Hay otra solicitud abierta de la misma persona: {second}, del 24 de noviembre de 2026."]
    close(kiosk, first)
    assert said(kiosk, second) == [f"La misma persona está en {first}, del 23 de noviembre de 2026, ya cerrado."], "nobody decided"
    same_identity.decide(kiosk.acting_as("rosa"), first, second, SameDecision.SAME_PERSON)
    assert said(kiosk, second) == []


@pytest.mark.parametrize("closed", [False, True])
def test_the_same_identity_under_another_name_is_told_for_good(kiosk: Kiosk, closed: bool) -> None:  # noqa: FBT001 - drawn by pytest
    first = file_alone(kiosk)
    rename(kiosk, first)
    if closed:
        close(kiosk, first)
    (told,) = said(kiosk, file_alone(kiosk))
    assert "está con otro nombre (Ante Vega Rosa Elena)" in told
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
    first = file_alone(kiosk)
    rename(kiosk, first)
    second = file_alone(kiosk)
    files = dict(dossier.compose(kiosk.acting_as("rosa"), second).files)
    record = json.loads(files["expediente.json"])
    jsonschema.Draft202012Validator(json.loads(dossier_record.schema())).validate(record)
    assert [(each["number"], each["open"], each["other_name"]) for each in record["same_identity"]] == [(first, True, True)]
    cover = " ".join(pypdf.PdfReader(io.BytesIO(files["expediente.pdf"])).pages[0].extract_text().split())
    assert "Ojo: la misma identidad" in cover
    assert "Ante Vega Rosa Elena" in cover


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
    told = status.status_of(kiosk, asked(kiosk, second))
    assert first not in str(told)


def awaited(kiosk: Kiosk) -> list[str]:
    """Return the cases with the same identity as an earlier one that wait in «Hoy»."""
    return [each.number or "" for each in tasks.today(kiosk).tasks if each.kind is TaskKind.SAME_IDENTITY]


@pytest.mark.parametrize("state", list(CaseState))
def test_it_waits_in_hoy_until_somebody_decides_however_far_the_case_got(kiosk: Kiosk, state: CaseState) -> None:
    rosa, first = kiosk.acting_as("rosa"), file_alone(kiosk)
    assert awaited(kiosk) == []
    second = file_alone(kiosk)
    with kiosk.database.transaction() as session:
        session.execute(update(Case).values(state=state))
    assert awaited(kiosk) == [second]
    access.look(rosa, second, "same_identity")
    assert awaited(kiosk) == [second], "a look decides nothing"
    same_identity.decide(rosa, second, first, SameDecision.SAME_PERSON)
    assert awaited(kiosk) == []
    assert same_identity.undecided(kiosk, first) == ()


def test_each_of_several_earlier_cases_is_decided_by_itself(kiosk: Kiosk, clock: StoppedClock) -> None:
    numbers = []
    for _filing in range(3):
        clock.advance(hours=1)
        numbers.append(file_alone(kiosk))
    first, second, third = numbers
    assert awaited(kiosk) == [second, third]
    assert [each.number for each in same_identity.undecided(kiosk, third)] == [second, first]
    for other in (second, first):
        assert third in awaited(kiosk)
        same_identity.decide(kiosk.acting_as("rosa"), third, other, SameDecision.SAME_PERSON)
    assert awaited(kiosk) == [second]


def test_who_decided_what_and_when_stands_on_both_cases_in_the_chain_and_in_the_dossier(kiosk: Kiosk, clock: StoppedClock) -> None:
    rosa, first, second = kiosk.acting_as("rosa"), file_alone(kiosk), file_alone(kiosk)
    clock.advance(days=2)
    with pytest.raises(BadInput, match="Escriba cuál es el error"):
        same_identity.decide(rosa, second, first, SameDecision.MISTAKE, "  ")
    same_identity.decide(rosa, second, first, SameDecision.MISTAKE, "La segunda es de su hermana.")
    words = "Es un error, lo anotó rosa, 25 de noviembre de 2026: La segunda es de su hermana."
    for number, other in ((first, second), (second, first)):
        (told,) = said(kiosk, number)
        assert other in told
        assert told.endswith(words)
        case = access.look(rosa, number, "desk")
        assert [(each.actor, each.detail) for each in case.history.events if each.name == "same_identity_decided"] == [
            ("rosa", "mistake")
        ]
        files = dict(dossier.compose(rosa, number).files)
        record = json.loads(files["expediente.json"])
        jsonschema.Draft202012Validator(json.loads(dossier_record.schema())).validate(record)
        assert [each["decided"]["by"] for each in record["same_identity"]] == ["rosa"]
        assert words in " ".join(pypdf.PdfReader(io.BytesIO(files["expediente.pdf"])).pages[0].extract_text().split())
    assert audit.verify(kiosk.database).is_whole


def test_a_decision_is_made_once_and_by_staff(kiosk: Kiosk) -> None:
    rosa, first, second = kiosk.acting_as("rosa"), file_alone(kiosk), file_alone(kiosk)
    with pytest.raises(KioskError, match="Solo el personal"):
        same_identity.decide(kiosk, second, first, SameDecision.SAME_PERSON)
    with pytest.raises(NotFound, match="no tienen la misma identidad"):
        same_identity.decide(rosa, second, second, SameDecision.SAME_PERSON)
    for _press in range(2):
        same_identity.decide(rosa, second, first, SameDecision.SAME_PERSON)
    with pytest.raises(BadInput, match="Ya lo decidió rosa"):
        same_identity.decide(kiosk.acting_as("ana"), first, second, SameDecision.MISTAKE, "No es ella.")


def test_a_mistake_in_what_the_institute_has_is_brought_to_it(kiosk: Kiosk, tmp_path: Path) -> None:
    rosa, first, second = kiosk.acting_as("rosa"), file_alone(kiosk), file_alone(kiosk)
    export.export(rosa, [first, second], tmp_path / "out")
    handovers.record_handover(rosa, [first, second], "Ana Pérez", "stick")
    same_identity.decide(rosa, second, first, SameDecision.MISTAKE, "La segunda es de su hermana.")
    brought = [each.number or "" for each in tasks.today(kiosk).tasks if each.kind is TaskKind.FOLLOW_UP]
    assert sorted(brought) == sorted([first, second])
