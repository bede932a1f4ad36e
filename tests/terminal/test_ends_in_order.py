"""SIGTERM, SIGHUP and a lost terminal end it in two seconds at every step: draft saved, terminal as before, nothing left."""

import signal
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.filing.answers import Contact, Draft, Leaving, Remaining, Scope
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, leases, slots, verification
from kiosk.services.kiosk import Kiosk
from tests.filing import begin, open_kiosk, paper, photograph
from tests.terminal.driver import Terminal
from tests.terminal.journey import CONSENT, DELIBERATE, RECEIPT, WELCOME, accept, read_to_the_end
from tests.terminal.places import probe, start, take_up
from tests.terminal.witness import command_line, lives, started_by

ENDED = 10.0
"""Seconds after which it is held to go on for ever; how quick an end is, no test can say on a busy machine."""
SWITCHED = (1049, 1000, 1003, 1006, 1015, 1004, 2004)
"""Modes that a screen may switch on, and then off: the second screen, the mouse, what has the focus, marked pastes."""
MODES = termios.ICANON | termios.ECHO | termios.ISIG
"""What a terminal does for whoever comes after: edits lines, echoes, and makes signals of keys."""
WAYS = ("SIGTERM", "hang up", "SIGHUP")
STEPS = ("telephone", "email code", "who leaves", "documents", "review", "consent", "receipt")


def answered(kiosk: Kiosk, step: str) -> Draft:
    """Answer everything before a step."""
    draft = begin(kiosk)
    until = STEPS.index(step)
    if until > 0:
        draft = drafts.save(kiosk, draft.id, Contact("+593991234567", "maria@ejemplo.test"))
    if until > 1:
        draft = verification.postpone(kiosk, draft.id)
    if until > 2:
        alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
        draft = drafts.save(kiosk, draft.id, alone)
    if until > 3:
        for slot in slots.slots_of(kiosk, draft):
            draft = attachments.attach(kiosk, draft.id, slot.id, photograph(slot.id) if slot.person else paper())
    return draft


def stand_at(terminal: Terminal, step: str, code: str) -> None:
    """Get to a step of a filing that was answered before it."""
    take_up(terminal, code)
    if STEPS.index(step) >= STEPS.index("consent"):
        accept(terminal)
        terminal.wait(CONSENT)
    if step == "receipt":
        terminal.settle(DELIBERATE)
        read_to_the_end(terminal)
        terminal.key("enter")
        terminal.wait(RECEIPT)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data")
    yield kiosk
    kiosk.database.close()


def end(terminal: Terminal, how: str) -> None:
    """End it, and see that it comes and leaves neither process nor mode behind."""
    family = started_by(terminal.pid)
    told = time.monotonic()
    if how == "hang up":
        terminal.hang_up()
    else:
        terminal.signal(getattr(signal, how))
    status = terminal.exit_status(ENDED)
    if how != "hang up":
        assert status == 0
        ensure_given_back(terminal)
    while left := list(filter(lives, family)):
        assert time.monotonic() < told + ENDED, list(map(command_line, left))
        time.sleep(0.02)  # nothing tells when another's child ends, short of asking again


def ensure_given_back(terminal: Terminal) -> None:
    written = bytes(terminal.written)
    left_on = [each for each in SWITCHED if written.rfind(b"\x1b[?%dh" % each) > written.rfind(b"\x1b[?%dl" % each)]
    assert left_on == []
    assert written.rfind(b"\x1b[?25h") > written.rfind(b"\x1b[?25l"), "the cursor"
    assert written.rfind(b"\x1b[<u") > written.rfind(b"\x1b[>"), "plain keys"
    assert terminal.text.strip() == ""
    assert terminal.modes & MODES == MODES


@pytest.mark.parametrize(("step", "how"), [(step, WAYS[number % 3]) for number, step in enumerate(STEPS)])
def test_told_to_end_at_a_step_it_ends_and_what_was_answered_is_kept(kiosk: Kiosk, step: str, how: str) -> None:
    draft = answered(kiosk, step)
    leases.let_go(kiosk)
    with start(kiosk.settings.data_dir.parent) as terminal:
        terminal.wait(WELCOME)
        stand_at(terminal, step, draft.code)
        assert terminal.modes & MODES == 0
        end(terminal, how)
    kept = drafts.read(kiosk, draft.id)
    assert (kept.answers, len(kept.attachments)) == (draft.answers, len(draft.attachments))
    with kiosk.database.reading() as session:
        assert leases.writer_of(kiosk, drafts.row_of(session, draft.id)) == ""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_terminal_that_takes_nothing_does_not_keep_it(kiosk: Kiosk, name: str) -> None:
    with start(kiosk.settings.data_dir.parent) as terminal:
        terminal.wait(WELCOME)
        probe(terminal)
        family = started_by(terminal.pid)
        for _key in range(400):  # each is drawn, and nobody reads it
            terminal.key("tab")
            time.sleep(0.005)  # the program must draw between them, and nothing but its own reader could tell when
        told = time.monotonic()
        terminal.signal(getattr(signal, name))
        while lives(terminal.pid):
            assert time.monotonic() < told + ENDED
            time.sleep(0.02)  # a process that is no child of ours tells nobody that it ended
        assert terminal.exit_status() == 0
        terminal.settle()
        ensure_given_back(terminal)
        assert list(filter(lives, family)) == []
