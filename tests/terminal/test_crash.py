"""An error that nobody has foreseen wipes the session, says a word, logs a code without what was typed, and greets anew."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.domain.filing.case_number import CaseNumber
from tests.filing import MARIA, file_alone, open_kiosk
from tests.holding import seal
from tests.terminal.driver import Terminal
from tests.terminal.journey import WELCOME
from tests.terminal.places import FAILED, HELP, SETTLED, start
from tests.terminal.witness import said_to_the_terminal

MOMENT = "Un momento, por favor…".encode()
CANNOT_WORK = 3


@pytest.fixture
def number(tmp_path: Path) -> str:
    """File a case, and let the disk turn its state into something that no kiosk ever wrote."""
    kiosk = open_kiosk(tmp_path / "data")
    number = file_alone(kiosk)
    with kiosk.database.transaction() as session:
        session.connection().execute(sa.text("UPDATE case_file SET state = 'lost'"))
    kiosk.database.close()
    return number


@pytest.fixture
def stamped(tmp_path: Path, number: CaseNumber) -> str:
    """Return how the seal of its receipt begins."""
    kiosk = open_kiosk(tmp_path / "data")
    beginning = seal(kiosk, number)[:4]
    kiosk.database.close()
    return beginning


@pytest.fixture
def terminal(tmp_path: Path, stamped: str) -> Iterator[Terminal]:
    with start(tmp_path) as terminal:
        terminal.wait(WELCOME)
        yield terminal


def ask_for(terminal: Terminal, number: CaseNumber, stamped: str) -> None:
    """Ask how a case stands."""
    terminal.wait(WELCOME)
    terminal.settle(SETTLED)
    terminal.key("4")
    terminal.wait("Número de trámite")
    terminal.settle(SETTLED)
    terminal.type(number)
    terminal.key("enter")
    terminal.settle(SETTLED)
    terminal.type(MARIA.number[-4:])
    terminal.wait(MARIA.number[-4:])
    terminal.key("enter")
    terminal.wait("¿Cómo empieza el sello")
    terminal.settle(SETTLED)
    terminal.type(stamped)
    terminal.wait(stamped)
    terminal.take()
    terminal.key("enter")


def faults(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "data/log/kiosk.log").read_text(encoding="utf-8").splitlines()]


def test_a_broken_row_wipes_the_session_says_a_word_and_greets_anew(
    terminal: Terminal, number: CaseNumber, stamped: str, tmp_path: Path
) -> None:
    ask_for(terminal, number, stamped)
    terminal.wait(FAILED)
    after = terminal.take()
    assert MOMENT in after
    assert after.index(b"\x1b[2J\x1b[3J") < after.index(MOMENT)
    assert number.encode() not in after
    assert said_to_the_terminal(bytes(terminal.written)) == []
    (fault,) = faults(tmp_path)
    assert (fault["event"], fault["error"], fault["level"]) == ("screen_failed", "ValueError", "error")
    assert fault["place"].startswith("status_of:"), "our own code, though it was the standard library that refused"
    assert set(fault) == {"event", "error", "level", "place", "timestamp"}
    assert number not in str(fault)
    terminal.key("5")
    terminal.wait(HELP)
    terminal.settle(SETTLED)
    terminal.key("escape")
    terminal.wait(WELCOME)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status(5) == 0


def test_three_in_a_row_end_it_with_a_code_for_whatever_started_it(
    terminal: Terminal, number: CaseNumber, stamped: str, tmp_path: Path
) -> None:
    for _time in range(2):
        ask_for(terminal, number, stamped)
        terminal.wait(FAILED)
    ask_for(terminal, number, stamped)
    assert terminal.exit_status(10) == CANNOT_WORK
    assert terminal.text.strip() == ""
    assert bytes(terminal.written).endswith(b"\x1b[H\x1b[2J\x1b[3J")
    assert len(faults(tmp_path)) == 3
