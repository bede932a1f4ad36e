"""What a terminal answers is noted and never becomes a key, however it is cut; what was typed meanwhile is kept."""

import os
import pty
import time
from collections.abc import Iterator

import pytest

from screens.terminal import asking
from screens.terminal.asking import QUESTION, Asking, Canvas
from screens.terminal.pixels import Protocol
from tests.terminal.graphics import KITTY, NEITHER, SIXEL


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """Give the terminal's end of a line, and the program's."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(asking, "_cell_now", lambda: None)
    ours, its = pty.openpty()
    yield ours, its
    os.close(ours)
    os.close(its)


@pytest.mark.parametrize(
    ("answer", "canvas"),
    [
        (KITTY, Canvas(Protocol.KITTY, (10, 20))),
        (SIXEL, Canvas(Protocol.SIXEL, (10, 20))),
        (b"\x1b[?62;4c", Canvas(Protocol.SIXEL, (10, 20))),
        (b"\x1b[6;32;16t\x1b[?62;4c", Canvas(Protocol.SIXEL, (16, 32))),
        (b"\x1b[6;0;0t\x1b[?62;4c", Canvas(Protocol.SIXEL, (10, 20))),
        (b"\x1b[6;99999;1t\x1b[?62;4c", Canvas(Protocol.SIXEL, (10, 20))),
        (b"\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\\x1b[?62;22c", None),
        (b"\x1b[?4;22c", None),
        (NEITHER, None),
    ],
)
def test_what_a_terminal_draws_is_known_at_once(line: tuple[int, int], answer: bytes, canvas: Canvas | None) -> None:
    os.write(line[0], b"a" + answer + b"\x1b[A")
    asked = Asking("auto")
    asked.ask(line[1])
    assert asked.canvas == canvas
    assert asked.sift("b") == "a\x1b[Ab"
    assert QUESTION.encode() in os.read(line[0], 200)


def test_one_that_answers_nothing_is_waited_for_no_longer_than_a_tenth_of_a_second(line: tuple[int, int]) -> None:
    asked, began = Asking("auto"), time.monotonic()
    asked.ask(line[1])
    assert time.monotonic() - began >= 0.1
    assert asked.canvas is None


@pytest.mark.parametrize(("pictures", "term"), [("blocks", "xterm"), ("auto", "linux"), ("pixels", "linux"), ("auto", "dumb")])
def test_nothing_is_asked_where_nothing_would_come_of_it(
    line: tuple[int, int], monkeypatch: pytest.MonkeyPatch, pictures: str, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    asked = Asking(pictures)
    asked.ask(line[1])
    os.set_blocking(line[0], False)
    with pytest.raises(BlockingIOError):
        os.read(line[0], 100)
    assert asked.sift("\x1b[?62;4c") == "\x1b[?62;4c"


@pytest.mark.parametrize("pictures", ["auto", "pixels"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_an_answer_that_comes_late_and_in_pieces_is_no_key(line: tuple[int, int], pictures: str, size: int) -> None:
    asked = Asking(pictures)
    asked.ask(line[1])
    text = "x\x1b[A" + KITTY.decode() + "y\x1b[4~"
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(map(asked.sift, pieces)) + asked.rest() == "x\x1b[Ay\x1b[4~"
    assert asked.canvas == Canvas(Protocol.KITTY, (10, 20), is_slow=pictures == "auto")


def test_escape_alone_is_given_on_when_nothing_follows_it(line: tuple[int, int]) -> None:
    asked = Asking("auto")
    asked.ask(line[1])
    assert asked.sift("a\x1b") == "a"
    assert asked.rest() == "\x1b"
    assert asked.sift("b") == "b"


def test_long_after_the_question_everything_is_a_key(line: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asking("auto")
    asked.ask(line[1])
    monkeypatch.setattr(asking, "LATEST", 0.0)
    assert asked.sift("\x1b[?62;4c") == "\x1b[?62;4c"
