"""Whatever becomes of the child process, the application gets a sentence, and the next document is taken."""

import functools
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import photo
from tests.inspection.processes import children, worked


@functools.cache
def slow_photo() -> bytes:
    """Return one that takes long to look at."""
    return photo((8_000, 8_000), progressive=True)


@pytest.fixture
def warm() -> Iterator[tuple[Inspector, int]]:
    """Give an inspector whose child is running, and the child's process id."""
    before = children()
    looking = Inspector(wall_seconds=5)
    assert looking.inspect(photo()).verdict.may_be_attached
    (child,) = children() - before
    yield looking, child
    looking.close()


def test_the_same_child_looks_at_one_document_after_the_other(warm: tuple[Inspector, int]) -> None:
    looking, child = warm
    for _again in range(3):
        looking.inspect(photo())
    assert child in children()


def test_a_child_that_is_warmed_ahead_is_the_one_that_is_asked_and_only_one_is_started() -> None:
    before = children()
    looking = Inspector()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: looking.warm(), range(8)))
    (child,) = children() - before
    assert looking.inspect(photo()).verdict.may_be_attached
    assert children() - before == {child}
    looking.close()


def test_warming_ahead_never_raises_even_where_no_child_can_be_started() -> None:
    looking = Inspector(command=("/nowhere/at/all",))
    looking.warm()
    assert [finding.code for finding in looking.inspect(photo()).findings] == ["inspection_unavailable"]


def test_a_child_is_replaced_after_fifty_documents(warm: tuple[Inspector, int]) -> None:
    looking, child = warm
    for _again in range(49):
        looking.inspect(b"x")
    assert child in children()
    looking.inspect(b"x")
    assert child not in children()


def test_a_child_that_died_while_it_waited_is_replaced_unnoticed(warm: tuple[Inspector, int]) -> None:
    looking, child = warm
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert looking.inspect(photo()).verdict.may_be_attached


def test_a_child_killed_in_the_middle_is_not_blamed_on_the_file_and_the_next_document_is_taken(warm: tuple[Inspector, int]) -> None:
    looking, child = warm
    before = worked(child)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(looking.inspect, slow_photo())
        while worked(child) < before + 2:
            assert not asked.done()
        os.kill(child, signal.SIGKILL)
        seen = asked.result(timeout=10)
    assert [finding.code for finding in seen.findings] == ["inspection_unavailable"]
    assert looking.inspect(photo()).verdict.may_be_attached


def test_a_child_that_hangs_is_ended_and_the_next_document_is_taken() -> None:
    before = children()
    looking = Inspector(wall_seconds=1)
    looking.inspect(b"x")
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)
    seen = looking.inspect(photo())
    assert [finding.code for finding in seen.findings] == ["inspection_too_slow"]
    assert child not in children()
    assert looking.inspect(photo()).verdict.may_be_attached
    looking.close()
    assert children() == before


def test_several_threads_get_each_their_own_answer(warm: tuple[Inspector, int]) -> None:
    looking, _child = warm
    sizes = [(200 + 10 * number, 300) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(looking.inspect, [photo(size) for size in sizes]))
    assert [(each.width, each.height) for each in seen] == sizes


def test_the_child_outlives_the_thread_that_started_it() -> None:
    before = children()
    looking = Inspector()
    starter = threading.Thread(target=looking.inspect, args=(photo(),))
    starter.start()
    starter.join()
    started = children() - before
    looking.inspect(photo())
    assert children() - before == started
    looking.close()


def test_the_child_ends_when_the_application_is_killed() -> None:
    program = (
        f"import sys, time; sys.path[:0] = [{str(Path(__file__).parents[2])!r}]\n"
        "from kiosk.inspection.judged.inspector import Inspector\nfrom tests.inspection.processes import children\n"
        "Inspector().inspect(b'x')\nprint(*children(), flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as application:
        assert application.stdout is not None
        child = os.pidfd_open(int(application.stdout.readline()))
        application.kill()
    ended = select.select([child], [], [], 10)[0]
    os.close(child)
    assert ended, "the child outlived the application"


def test_an_account_that_has_used_up_its_room_for_pipes_looks_at_documents_all_the_same() -> None:
    program = (
        f"import sys, os, fcntl; sys.path[:0] = [{str(Path(__file__).parents[2])!r}]\n"
        "from kiosk.inspection.judged.inspector import Inspector\nfrom tests.inspection.hostile import photo\n"
        "held = []\n"
        "try:\n    while len(held) < 200:\n        held.append(os.pipe())\n"
        "        fcntl.fcntl(held[-1][0], fcntl.F_SETPIPE_SZ, 2**20)\n"
        "except PermissionError:\n    pass\n"
        "print(len(held) < 200, Inspector().inspect(photo()).verdict.may_be_attached)"
    )
    plain = ["unshare", "-Ur", sys.executable, "-c", program]  # without the capability by which the kernel counts nothing
    done = subprocess.run(plain, capture_output=True, text=True, check=False)
    if "unshare" in done.stderr:
        pytest.skip("the kernel lets nobody lose their capabilities here")
    assert done.stdout.split() == ["True", "True"], done.stderr
