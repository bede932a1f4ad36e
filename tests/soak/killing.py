"""One process that does a use case, killed from outside at a chosen system call; nothing in the kiosk knows of it.

The processes are forked from one that has everything imported, which must be without threads: a start costs milliseconds then.
A SIGKILL that strace gives at the entry of a call comes before that call does anything.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

KINDS = {
    "write": ("pwrite64", "write", "ftruncate"),
    "fsync": ("fsync", "fdatasync"),
    "rename": ("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat"),
}
"""The calls that change what is kept: contents, what is kept for good, and names."""
KIND_OF = {call: kind for kind, calls in KINDS.items() for call in calls}
_PR_SET_PTRACER = 0x59616D61
_ANY = ctypes.c_ulong(-1)
FAILED = 70


class Ended(StrEnum):
    """How the process ended."""

    KILLED = "killed"
    DONE = "done"
    """It came to its end: the call was not made so often this time."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """The nth time that a use case makes a call, counted from 1."""

    use_case: str
    call: str
    nth: int

    @property
    def kind(self) -> str:
        """Whether it writes, syncs or names."""
        return KIND_OF[self.call]


def forked(work: Callable[[], None]) -> int:
    """Do work in a process of its own group, and return its number; a fault of it ends it with FAILED, and is told."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setsid()
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, it must not go on as the parent
        traceback.print_exc()
        os._exit(FAILED)


def killed_at(point: Point, work: Callable[[], None]) -> Ended:
    """Do work, which stops itself (`ready`) before what counts, in a process that is killed at a point."""
    inject = f"--inject=?{point.call}:signal=SIGKILL:when={point.nth}"
    with _traced(work, Path(os.devnull), (point.call,), ("-s", "0", inject)) as pid:
        return _ended(pid)


def counted(work: Callable[[], None], use_case: str, notes: Path) -> list[Point]:
    """Do the same to its end, and return every point of it; raises AssertionError where it fails."""
    calls = Counter(line.partition("(")[0] for line in recorded(work, notes, tuple(KIND_OF), ("-s", "0")) if "(" in line)
    return [Point(use_case, call, nth) for call in sorted(calls) if call in KIND_OF for nth in range(1, calls[call] + 1)]


def recorded(work: Callable[[], None], notes: Path, calls: Sequence[str], options: Sequence[str]) -> list[str]:
    """Do the same to its end, and return the lines that strace wrote of these calls; raises AssertionError where it fails."""
    with _traced(work, notes, calls, options) as pid:
        ended = _ended(pid)
    assert ended is Ended.DONE, f"it fails without being killed: {ended}"
    return notes.read_text(encoding="ascii").splitlines()


def ready() -> None:
    """Wait, in the process that is to be killed, until it is watched."""
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)  # else a strace that is not its parent may be refused
    os.kill(os.getpid(), signal.SIGSTOP)


@contextlib.contextmanager
def _traced(work: Callable[[], None], output: Path, calls: Sequence[str], options: Sequence[str]) -> Iterator[int]:
    """Give the process that does work, from `ready` on watched by strace; nothing of it goes on afterwards."""
    pid = forked(work)
    try:
        _pid, status = os.waitpid(pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), "it ended before it was ready"
        wanted = ",".join(f"?{call}" for call in calls)
        command = ["strace", "-p", str(pid), "-o", str(output), f"--trace={wanted}", *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            said = strace.stderr.readline()
            assert "attached" in said, said
            os.kill(pid, signal.SIGCONT)
            yield pid
            strace.stderr.read()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _ended(pid: int) -> Ended:
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status == -signal.SIGKILL:
        return Ended.KILLED
    return Ended.DONE if status == 0 else Ended.FAILED
