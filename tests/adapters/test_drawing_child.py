"""One child draws one paper after the other, and leaves when nothing is drawn any more."""

import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from kiosk.adapters.drawing.child import IDLE_SECONDS, MODULE
from kiosk.children.standing import Worker
from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt import SlipContent
from tests.inspection.processes import children
from tests.outboxes import wait_until

SLIP = SlipContent("Instituto", "Dispensario 0417", "K7P4-9WXM", "30 de noviembre", ("Vuelva.",))
QUESTION = pickle.dumps((SLIP, Media.ROLL))


@pytest.fixture
def idling() -> Iterator[Callable[[float], Worker]]:
    """Give what makes a child that draws, and rests after so many seconds."""
    with ExitStack() as made:
        yield lambda seconds: made.enter_context(closing(Worker(MODULE, str(seconds))))


def runs(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def drawing_of(child: Worker) -> int:
    """Draw a slip, and return the process that a child has become."""
    before = children()
    assert child.ask(QUESTION).startswith(b"%PDF-")
    (process,) = children() - before
    return process


def test_one_child_draws_many_papers(idling: Callable[[float], Worker]) -> None:
    child = idling(IDLE_SECONDS)
    process = drawing_of(child)
    with_it = children()
    assert len({child.ask(QUESTION) for _paper in range(20)}) == 1
    assert children() == with_it
    assert runs(process)


def test_a_child_that_idles_leaves_and_another_comes_when_it_is_needed(idling: Callable[[float], Worker]) -> None:
    child = idling(0.05)
    process = drawing_of(child)
    wait_until(lambda: not runs(process), "it stays")
    assert child.ask(QUESTION).startswith(b"%PDF-")


def test_a_question_that_comes_while_a_child_is_leaving_is_answered_all_the_same(idling: Callable[[float], Worker]) -> None:
    child = idling(0.01)
    for pause in range(12):
        assert child.ask(QUESTION).startswith(b"%PDF-")
        time.sleep(pause / 1000 + 0.004)  # about when it leaves


@pytest.mark.parametrize("wait", [True, False])
def test_a_child_that_was_killed_while_it_idled_is_replaced(
    idling: Callable[[float], Worker],
    wait: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    child = idling(IDLE_SECONDS)
    process = drawing_of(child)
    os.kill(process, signal.SIGKILL)
    if wait:
        wait_until(lambda: not runs(process), "it lives")
    try:
        assert child.ask(QUESTION).startswith(b"%PDF-")
    except OutOfService:
        assert not wait, "it was dead before it was asked"
        assert child.ask(QUESTION).startswith(b"%PDF-")


def test_a_paper_that_ends_the_child_is_refused_and_the_next_is_drawn(idling: Callable[[float], Worker]) -> None:
    child = idling(IDLE_SECONDS)
    drawing_of(child)
    with pytest.raises(OutOfService, match="no pudo terminar"):
        child.ask(b"nothing that was ever pickled")
    assert child.ask(QUESTION).startswith(b"%PDF-")
