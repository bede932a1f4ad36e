"""Who took which cases and when: only that begins the time of the kiosk's copies, and what came later ends it again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import moves
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event, Handover, HandoverCase
from tests.filing import StoppedClock, answer_all, number_of, submit


def case_of(kiosk: Kiosk, number: CaseNumber) -> Case:
    with kiosk.database.reading() as session:
        return session.exec(select(Case).where(Case.number == number)).one()


def observe(kiosk: Kiosk, number: CaseNumber, *, reopened: bool) -> None:
    """Let something come that the institute does not have."""
    with kiosk.database.transaction() as session:
        case = session.exec(select(Case).where(Case.number == number)).one()
        case.observation = "Trae otro papel"
        if reopened:
            moves.reopen(case)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_what_waits_is_told_oldest_first_and_what_is_written_of_it(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    clock.advance(days=1)
    second = number_of(submit(kiosk, answer_all(kiosk, email=None)))
    waits = handovers.waiting(kiosk)
    assert ([each.number for each in waits.cases], waits.count) == ([number, second], 2)
    assert handovers.waiting_numbers(kiosk) == (number, second)
    assert waits.cases[0].documents == 6
    export.export(kiosk, [second], out)
    assert [each.written_at is not None for each in handovers.waiting(kiosk).cases] == [False, True]
    assert case_of(kiosk, second).handed_over_at is None  # a stick may stay on the table
    observe(kiosk, second, reopened=False)
    assert [each.written_at for each in handovers.waiting(kiosk).cases] == [None, None]


def test_a_handover_is_recorded_with_who_took_it_and_begins_the_time_of_the_copies(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    (written,) = export.export(kiosk, [number], out).written
    clock.advance(hours=2)
    done = handovers.record_handover(kiosk, [number], "  Ana\u202e Pérez ", "stick")
    assert (done.numbers, done.taken_by, done.how, done.actor, done.changed) == ((number,), "Ana Pérez", "stick", "rosa", ())
    assert done.copies_until == done.at + timedelta(days=30)
    case = case_of(kiosk, number)
    assert (case.state, case.handed_over_at) == ("handed_over", clock.at)
    assert handovers.waiting(kiosk).count == 0
    assert handovers.standing(kiosk, number) == (None, done)
    with kiosk.database.reading() as session:
        (row,), (held,) = session.exec(select(Handover)).all(), session.exec(select(HandoverCase)).all()
        events = session.exec(select(Event).where(Event.name == "case_handed_over")).all()
    assert (row.sealed, held.sha256) == (False, written.sha256)
    assert [(each.actor, each.filing, each.detail) for each in events] == [("rosa", case.id, row.id)]


def test_a_second_press_records_nothing_more(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path) -> None:
    export.export(kiosk, [number], out)
    done = handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")
    clock.advance(seconds=2)
    assert handovers.record_handover(kiosk, [number], "Ana Pérez", "stick") == done
    with kiosk.database.reading() as session:
        assert len(session.exec(select(Handover)).all()) == 1


def test_what_was_handed_over_is_not_handed_over_again_until_something_came(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    export.export(kiosk, [number], out)
    handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")
    with pytest.raises(KioskError, match="ya se entregó el 23 de noviembre de 2026 a Ana Pérez"):
        handovers.record_handover(kiosk, [number], "Luis", "mail")
    observe(kiosk, number, reopened=True)
    assert (case_of(kiosk, number).state, case_of(kiosk, number).handed_over_at) == ("handed_over", None)
    with pytest.raises(KioskError, match="Falta escribir"):
        handovers.record_handover(kiosk, [number], "Luis", "mail")
    clock.advance(days=3)
    export.export(kiosk, [number], out)
    assert handovers.record_handover(kiosk, [number], "Luis", "mail").at.day == 26
    assert case_of(kiosk, number).handed_over_at == clock.at
    export.export(kiosk, [number], out)  # a stick may be lost: writing it once more is no handover
    with pytest.raises(KioskError, match="ya se entregó el 26 de noviembre de 2026 a Luis"):
        handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")


def test_what_came_after_the_dossier_was_written_still_waits_when_it_was_taken(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    export.export(kiosk, [number], out)
    observe(kiosk, number, reopened=False)
    assert handovers.record_handover(kiosk, [number], "Ana Pérez", "network").changed == (number,)
    waits, last = handovers.standing(kiosk, number)
    assert waits is not None
    assert last is not None
    assert (case_of(kiosk, number).state, waits.written_at) == ("handed_over", None)


def test_of_several_all_are_recorded_or_none(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    second = number_of(submit(kiosk, answer_all(kiosk, email=None)))
    export.export(kiosk, [number], out)
    with pytest.raises(KioskError, match=f"Falta escribir el expediente del trámite {second}"):
        handovers.record_handover(kiosk, [number, second], "Ana Pérez", "stick")
    with kiosk.database.transaction() as session:
        session.exec(select(Case).where(Case.number == second)).one().state = "withdrawn"
    with pytest.raises(KioskError, match=f"La persona canceló la solicitud {second}"):
        handovers.record_handover(kiosk, [number, second], "Ana Pérez", "stick")
    assert handovers.waiting_numbers(kiosk) == (number,)


@pytest.mark.parametrize(
    ("taken_by", "how", "field"), [("  ", "stick", "taken_by"), ("123", "mail", "taken_by"), ("Ana", "", "how")]
)
def test_what_is_missing_is_told_beside_its_field(kiosk: Kiosk, number: CaseNumber, taken_by: str, how: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        handovers.record_handover(kiosk, [number], taken_by, how)
    assert refused.value.field == field
