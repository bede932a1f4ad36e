"""How far a case got is said in one way: whoever asks at the kiosk, the desk, the command line, the dossier and the paper agree."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, update

from kiosk.commands import main
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import status, whole
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.search import find
from kiosk.services.desk import access
from kiosk.services.handover import cover
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import held
from kiosk.storage.tables import Case
from kiosk.words.stages import stage_words
from screens.desk.case.actions import CaseActions
from screens.desk.case.whole import standing
from screens.desk.find import row
from screens.words.case import state_sentences
from tests.filing import MARIA, file_alone
from tests.holding import asked

HANDED = datetime(2026, 11, 24, 15, tzinfo=UTC)
ROWS: dict[Stage, dict[str, Any]] = {
    Stage.RECEIVED_HERE: {"state": CaseState.FILED},
    Stage.HANDED_OVER: {"state": CaseState.HANDED_OVER, "handed_over_at": HANDED},
    Stage.RECEIVED_THERE: {"state": CaseState.HANDED_OVER, "handed_over_at": HANDED, "institution_reference": "IESS-1-E"},
    Stage.MORE_TO_HAND_OVER: {"state": CaseState.HANDED_OVER},
    Stage.ANSWERED: {"state": CaseState.ANSWERED, "handed_over_at": HANDED},
    Stage.DELIVERED: {"state": CaseState.DELIVERED, "handed_over_at": HANDED},
    Stage.CANCELLED: {"state": CaseState.WITHDRAWN},
}


def public(kiosk: Kiosk, number: CaseNumber) -> str:
    told = status.status_of(kiosk, asked(kiosk, number))
    assert told is not None
    return " ".join(state_sentences(told.status, waits=False))


def dossier(kiosk: Kiosk, number: CaseNumber) -> str:
    with kiosk.database.reading() as session:
        return cover.state_in_words(whole.read(kiosk, session, case_of(session, number)))


def paper(kiosk: Kiosk, number: CaseNumber) -> str:
    with kiosk.database.reading() as session:
        told = held.everything_of(kiosk, session, MARIA.number)
    assert number in told.cases
    return str(told.sections)


def listed(kiosk: Kiosk, number: CaseNumber, verb: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("KIOSK_DATA_DIR", str(kiosk.settings.data_dir))
    monkeypatch.setenv("KIOSK_KIOSK__ID", "0417")
    assert main(["--actor", "ana", "case", verb, *([number] if verb == "show" else [])]) == 0
    return next(line for line in capsys.readouterr().out.splitlines() if line.startswith(number))


IN_SHORT: dict[str, Callable[[Kiosk, CaseNumber], str]] = {
    "what was found": lambda kiosk, number: row(find(kiosk, number).cases[0]).hint,
}
LONG: dict[str, Callable[[Kiosk, CaseNumber], str]] = {
    "the case": lambda kiosk, number: standing(access.look(kiosk, number, "desk")),
    "what can be done": lambda kiosk, number: CaseActions(access.look(kiosk, number, "desk")).hint(),
    "the dossier": dossier,
    "the paper of one's data": paper,
}


@pytest.mark.parametrize("stage", list(Stage))
def test_all_readers_of_a_case_say_the_same_of_it(
    kiosk: Kiosk, stage: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = file_alone(kiosk)
    with kiosk.database.transaction() as session:
        session.execute(update(Case).where(col(Case.number) == number).values(ROWS[stage]))
    words, others = stage_words(stage), [stage_words(each) for each in Stage]
    said = public(kiosk, number)
    for sentence in words.told:
        assert sentence.partition("{")[0] in said
    for reader, read in LONG.items():
        assert words.long in read(kiosk, number), reader
    for reader, read in IN_SHORT.items():
        assert words.short in read(kiosk, number), reader
    for verb in ("list", "show"):
        assert listed(kiosk, number, verb, capsys, monkeypatch).split("  ")[3] == words.short
    assert access.record(kiosk, number, "desk")["stage"] == stage
    assert [each.long for each in others].count(words.long) == 1, "no two stages are told alike"


def test_what_is_said_in_short_is_the_beginning_of_what_is_said_at_length() -> None:
    for stage in Stage:
        words = stage_words(stage)
        assert words.long.startswith(words.short), stage
