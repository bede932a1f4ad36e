"""The driver itself, on the smallest app: a test that drives the kiosk can be no better than this."""

import operator
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

ROOT = Path(__file__).parent.parent.parent
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.bench.smallest import main; sys.exit(main())"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal([sys.executable, "-c", START]) as terminal:
        terminal.wait("Continuar")
        yield terminal


def program(body: str) -> list[str]:
    """Return a command that runs the Python statements."""
    return [sys.executable, "-c", body]


def test_what_is_typed_is_seen(terminal: Terminal) -> None:
    terminal.type("Ñandú")
    terminal.wait("Ñandú")
    terminal.key("backspace", "home", "delete")
    terminal.wait("and")
    terminal.wait_gone("Ñ")


def test_keys_walk_to_the_button_and_its_exit_status_comes_back(terminal: Terminal) -> None:
    terminal.key("tab", "enter")
    assert terminal.exit_status() == 4


def test_control_keys_reach_the_program(terminal: Terminal) -> None:
    terminal.key("ctrl+q")
    assert terminal.exit_status() == 0


def test_a_resize_is_drawn_anew(terminal: Terminal) -> None:
    terminal.take()
    terminal.resize(120, 40)
    terminal.until(lambda: len(terminal.text.splitlines()[0]) > 80, "never grew")


def test_nothing_but_the_apps_own_text_stands_on_the_screen(terminal: Terminal) -> None:
    terminal.settle()
    words = {word for word in terminal.text.split() if any(char.isalnum() or char in "$?;" for char in word)}
    assert words == {"Escriba", "Continuar"}


def test_the_bytes_of_a_step_are_told_apart(terminal: Terminal) -> None:
    terminal.settle()
    first = terminal.take()
    terminal.type("x")
    terminal.wait("x")
    terminal.settle()
    second = terminal.take()
    assert len(first) > len(second) > 0
    assert terminal.written == first + second


def test_resident_memory_is_that_of_a_textual_program(terminal: Terminal) -> None:
    assert 20_000_000 < terminal.resident() < 100_000_000


def test_a_signal_ends_the_program_and_is_told_apart_from_a_status(terminal: Terminal) -> None:
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_status() == -signal.SIGKILL


def test_a_lost_terminal_is_noticed_by_the_program() -> None:
    body = "import signal, sys; signal.signal(signal.SIGHUP, lambda *_: sys.exit(7)); print('here', flush=True); signal.pause()"
    with Terminal(program(body)) as terminal:
        terminal.wait("here")
        terminal.hang_up()
        assert terminal.exit_status() == 7


def test_sequences_that_a_terminal_swallows_are_never_text_even_when_they_come_in_pieces() -> None:
    pieces = [
        b"\x1b[?20",
        b"26$p\x1b[>",
        b"1u\x1b[?u\x1b]0;ti",
        b"tle\x07\x1b]8;;x\x1b",
        b"\\A\x1bP+q\x1b\\\x1b",
        b"[<u\x1b[?1049hB",
    ]
    body = f"import os, tty; tty.setraw(0); [(os.write(1, piece), os.read(0, 1)) for piece in {pieces}]"
    with Terminal(program(body)) as terminal:
        for number in range(1, len(pieces) + 1):
            sent = b"".join(pieces[:number])
            terminal.until(partial(operator.eq, terminal.written, sent), f"never sent {sent!r}")
            terminal.key("x")
        assert "".join(terminal.text.split()) == "AB"


def test_a_text_that_never_comes_is_a_failure_that_shows_the_screen(terminal: Terminal) -> None:
    with pytest.raises(AssertionError, match=r"(?s)never showed 'Adiós'.*Continuar"):
        terminal.wait("Adiós", seconds=0.2)


def test_an_end_before_the_text_is_told_with_its_status() -> None:
    with (
        Terminal(program("print('short'); raise SystemExit(3)")) as terminal,
        pytest.raises(AssertionError, match=r"(?s)ended with 3.*short"),
    ):
        terminal.wait("long")


def test_settings_of_the_testers_own_do_not_get_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_DATA_DIR", "/elsewhere")
    monkeypatch.setenv("TEXTUAL_COLOR_SYSTEM", "standard")
    body = "import os; print(sorted(n for n in os.environ if n.startswith(('KIOSK', 'TEXTUAL'))), os.environ['TERM'])"
    with Terminal(program(body), term="linux", env={"KIOSK_SERIES": "B"}) as terminal:
        terminal.wait("['KIOSK_SERIES'] linux")
