"""The program on a real terminal: how it begins, and that it ends only when it may, leaving nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.closed.visiting import opened
from tests.filing import open_kiosk
from tests.terminal.driver import Terminal
from tests.terminal.test_ends_in_order import ensure_given_back

ROOT = Path(__file__).parent.parent.parent
KIOSK = [sys.executable, "-m", "screens"]
BROKEN = """
import sys
sys.argv = ["kiosk"]
from kiosk.services.papers import legal_texts
def broken(*_arguments):
    secret = "9900000010"
    raise RuntimeError(secret)
legal_texts.notice = broken
from screens.__main__ import main
sys.exit(main())
"""

TOLD_TWICE = """
import os, sys, time
from screens import __main__ as program
from screens.apps import ending
ending.LONGEST_ENDING = 0.05
def leave():
    os.write(1, b"begun")
    time.sleep(0.5)  # as a terminal that takes nothing
    os.write(1, b" left")
def run(_words):
    ending.end_all_the_same(leave)
    time.sleep(0.1)
    ending.end_all_the_same(leave)
    time.sleep(float(sys.argv[1]))  # and then the end in order
    return 3
program.run = run
sys.exit(program.main())
"""

FAILS_AND_ENDS = """
import sys
sys.argv = ["kiosk"]
from screens.__main__ import main
from screens.apps.kiosk import KioskApp
end = KioskApp.end
def told(app):
    for step in {steps}:
        step(app)
def fail(app):
    app.fail(RuntimeError())
def fail_within_textual(app):
    app._handle_exception(RuntimeError())
KioskApp.end = told
sys.exit(main())
"""

TOLD_AT_ONCE = """
import os, signal, sys
sys.argv = ["kiosk"]
from screens.__main__ import main
from screens.terminal.keyboard import KioskDriver
start = KioskDriver.start_application_mode
def started(driver):
    start(driver)
    os.kill(os.getpid(), signal.SIGTERM)
KioskDriver.start_application_mode = started
sys.exit(main())
"""

FALLS_WHEN_TAKEN_APART = """
import ctypes
libc = ctypes.CDLL(None)
libc.__cxa_atexit(libc.abort, None, None)
"""


@pytest.fixture
def kiosk(tmp_path: Path) -> Callable[..., Terminal]:
    def start(*words: str, command: list[str] = KIOSK, term: str = "xterm-256color", **variables: str) -> Terminal:
        kiosk = {"KIOSK_KIOSK__ID": "0417", "KIOSK_KIOSK__PROVINCE": "17"}
        env = {"KIOSK_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT), **kiosk, **variables}
        return Terminal([*command, *words], term=term, env=env)

    return start


def run(tmp_path: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "KIOSK_DATA_DIR": str(tmp_path), "KIOSK_KIOSK__ID": "0417", **variables}
    return subprocess.run([*KIOSK, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=30)


def test_the_first_screen_is_sent_once(kiosk: Callable[..., Terminal]) -> None:
    with kiosk() as terminal:
        terminal.wait("Empezar")
        terminal.settle(1.0)
        assert bytes(terminal.written).count(b"Empezar") == 1


def test_without_a_terminal_it_refuses_to_start(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "terminal" in done.stderr


def test_a_mistaken_setting_is_named_with_its_file(kiosk: Callable[..., Terminal], tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[mail]\nkind = "paloma"\n')
    with kiosk("--config", str(file)) as terminal:
        terminal.wait("mail.kind")
        assert terminal.exit_status() == 3
        assert "kiosk.toml" in terminal.text.replace("\n", "")
        assert "Traceback" not in terminal.text


def test_words_that_are_not_for_the_screen_go_to_the_command_line(tmp_path: Path) -> None:
    done = run(tmp_path, "procedure", "list", "--json")
    assert done.returncode == 0, done.stderr
    assert "egreso-ssc" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_within_two_seconds_and_restores_the_terminal(
    kiosk: Callable[..., Terminal], number: signal.Signals
) -> None:
    with kiosk() as terminal:
        terminal.wait("Empezar")
        told = time.monotonic()
        terminal.signal(number)
        assert terminal.exit_status(5) == 0
        assert time.monotonic() - told < 2
        end = bytes(terminal.written)
        assert b"\x1b[?1049l" in end
        assert end.endswith(b"\x1b[H\x1b[2J\x1b[3J")
        assert terminal.text.strip() == ""


@pytest.fixture
def falls_when_taken_apart(tmp_path: Path) -> str:
    """Make a process that takes itself apart at its end fall; return the PYTHONPATH for it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(FALLS_WHEN_TAKEN_APART, encoding="utf-8")
    told = f"{tmp_path / 'site'}:{ROOT}"
    fallen = subprocess.run([sys.executable, "-c", ""], env={**os.environ, "PYTHONPATH": told}, check=False, capture_output=True)
    assert fallen.returncode == -signal.SIGABRT
    return told


def test_the_screen_s_end_takes_nothing_apart_that_a_thread_may_still_use_and_the_database_is_whole(
    kiosk: Callable[..., Terminal], falls_when_taken_apart: str, tmp_path: Path
) -> None:
    with kiosk(PYTHONPATH=falls_when_taken_apart) as terminal:
        opened(terminal)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status(5) == 0
    assert [each.name for each in (tmp_path / "data").glob("kiosk.db*")] == ["kiosk.db"]


def test_a_command_s_end_takes_nothing_apart_what_it_said_arrives_and_the_database_is_whole(
    tmp_path: Path, falls_when_taken_apart: str
) -> None:
    open_kiosk(tmp_path / "data").database.close()
    done = run(tmp_path / "data", "stats", "--json", PYTHONPATH=falls_when_taken_apart)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    assert [each.name for each in (tmp_path / "data").glob("kiosk.db*")] == ["kiosk.db"]


def test_the_loss_of_the_terminal_ends_it(kiosk: Callable[..., Terminal]) -> None:
    with kiosk() as terminal:
        terminal.wait("Empezar")
        told = time.monotonic()
        terminal.hang_up()
        terminal.exit_status(5)
        assert time.monotonic() - told < 2.5


def test_no_key_and_no_interrupt_ends_a_real_kiosk(kiosk: Callable[..., Terminal]) -> None:
    with kiosk() as terminal:
        terminal.wait("Empezar")
        terminal.key("ctrl+c", "ctrl+z", "ctrl+q", "ctrl+d", "ctrl+p", "ctrl+\\")
        terminal.signal(signal.SIGINT)
        terminal.key("5")
        terminal.wait("Qué necesita")


def test_ctrl_q_ends_a_demonstration_and_leaves_the_tester_s_own_scroll_back(
    kiosk: Callable[..., Terminal], tmp_path: Path
) -> None:
    with kiosk("--demo") as terminal:
        terminal.wait("DEMOSTRACIÓN — Ctrl+Q para cerrar")
        terminal.key("ctrl+q")
        assert terminal.exit_status() == 0
        assert not bytes(terminal.written).endswith(b"\x1b[3J")
        for line in (f"Comprobantes y hojas: {tmp_path / 'data' / 'printed'}", f"Correos: {tmp_path / 'data' / 'mail'}", "Datos: "):
            assert line.encode() in terminal.written, "whoever leaves is told where to look"


def test_an_unforeseen_error_shows_no_trace_and_greets_anew(kiosk: Callable[..., Terminal], tmp_path: Path) -> None:
    with kiosk(command=[sys.executable, "-c", BROKEN]) as terminal:
        terminal.wait("Empezar")
        terminal.key("enter")
        terminal.wait("¿Qué puede pasar si sale del seguro?")
        terminal.key("enter")
        terminal.wait("el kiosco tuvo una falla")
        assert b"9900000010" not in terminal.written
        assert b"Traceback" not in terminal.written
        log = (tmp_path / "data" / "log" / "kiosk.log").read_text()
        assert '"error": "RuntimeError"' in log
        assert "9900000010" not in log


def test_what_is_typed_never_reaches_a_log_of_standard_error(kiosk: Callable[..., Terminal], tmp_path: Path) -> None:
    log = tmp_path / "stderr.log"
    with kiosk(command=["/bin/sh", "-c", f"{sys.executable} -m screens 2>{log}"]) as terminal:
        terminal.wait("Empezar")
        terminal.key("2")
        terminal.wait("¿Cuál es su número para volver?")
        terminal.type("K7P4")
        terminal.wait("K7P4")
        assert log.read_text() == ""


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_the_end_of_a_visit_clears_the_scroll_back(kiosk: Callable[..., Terminal], term: str) -> None:
    with kiosk(term=term) as terminal:
        terminal.wait("Empezar")
        terminal.key("2")
        terminal.wait("¿Cuál es su número para volver?")
        terminal.take()
        terminal.key("escape")
        terminal.until(lambda: b"\x1b[3J" in terminal.written, "never cleared")
        terminal.wait("Empezar")  # the console clears the screen too (console_codes(4)), and so does the terminal of these tests


def test_a_kiosk_that_cannot_open_its_data_says_so_to_both(kiosk: Callable[..., Terminal], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "kiosk.db").write_bytes(b"this is no database" * 400)
    with kiosk() as terminal:
        terminal.wait("Este kiosco está fuera de servicio")
        terminal.wait("Para el personal:")
        terminal.key("escape", "ctrl+c")
        terminal.wait("Intentar otra vez")


@pytest.mark.parametrize("seconds", ["0", "20"])
def test_told_to_end_twice_it_gives_the_terminal_back_once_and_whole(seconds: str) -> None:
    ended = subprocess.run([sys.executable, "-c", TOLD_TWICE, seconds], cwd=ROOT, capture_output=True, timeout=30, check=False)
    assert (ended.stdout, ended.returncode) == (b"begun left", 0)


@pytest.mark.parametrize(("steps", "logged"), [("[fail, end]", True), ("[end, fail]", False), ("[end, fail_within_textual]", True)])
def test_told_to_end_it_ends_though_a_screen_fails_and_what_fails_for_the_end_is_no_error(
    kiosk: Callable[..., Terminal], tmp_path: Path, *, steps: str, logged: bool
) -> None:
    with kiosk(command=[sys.executable, "-c", FAILS_AND_ENDS.format(steps=steps)]) as terminal:
        opened(terminal)
        terminal.signal(signal.SIGHUP)
        assert terminal.exit_status(5) == 0
        assert terminal.text.strip() == ""
    log = (tmp_path / "data" / "log" / "kiosk.log").read_text(encoding="utf-8")
    assert ("screen_failed" in log) is logged


def test_told_to_end_before_its_first_screen_stands_it_gives_the_terminal_back(kiosk: Callable[..., Terminal]) -> None:
    with kiosk(command=[sys.executable, "-c", TOLD_AT_ONCE]) as terminal:
        assert terminal.exit_status(5) == 0
        assert b"\x1b[?1049h" in terminal.written
        ensure_given_back(terminal)
