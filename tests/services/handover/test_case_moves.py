"""Whatever is done to a case, in whatever order: it goes only where domain.cases.state says, and what it tells stays true."""

import contextlib
import re
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

import kiosk.services
from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.state import MOVES, CaseState
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.brought import Documents
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import was_handed_over
from kiosk.services.followup import corrections, decisions, notification, withdrawals
from kiosk.services.handover import dossier_record, handovers
from kiosk.services.handover.export import EXPORTED
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Case, Withdrawal
from tests import databases
from tests.filing import StoppedClock, open_kiosk, paper


def write_dossier(kiosk: Kiosk, number: CaseNumber) -> None:
    """Note that a dossier was written, as an export does: binding it would take a second each time."""
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        fingerprint = dossier_record.fingerprint_of(kiosk, session, case)
        events.record(kiosk, session, EXPORTED, case.id, f"clear:{'0' * 64}:{fingerprint}")


def hand_over(kiosk: Kiosk, number: CaseNumber) -> None:
    write_dossier(kiosk, number)
    handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")


def receive(kiosk: Kiosk, number: CaseNumber) -> None:
    """Ask for the form, and let one come that was never there."""
    asked = corrections.ask(kiosk, number, "application-form", Wanted.BAD, "Falta la firma.")
    corrections.receive(kiosk, asked.id, Documents([paper(f"SOLICITUD {asked.code}")]))


def answer(outcome: Outcome) -> Callable[[Kiosk, CaseNumber], object]:
    def record(kiosk: Kiosk, number: CaseNumber) -> None:
        reference = f"IESS-SSC-2026-{kiosk.clock.now().at:%H%M}-O"  # the same one twice is refused
        decisions.record(kiosk, number, TypedDecision(outcome, reference, kiosk.local(kiosk.clock.now().at).date()))

    return record


ACTS: dict[str, Callable[[Kiosk, CaseNumber], object]] = {
    "write": write_dossier,
    "hand over": hand_over,
    "take": lambda kiosk, number: handovers.record_handover(kiosk, [number], "Luis", "mail"),
    "receive": receive,
    "grant": answer(Outcome.GRANTED),
    "want more": answer(Outcome.MORE_WANTED),
    "annul": lambda kiosk, number: decisions.annul(kiosk, number, "Era de otro"),
    "hand out": lambda kiosk, number: notification.hand_out(kiosk, number, reason="refused"),
    "take back consent": lambda kiosk, number: withdrawals.take_back(kiosk, number, TakenBack.CONSENT),
    "take back request": lambda kiosk, number: withdrawals.take_back(kiosk, number, TakenBack.REQUEST),
    "put in order": lambda kiosk, _number: housekeeping.put_in_order(kiosk),
}


def state_of(kiosk: Kiosk) -> tuple[CaseState, bool, bool]:
    """Return a case's state, whether the institute ever got it, and whether the request was taken back."""
    with kiosk.database.reading() as session:
        case = session.exec(select(Case)).one()
        gone = session.exec(select(Withdrawal).where(Withdrawal.kind == TakenBack.REQUEST)).first() is not None
        return CaseState(case.state), was_handed_over(session, case.id), gone


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=9))
def test_no_order_of_acts_makes_another_move(filed: tuple[Path, CaseNumber], acts: list[str]) -> None:
    folder, number = filed
    with tempfile.TemporaryDirectory() as copied:
        databases.copy(folder, Path(copied) / "data")
        clock = StoppedClock()
        kiosk = open_kiosk(Path(copied) / "data", clock).acting_as("rosa")
        with contextlib.closing(kiosk.database), contextlib.closing(kiosk.inspector):
            before, _there, _gone = state_of(kiosk)
            for act in acts:
                clock.at += timedelta(minutes=1)
                with contextlib.suppress(KioskError):
                    ACTS[act](kiosk, number)
                state, there, gone = state_of(kiosk)
                assert state == before or state in MOVES[before], (act, before, state)
                assert (state is CaseState.WITHDRAWN) == gone, act
                assert (number in handovers.waiting_numbers(kiosk)) == (handovers.standing(kiosk, number)[0] is not None), act
                assert state is not CaseState.FILED or not there, act
                assert state is not CaseState.HANDED_OVER or there, act
                before = state


def test_no_service_moves_a_case_but_by_the_table() -> None:
    folder = Path(kiosk.services.__file__).parent
    moving = re.compile(r"\bcase\.state\s*(?:,[^=\n]*)?=[^=]|values\([^)]*\bstate=CaseState")
    found = {path.name for path in folder.rglob("*.py") if moving.search(path.read_text(encoding="utf-8"))}
    assert found == {"moves.py"}
