"""What is forked from the loaded process finds itself as what is started does, and its end is heard of in the same way."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loaded import PROGRAM, Process, run
from tests.terminal.driver import Terminal

FOUND = """
import json, os, signal, sys
streams = [(each.isatty(), each.line_buffering, each.encoding, each.errors) for each in (sys.stdin, sys.stdout, sys.stderr)]
signals = [str(signal.getsignal(each)) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD)]
found = dict(
    streams=streams, signals=signals, folder=os.getcwd(), words=sys.argv, variables=sorted(os.environ),
    blocked=len(signal.pthread_sigmask(signal.SIG_BLOCK, [])), leads=os.getsid(0) == os.getpid(), parent=os.getppid(),
    mask=os.umask(0), files=len([each for each in os.listdir("/proc/self/fd") if int(each) < 1024]),
)
print("<" + json.dumps(found) + ">", flush=True)
"""


def on_terminal(folder: Path, *, forked: bool) -> dict[str, object]:
    command = [sys.executable, "-c", FOUND]
    with Terminal(command, columns=2000, env={"PYTHONUNBUFFERED": ""}, cwd=folder, forked=forked) as terminal:
        terminal.wait("}>")
        assert terminal.exit_status() == 0
        return without_locale(terminal.text.partition("<")[2].partition("}>")[0] + "}")


def without_locale(text: str) -> dict[str, object]:
    """Return what was found; a Python that starts may put LC_CTYPE among the variables."""
    found = json.loads(text)
    return {**found, "variables": [each for each in found["variables"] if each != "LC_CTYPE"]}


def test_on_a_terminal_it_finds_what_a_started_one_does(tmp_path: Path) -> None:
    found = on_terminal(tmp_path, forked=True)
    assert found == on_terminal(tmp_path, forked=False)
    assert found["parent"] == os.getpid()
    assert found["folder"] == str(tmp_path)


def test_with_pipes_it_finds_what_a_started_one_does() -> None:
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "GIVEN": "ñ"}
    command = [sys.executable, "-c", FOUND]
    started = subprocess.run(command, env=environ, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    forked = run(command, environ)
    one, other = (without_locale(each.stdout.strip("<>\n")) for each in (started, forked))
    assert {**one, "leads": True} == other, "of a session of its own, so that no Ctrl+C of the tester's reaches it"


def test_it_reads_says_and_ends_as_told() -> None:
    done = run(
        [sys.executable, "-c", "import sys; print(input()); sys.stderr.write('no\\n'); sys.exit(7)"], dict(os.environ), b"yes"
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "yes\n", "no\n")
    failed = run([sys.executable, "-c", "1 / 0"], dict(os.environ))
    assert (failed.returncode, failed.stderr.splitlines()[-1]) == (1, "ZeroDivisionError: division by zero")
    assert run([*PROGRAM, "--version"], dict(os.environ)).stdout.startswith("kiosk ")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_that_ended_it_is_told(number: signal.Signals) -> None:
    with Process(
        [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"], dict(os.environ), stdout=subprocess.PIPE
    ) as each:
        assert each.stdout is not None
        assert each.stdout.readline() == "1\n"
        each.send_signal(number)
        assert each.wait(10) == -number
