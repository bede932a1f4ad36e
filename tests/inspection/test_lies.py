"""A child that was taken over by a file may say anything; nothing but checked values gets through."""

import os
import sys
import time

import pytest

from kiosk.domain.document import Inspection, Verdict
from kiosk.inspection.inspector import Inspector
from tests.inspection.hostile import noisy_photo, photo
from tests.inspection.processes import HEAR, children


def inspect_with(program: str, *, wall_seconds: float = 10) -> Inspection:
    """Ask a child that runs this program."""
    looking = Inspector(wall_seconds=wall_seconds, command=(sys.executable, "-I", "-c", program))
    seen = looking.inspect(photo())
    looking.close()
    return seen


def test_a_child_that_tells_the_truth_is_believed() -> None:
    seen = inspect_with(HEAR + "say(answer)")
    assert (seen.verdict, seen.width, seen.picture and seen.picture.rgb) == (Verdict.FINE, 10, b"rgb")


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit",
        "import sys; sys.stdin.buffer.read(100)",
        "import os; os.abort()",
        "import os\nwhile True: os.write(1, b'x' * 65536)",
        "import os, time; os.write(1, b'\\xff' * 8); time.sleep(60)",
        HEAR + "say(answer, more=b'and more')",
        HEAR + "os.write(1, struct.pack('>II', 9, 0) + b'not json!')",
        HEAR + "os.write(1, struct.pack('>II', 16000, 0) + b'[' * 16000)",
        HEAR + "say([1])",
        HEAR + "say(None)",
        HEAR + "say({})",
        HEAR + "say(answer | {'message': 'hola'})",
        HEAR + "say(answer | {'pages': 0})",
        HEAR + "say(answer | {'pages': True})",
        HEAR + "say(answer | {'pages': 21})",
        HEAR + "say(answer | {'width': -5})",
        HEAR + "say(answer | {'width': '10'})",
        HEAR + "say(answer | {'width': 1e3})",
        HEAR + "say(answer | {'height': 10**4000})",
        HEAR + "say(answer | {'media_type': 'text/html'})",
        HEAR + "say(answer | {'media_type': 'application/pdf'})",
        HEAR + "say(answer | {'media_type': None})",
        HEAR + "say(answer | {'picture': [152, 84]})",
        HEAR + "say(answer | {'picture': [1000, 1000]}, bytes(3000000))",
        HEAR + "say(answer | {'picture': [-1, -1]})",
        HEAR + "say(answer | {'picture': None})",
        HEAR + "say(answer | {'picture': None}, b'')",
        HEAR + "say(answer | {'findings': [['Llame al 1700', 0]]})",
        HEAR + "say(answer | {'findings': [['png', '\\x1b[2J']]})",
        HEAR + "say(answer | {'findings': [[['png'], 0]]})",
        HEAR + "say(answer | {'findings': {'png': 0}})",
        HEAR + "say(answer | {'findings': [['png', 0]] * 11})",
    ],
)
def test_a_child_that_dies_lies_or_says_too_much_is_not_believed(program: str) -> None:
    seen = inspect_with(program)
    assert (seen.verdict, seen.picture, seen.width) == (Verdict.REFUSED, None, 0)
    assert [finding.code for finding in seen.findings] == ["inspection_failed"]


def test_a_child_that_speaks_without_being_asked_is_replaced() -> None:
    heard = "while struct.unpack('i', fcntl.ioctl(1, termios.FIONREAD, bytes(4)))[0]: pass\n"
    talkative = HEAR + "say(answer)\n" + heard + "os.write(1, b'psst')\nos.kill(os.getpid(), signal.SIGSTOP)"
    before = children()
    looking = Inspector(wall_seconds=10, command=(sys.executable, "-I", "-c", talkative))
    first = looking.inspect(photo())
    (child,) = children() - before
    os.waitid(os.P_PID, child, os.WSTOPPED | os.WNOWAIT)
    second = looking.inspect(photo())
    assert child not in children()
    looking.close()
    assert (first.verdict, second.verdict) == (Verdict.FINE, Verdict.FINE)


def test_a_child_that_answers_before_it_has_heard_is_not_believed() -> None:
    hasty = HEAR.replace("\nhear()\n", "\n") + "say(answer)\nsignal.pause()"
    looking = Inspector(wall_seconds=10, command=(sys.executable, "-I", "-c", hasty))
    seen = looking.inspect(noisy_photo(3_000_000))
    looking.close()
    assert [finding.code for finding in seen.findings] == ["inspection_failed"]


def test_a_drip_of_bytes_does_not_outlast_the_time() -> None:
    started = time.monotonic()
    seen = inspect_with(
        "import os, time\nos.write(1, b'\\0\\0\\1\\0\\0\\0\\0\\0')\nwhile True: os.write(1, b' '); time.sleep(0.1)", wall_seconds=1
    )
    assert [finding.code for finding in seen.findings] == ["inspection_too_slow"]
    assert time.monotonic() - started < 5


def test_no_child_to_be_had_is_the_kiosks_trouble_and_is_said_so() -> None:
    seen = Inspector(command=("/nonexistent/python",)).inspect(photo())
    assert [finding.code for finding in seen.findings] == ["inspection_unavailable"]


def test_a_file_larger_than_anybody_would_bring_is_not_even_handed_over() -> None:
    seen = Inspector(command=("/nonexistent/python",)).inspect(b"\xff\xd8\xff" + bytes(25_000_000))
    assert [finding.code for finding in seen.findings] == ["far_too_large"]
    assert "más de 25 MB" in seen.findings[0].message
