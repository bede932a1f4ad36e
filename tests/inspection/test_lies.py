"""A child that was taken over by a file may say anything; nothing but checked values gets through."""

import os
import sys
from collections.abc import Callable

import pytest

from kiosk.domain.documents.document import Inspection, PageFacts, Part, Verdict
from kiosk.domain.errors import BadInput
from kiosk.inspection.judged.inspector import Inspector
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
    assert seen.facts == (PageFacts(10, 10, 300, 90, {"sharpness": 0.5}),)
    assert (seen.content, seen.marks) == (b"\xff\xd8\xff", ((0, "K7P49WXM-1-Z"),))


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
        HEAR + "say(answer | {'findings': [['png', 0]] * 11}, b'rgb')",
        HEAR + "say(answer | {'findings': [['png', 0]]})",
        HEAR + "say(answer, b'rgb')",
        HEAR + "say(answer, b'rgb' + PHOTO + bytes(2_000_000))",
        HEAR + "say(answer, b'rgb%PDF-1.7')",
        HEAR + "say(answer, b'rgbMZ')",
        HEAR + "say(answer | {'refused': ['png', 0]})",
        HEAR + "say({'refused': ['png', 0]}, b'')",
        HEAR + "say(answer | {'marks': [[0, 'K7P49WXM-1-D']]})",
        HEAR + "say(answer | {'marks': [[0, 'https://x.ec/']]})",
        HEAR + "say(answer | {'marks': [[0, 'K7P49WXM-1-Z\\n']]})",
        HEAR + "say(answer | {'marks': [[0, ['K7P49WXM-1-Z']]]})",
        HEAR + "say(answer | {'marks': [[1, 'K7P49WXM-1-Z']]})",
        HEAR + "say(answer | {'marks': [[0, 'K7P49WXM-1-Z']] * 5})",
        HEAR + "say(answer | {'marks': ['K7P49WXM-1-Z']})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {}]] * 2})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 45, {}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 3.5, 90, {}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {'\\x1b[2J': 1}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {'ink': float('nan')}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {'ink': 1e300}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {'ink': 10**400}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {'ink': True}]]})",
        HEAR + "say(answer | {'facts': [[10, 10, 300, 90, {f'a{n}': 1 for n in range(41)}]]})",
    ],
)
def test_a_child_that_dies_lies_or_says_too_much_is_not_believed(program: str) -> None:
    seen = inspect_with(program)
    assert (seen.verdict, seen.picture, seen.width, seen.content) == (Verdict.REFUSED, None, 0, b"")
    assert [finding.code for finding in seen.findings] == ["inspection_failed"]


ASKING: dict[str, Callable[[Inspector], object]] = {
    "view": lambda looking: looking.view(photo(), width=20, height=10),
    "indexed": lambda looking: looking.indexed(photo(), page=0, part=Part(), most=(20, 10), colours=2),
    "grey": lambda looking: looking.grey(photo()),
    "turn": lambda looking: looking.turn(photo(), 90),
    "arrange": lambda looking: looking.arrange([photo()], [(0, 0)]),
}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("view", "say({'picture': [1, 1]}, b'rg')"),
        ("view", "say({'picture': [21, 1]}, bytes(63))"),
        ("view", "say({'picture': [0, 0]}, b'')"),
        ("view", "say({'picture': [1]}, b'rgb')"),
        ("view", "say({'picture': [1, 1], 'more': 1}, b'rgb')"),
        ("view", "say({'refused': ['Llame al 1700', 0]}, b'')"),
        ("view", "say({'refused': ['png', -1]}, b'')"),
        ("view", "say({'refused': 'png'}, b'')"),
        ("view", "say([], b'')"),
        ("indexed", "say({'picture': [1, 1]}, b'rgb' + bytes(1))"),
        ("indexed", "say({'picture': [1, 1], 'colours': 1}, b'rgb' + bytes([1]))"),
        ("indexed", "say({'picture': [1, 1], 'colours': 3}, bytes(10))"),
        ("indexed", "say({'picture': [21, 1], 'colours': 1}, bytes(24))"),
        ("indexed", "say({'picture': [2, 1], 'colours': 1}, bytes(4))"),
        ("indexed", "say({'picture': [0, 0], 'colours': 1}, bytes(3))"),
        ("indexed", "say({'picture': [1, 1], 'colours': 0}, bytes(1))"),
        ("indexed", "say({'picture': [1, 1], 'colours': True}, bytes(4))"),
        ("grey", "say({'picture': [1, 1]}, b'rgb')"),
        ("grey", "say({'picture': [3601, 1]}, bytes(3601))"),
        ("turn", "say({}, b'%PDF-1.7')"),
        ("turn", "say({}, b'MZ')"),
        ("turn", "say({'more': 1}, PHOTO)"),
        ("turn", "os.write(1, struct.pack('>II', 2, 25_000_001) + b'{}' + PHOTO)"),
        ("arrange", "say({}, PHOTO)"),
        ("arrange", "raise SystemExit"),
    ],
)
def test_what_it_makes_of_a_document_is_not_believed_either(asked: str, said: str) -> None:
    looking = Inspector(wall_seconds=10, command=(sys.executable, "-I", "-c", HEAR + said))
    with pytest.raises(BadInput, match="El kiosco no pudo revisar este archivo"):
        ASKING[asked](looking)
    looking.close()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("view", "say({'picture': [20, 10]}, bytes(600))"),
        ("grey", "say({'picture': [3600, 2]}, bytes(7200))"),
        ("turn", "say({}, PHOTO)"),
        ("arrange", "say({}, b'%PDF-1.7')"),
    ],
)
def test_what_may_be_true_is_taken(asked: str, said: str) -> None:
    looking = Inspector(wall_seconds=10, command=(sys.executable, "-I", "-c", HEAR + said))
    assert ASKING[asked](looking)
    looking.close()


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
    seen = inspect_with(
        "import os, time\nos.write(1, b'\\0\\0\\1\\0\\0\\0\\0\\0')\nwhile True: os.write(1, b' '); time.sleep(0.1)", wall_seconds=1
    )
    assert [finding.code for finding in seen.findings] == ["inspection_too_slow"]


def test_no_child_to_be_had_is_the_kiosks_trouble_and_is_said_so() -> None:
    seen = Inspector(command=("/nonexistent/python",)).inspect(photo())
    assert [finding.code for finding in seen.findings] == ["inspection_unavailable"]


def test_a_file_larger_than_anybody_would_bring_is_not_even_handed_over() -> None:
    seen = Inspector(command=("/nonexistent/python",)).inspect(b"\xff\xd8\xff" + bytes(25_000_000))
    assert [finding.code for finding in seen.findings] == ["far_too_large"]
    assert "más de 25 MB" in seen.findings[0].message


def test_a_child_that_has_too_little_memory_to_begin_with_does_not_blame_the_file() -> None:
    seen = inspect_with("raise MemoryError")
    assert [finding.code for finding in seen.findings] == ["inspection_unavailable"]
