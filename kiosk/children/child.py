"""The application's end of a child process: starts it, asks it, and ends it when it dies, hangs, or says too much."""

import contextlib
import fcntl
import os
import select
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiosk.children import frames

CAGED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(64 * 2**20),
}
"""All that a child gets that may be taken over. numpy would start a thread for each core, and each would take its stack of the
child's memory; and the C library would give back every picture's memory and take it anew, a quarter of judging a photo."""
_ROOT = str(Path(__file__).parents[2])
PROGRAM = """import sys
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
from importlib import import_module
import_module(sys.argv[2]).main(*sys.argv[3:])"""
"""How a child begins: with the folder that holds this package, the module whose `main` is called, and its words."""


def command_of(module: str, *words: str) -> tuple[str, ...]:
    """Return how a module's `main` is started: isolated from user's packages, yet finding this package installed or not."""
    return (sys.executable, "-I", "-B", "-c", PROGRAM, _ROOT, module, *words)


_UNABLE = frozenset({1, -signal.SIGKILL})
"""How a child ends that had too little memory to begin with, or that the kernel took for want of it: no file's fault."""
_ENDING_SECONDS = 0.5


class ChildFailed(Exception):
    """The child died, lied or hung; it has been ended.

    `slow` when it ran out of time, `unable` when it could not work at all, `rested` when it had left by itself.
    """

    def __init__(self, *, slow: bool = False, unable: bool = False, rested: bool = False) -> None:
        super().__init__("slow" if slow else "failed")
        self.slow = slow
        self.unable = unable
        self.rested = rested


class Child:
    """One child process. It gets no word of our environment but what is given, its own session, the root folder, no open file."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] = CAGED) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and program, never words from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self.questions = 0
        for descriptor in self._pipes:
            os.set_blocking(descriptor, False)
            with contextlib.suppress(OSError):  # an account has so much for all its pipes; a small one does as well, slower
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, 2**20)

    @property
    def fit(self) -> bool:
        """Whether it still runs, and keeps silent while it is not asked."""
        answers = select.poll()  # not select, which knows no descriptor beyond 1023
        answers.register(self._pipes[1], select.POLLIN)
        silent = not answers.poll(0)
        return silent and self._process.poll() is None

    @property
    def _pipes(self) -> tuple[int, int]:
        if self._process.stdin is None or self._process.stdout is None:
            raise ChildFailed
        return self._process.stdin.fileno(), self._process.stdout.fileno()

    def ask(self, header: dict[str, object], body: bytes, *, answer_bytes: int, seconds: float) -> tuple[object, bytes]:
        """Return the answer's header and body, of at most `answer_bytes`; ChildFailed when there is none within `seconds`."""
        self.questions += 1
        try:
            return frames.unpack(self._converse(frames.pack(header, body), answer_bytes, time.monotonic() + seconds))
        except (OSError, ValueError, ChildFailed) as failure:
            slow = isinstance(failure, ChildFailed) and failure.slow and self._process.poll() is None
            status = None if slow or isinstance(failure, ValueError) else self._ended_by_itself()
            self.end()
            slow = slow or status in {-signal.SIGXCPU, -signal.SIGALRM}
            raise ChildFailed(slow=slow, unable=status in _UNABLE, rested=status == 0) from failure

    def _ended_by_itself(self) -> int | None:
        """Return how it ended, None where it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(_ENDING_SECONDS)
        return None

    def _converse(self, question: bytes, answer_bytes: int, deadline: float) -> bytearray:
        unsent, answer = memoryview(question), bytearray()
        asking, answering = self._pipes
        with selectors.DefaultSelector() as selector:
            selector.register(asking, selectors.EVENT_WRITE)
            selector.register(answering, selectors.EVENT_READ)
            while len(answer) < (expected := frames.length(answer, answer_bytes)):
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready or time.monotonic() > deadline:
                    raise ChildFailed(slow=True)
                for key, _events in ready:
                    if key.fd == answering:
                        answer += _some(answering)
                        continue
                    unsent = unsent[os.write(asking, unsent) :]
                    if not unsent:
                        selector.unregister(asking)
        if unsent or len(answer) > expected:
            raise ChildFailed
        return answer

    def end(self) -> None:
        """End it and whatever it may have started, and wait for that."""
        if self._process.poll() is None:
            # A child that has just died stays the leader of its group until it is waited for below.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _some(descriptor: int) -> bytes:
    chunk = os.read(descriptor, 2**20)
    if not chunk:
        raise ChildFailed
    return chunk
