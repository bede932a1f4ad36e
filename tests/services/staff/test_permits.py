"""Every act tried with every role: who may is let, everybody else changes nothing and is told who may."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlmodel import Session, SQLModel

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.rights import Right
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.desk.permits import Role, refusal, roles_for
from kiosk.domain.desk.task import Why
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.services.desk import access, at_kiosk, open_drafts, tasks
from kiosk.services.followup import changes, corrections, decisions, vouching, withdrawals
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import complaints, requests
from kiosk.services.staff import members
from kiosk.services.upkeep import housekeeping
from tests.filing import MARIA, begin, file_alone
from tests.staff import enrolled

GRANTED: Final = TypedDecision(Outcome.GRANTED, "IESS-SSC-2026-0123-O", date(2026, 11, 23))


class Scene:
    """A case with everything that can be done to it, in the hands of one who has a role."""

    def __init__(self, kiosk: Kiosk, role: Role, folder: Path) -> None:
        self.kiosk, self.folder = kiosk, folder
        enrolled(kiosk, "ana", role)
        self.number = file_alone(kiosk)
        complaints.leave(kiosk, "Esperé mucho tiempo.", "")
        self.ana = kiosk.acting_as("ana")

    @property
    def complaint(self) -> str:
        return complaints.listed(self.kiosk)[0].id


def annul(scene: Scene) -> None:
    decisions.annul(scene.ana, scene.number, "Se leyó mal.")


def wrote(scene: Scene) -> None:
    export.export(scene.kiosk, [scene.number], scene.folder)


def answered(scene: Scene) -> None:
    wrote(scene)
    handovers.record_handover(scene.kiosk, [scene.number], "Ana Vega", HandoverHow.STICK)


def recorded(scene: Scene) -> None:
    answered(scene)
    decisions.record(scene.kiosk.acting_as("cli:eva"), scene.number, GRANTED)


ACTS: Final[dict[str, tuple[str, Callable[[Scene], object], Callable[[Scene], object] | None]]] = {
    "tasks": ("see_cases", lambda on: tasks.today(on.ana), None),
    "open drafts": ("see_cases", lambda on: open_drafts.find(on.ana), None),
    "complaints": ("see_cases", lambda on: complaints.listed(on.ana), None),
    "what waits": ("see_cases", lambda on: handovers.waiting(on.ana), None),
    "their numbers": ("see_cases", lambda on: handovers.waiting_numbers(on.ana), None),
    "how one waits": ("see_cases", lambda on: handovers.standing(on.ana, on.number), None),
    "look": ("case_looked_at", lambda on: access.look(on.ana, on.number, Why.DESK), None),
    "look again": ("see_cases", lambda on: access.look_again(on.ana, on.number), None),
    "find": ("cases_searched", lambda on: access.find(on.ana, str(on.number)), None),
    "list": ("cases_listed", lambda on: access.summaries(on.ana, None, 10), None),
    "picture": ("document_looked_at", lambda on: access.picture(on.ana, on.number, "application-form"), None),
    "read a complaint": ("complaint_read", lambda on: complaints.read(on.ana, on.complaint), None),
    "settle a complaint": ("complaint_settled", lambda on: complaints.settle(on.ana, on.complaint, "Ya hay."), None),
    "begin a filing": ("draft_begun", lambda on: begin(on.ana), None),
    "observe": ("observation_added", lambda on: changes.add_observation(on.ana, on.number, "Vuelve el lunes."), None),
    "ask again": (
        "correction_asked",
        lambda on: corrections.ask(on.ana, on.number, "application-form", Wanted.BAD, "Falta la firma."),
        None,
    ),
    "vouch": (
        "vouched",
        lambda on: vouching.vouch_filed(on.ana, on.number, Subject.IDENTITY, Seen.CARD, reason="La vi completa"),
        None,
    ),
    "write a dossier": ("case_exported", lambda on: export.export(on.ana, [on.number], on.folder), None),
    "hand over": (
        "case_handed_over",
        lambda on: handovers.record_handover(on.ana, [on.number], "Ana Vega", HandoverHow.STICK),
        wrote,
    ),
    "record an answer": ("decision_recorded", lambda on: decisions.record(on.ana, on.number, GRANTED), answered),
    "annul an answer": (
        "decision_annulled",
        annul,
        recorded,
    ),
    "withdraw a request": (
        "request_withdrawn",
        lambda on: withdrawals.take_back(on.ana, on.number, TakenBack.REQUEST),
        None,
    ),
    "withdraw consent": ("consent_withdrawn", lambda on: withdrawals.take_back(on.ana, on.number, TakenBack.CONSENT), None),
    "undo": (
        "withdrawal_undone",
        lambda on: withdrawals.undo(on.ana, on.number, TakenBack.REQUEST),
        lambda on: withdrawals.take_back(on.kiosk.acting_as("cli:eva"), on.number, TakenBack.REQUEST),
    ),
    "show one's data": ("rights_asked", lambda on: requests.ask(on.ana, Right.ACCESS, MARIA.number, seen=True), None),
    "erase": ("rights_removed", lambda on: requests.remove(on.ana, MARIA.number, seen=True), lambda on: begin(on.kiosk)),
    "out of service": ("taken_out_of_service", lambda on: at_kiosk.take_out_of_service(on.ana), None),
    "into service": (
        "put_back_into_service",
        lambda on: at_kiosk.put_back_into_service(on.ana),
        lambda on: at_kiosk.take_out_of_service(on.kiosk),
    ),
    "end": ("ended_by_staff", lambda on: at_kiosk.note_end(on.ana), None),
    "confirm the clock": ("clock_confirmed", lambda on: housekeeping.confirm_clock(on.ana), None),
    "add staff": ("staff_added", lambda on: members.add(on.ana, "eva"), None),
    "reset staff": ("staff_reset", lambda on: members.reset(on.ana, "ana"), None),
    "revoke staff": ("staff_revoked", lambda on: members.revoke(on.ana, "luis"), lambda on: enrolled(on.kiosk, "luis")),
    "give a role": (
        "staff_role_given",
        lambda on: members.give_role(on.ana, "luis", Role.SUPERVISOR),
        lambda on: enrolled(on.kiosk, "luis", Role.CLERK),
    ),
}
"""The act as the table of permits names it, how it is done, and what must have happened before."""


def everything(kiosk: Kiosk) -> dict[str, list[Any]]:
    """Return all rows of all tables."""
    with kiosk.database.reading() as session:
        return {name: _rows(session, name) for name in SQLModel.metadata.tables}


def _rows(session: Session, name: str) -> list[Any]:
    table = SQLModel.metadata.tables[name]
    return sorted(map(repr, session.connection().execute(table.select()).all()))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ACTS)
def test_a_role_does_what_the_table_says_and_nothing_else(act: str, role: Role, kiosk: Kiosk, tmp_path: Path) -> None:
    named, do, before = ACTS[act]
    scene = Scene(kiosk, role, tmp_path / "dossiers")
    if before:
        before(scene)
    was, files = everything(kiosk), sorted(tmp_path.rglob("*.zip"))
    if role in roles_for(named):
        do(scene)
        return
    with pytest.raises(KioskError) as refused:
        do(scene)
    assert refused.value.message == refusal(role, named)
    assert everything(kiosk) == was
    assert sorted(tmp_path.rglob("*.zip")) == files


def test_a_role_that_was_taken_away_and_an_access_that_was_revoked_hold_at_once(kiosk: Kiosk, tmp_path: Path) -> None:
    scene = Scene(kiosk, Role.SUPERVISOR, tmp_path)
    access.look(scene.ana, scene.number, Why.DESK)
    members.give_role(kiosk, "ana", Role.ADMINISTRATOR)
    with pytest.raises(KioskError, match="Usted es de administración"):
        access.look(scene.ana, scene.number, Why.DESK)
    members.give_role(kiosk, "ana", Role.CLERK)
    access.look(scene.ana, scene.number, Why.DESK)
    members.revoke(kiosk, "ana")
    with pytest.raises(KioskError, match="ya no tiene acceso"):
        access.look(scene.ana, scene.number, Why.DESK)


def test_the_refusal_says_who_may() -> None:
    assert refusal(Role.READER, "observation_added") == (
        "Esto lo hace una persona de atención o supervisión. Usted es de auditoría: pídaselo a ella."
    )
