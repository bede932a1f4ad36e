"""What a parser that was taken over could do: nothing but answer. Tried from inside the child's own cage."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import photo
from tests.inspection.processes import HEAR

ROOT = Path(__file__).parents[2]


def caged(program: str, *, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program after the child's confinement."""
    begin = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport os, socket, ctypes, errno\n"
    confine = "from kiosk.inspection import limits\n" + before + "limits.confine()\n"
    return subprocess.run([sys.executable, "-I", "-c", begin + confine + program], capture_output=True, text=True, check=False)


def test_it_cannot_write_to_a_file(tmp_path: Path) -> None:
    tried = caged(f"f = open({str(tmp_path / 'x')!r}, 'wb', buffering=0)\nf.write(b'papers')")
    assert "File too large" in tried.stderr
    assert (tmp_path / "x").read_bytes() == b""


def test_it_cannot_take_more_than_its_memory() -> None:
    assert "MemoryError" in caged("bytearray(600 * 2**20)").stderr
    assert caged("bytearray(300 * 2**20)").returncode == 0


def test_it_has_no_capability_and_can_gain_none() -> None:
    status = caged("print(open('/proc/self/status').read())").stdout
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status


def test_it_leaves_no_core_dump() -> None:
    assert caged("print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))").stdout == "0\n"


def test_it_cannot_start_a_process() -> None:
    nobody = "os.setuid(65534)\n" if os.geteuid() == 0 else ""  # the kernel does not count root's processes
    assert "BlockingIOError" in caged("os.fork()", before=nobody).stderr


def test_it_has_no_network_where_the_kernel_lets_a_process_give_it_up() -> None:
    allowed = subprocess.run(["unshare", "-Un", "true"], capture_output=True, check=False).returncode == 0
    tried = caged("s = socket.socket(); s.settimeout(2); print(s.connect_ex(('127.0.0.1', 9)), errno.ENETUNREACH)")
    code, unreachable = tried.stdout.split()
    assert (code == unreachable) is allowed


def test_a_file_that_spins_is_ended_after_its_seconds_of_work() -> None:
    program = "limits.CPU_SECONDS = 1\nlimits.allow_time()\nwhile True: pass"
    assert caged(program).returncode == -signal.SIGXCPU


def test_a_hanging_orphan_is_ended_by_its_own_alarm() -> None:
    program = "limits.WALL_SECONDS = 0.1\nlimits.allow_time()\nimport time; time.sleep(60)"
    assert caged(program).returncode == -signal.SIGALRM


def test_a_document_that_takes_all_its_seconds_of_work_is_called_too_slow() -> None:
    spin = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from kiosk.inspection import limits\nfrom kiosk.inspection.child import documents, questions\n"
        "def judge(header, body):\n    while True: pass\n"
        "limits.CPU_SECONDS, questions.ANSWERS['judge'] = 1, judge\ndocuments.main()"
    )
    looking = Inspector(command=(sys.executable, "-I", "-c", spin), wall_seconds=60)
    started = time.monotonic()
    seen = looking.inspect(photo())
    looking.close()
    assert time.monotonic() - started < 40  # not the wall's time
    assert [finding.code for finding in seen.findings] == ["inspection_too_slow"]


def test_the_child_gets_nothing_of_our_environment_no_open_file_and_no_terminal() -> None:
    secret = Path(__file__).open("rb")  # noqa: SIM115 - it stays open while the child is started
    os.set_inheritable(secret.fileno(), True)  # noqa: FBT003 - the parameter has no name
    count = "say(answer | {'pages': 1 + len(os.environ), 'width': len(os.listdir('/proc/self/fd')), 'height': 1 + own})"
    own = "own = os.getsid(0) == os.getpid() and os.getcwd() == '/'\n"
    looking = Inspector(command=(sys.executable, "-I", "-c", HEAR + own + count))
    seen = looking.inspect(photo())
    looking.close()
    secret.close()
    threads_of_numpy, memory_that_is_kept, the_locale_that_python_itself_sets = 2, 2, 1
    assert seen.pages - 1 <= threads_of_numpy + memory_that_is_kept + the_locale_that_python_itself_sets
    assert (seen.width, seen.height) == (len(["input", "output", "errors", "the list itself"]), 2)
