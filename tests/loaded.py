"""Starts the program without the second that Python takes to load it: forked from a process that has it loaded, as visits are.

It is as if `python -m screens` had been started: a session of its own, its terminal or pipes, these variables, this folder, a child
of whoever asked. What a start by itself does besides is held where the program is really started: `commands/test_processes`,
`terminal/test_journey`, and all that comes by sshd or strace.
"""

import contextlib
import ctypes
import fcntl
import functools
import gc
import importlib
import json
import os
import pty
import random
import select
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pexpect

from screens.apps.ending import end_now

PROGRAM = (sys.executable, "-m", "screens")
"""How the program is started."""
ROOT = Path(__file__).parents[1]
OF_LOADING = ("LD_PRELOAD", "FAKETIME_NO_CACHE", "FAKETIME_DONT_FAKE_MONOTONIC")
"""Variables that are heard when a program is loaded, and never again."""
_LARGEST = 100_000
"""Bytes of what is asked for: words and variables."""
_PR_SET_CHILD_SUBREAPER = 36
"""prctl(2): whether a process becomes the parent of what its children leave behind."""
_STREAMS = (("stdin", "r", "surrogateescape"), ("stdout", "w", "surrogateescape"), ("stderr", "w", "backslashreplace"))
"""As Python opens them where the locale is C.UTF-8."""
_one_at_a_time = threading.Lock()


class Asked(NamedTuple):
    """What is to be started."""

    command: Sequence[str]
    variables: Mapping[str, str]
    folder: str
    on_terminal: bool


def fork(asked: Asked, streams: tuple[int, int, int]) -> int:
    """Start it with these descriptors for its three streams; returns its process number, which is a child of this process."""
    with _one_at_a_time:
        server = _server(tuple((name, asked.variables.get(name, "")) for name in OF_LOADING))
        _adopt(True)  # noqa: FBT003 - a switch
        try:
            socket.send_fds(server, [json.dumps(asked).encode()], streams)
            return int(server.recv(100))
        finally:
            _adopt(False)  # noqa: FBT003 - a switch


def _adopt(is_to: bool) -> None:  # noqa: FBT001 - a switch
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(is_to), 0, 0, 0)


@functools.cache
def _server(of_loading: tuple[tuple[str, str], ...]) -> socket.socket:
    """Start the process that has everything loaded, with these variables; it ends when this one does."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "KIOSK_"))}
    subprocess.Popen(
        [sys.executable, "-c", f"from tests.loaded import serve; serve({its.fileno()})"],
        env={**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **{name: value for name, value in of_loading if value}},
        stdin=subprocess.DEVNULL,
        pass_fds=[its.fileno()],
        cwd="/",
        start_new_session=True,
    )
    its.close()
    return ours


class OnTerminal(pexpect.spawn):  # type: ignore[misc] # ships no types
    """The program on a pseudo-terminal."""

    def _spawnpty(self, args: list[str], *, env: Mapping[str, str], dimensions: tuple[int, int], **_more: object) -> Any:  # noqa: ANN401 - pexpect's own
        ours, its = pty.openpty()
        fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", *dimensions, 0, 0))
        os.set_inheritable(ours, False)  # noqa: FBT003 - it takes no names
        pid = fork(Asked(args, env, self.cwd or str(Path.cwd()), on_terminal=True), (its, its, its))
        os.close(its)
        return pexpect.pty_spawn.ptyprocess.PtyProcess(pid, ours)


class Process(subprocess.Popen[str]):
    """The program, or a text that uses it, with pipes."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], **streams: int) -> None:
        self._variables = env
        super().__init__(command, encoding="utf-8", errors="surrogateescape", **streams)  # type: ignore[call-overload] # pipes only

    def _execute_child(self, args: Sequence[str], *details: object) -> None:
        """Fork it, in place of what Popen does (CPython 3.11)."""
        ends = [
            each for each in details[9:15] if isinstance(each, int)
        ]  # the child's and ours of stdin; ours and its of the others
        pairs = ((ends[0], ends[1]), (ends[3], ends[2]), (ends[5], ends[4]))
        stdin, stdout, stderr = (own if own >= 0 else number for number, (own, _other) in enumerate(pairs))
        self.pid = fork(Asked(args, self._variables, str(Path.cwd()), on_terminal=False), (stdin, stdout, stderr))
        self._child_created = True
        for own, other in pairs:
            if other >= 0:
                os.close(own)


def run(command: Sequence[str], env: Mapping[str, str], typed: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Start it, give it this to read, and return what it said; fails after two minutes."""
    pipe = subprocess.PIPE
    with Process(command, env, stdin=pipe, stdout=pipe, stderr=pipe) as running:
        try:
            said, complained = running.communicate(typed.decode("utf-8", "surrogateescape"), timeout=120)
        finally:
            running.kill()
    return subprocess.CompletedProcess(list(command), running.returncode, said, complained)


def serve(number: int) -> None:
    """Start what is asked for at a socket until it is closed; in what was started it returns never."""
    for name in ("screens.__main__", "screens.apps.parent", "screens.apps.desk", "kiosk.bootstrap", "kiosk.commands"):
        importlib.import_module(name)
    importlib.import_module("tests.filing")  # for texts that file
    for noun in sys.modules["kiosk.commands"].NOUNS:
        importlib.import_module(f"kiosk.commands.{noun}")
    assert len(os.listdir("/proc/self/task")) == 1, "a fork leaves the locks of other threads behind, held"  # noqa: PTH208 - numbers
    gc.collect()
    gc.freeze()
    asking = socket.socket(fileno=number)
    while True:
        message, streams, *_flags = socket.recv_fds(asking, _LARGEST, 3)
        if not message:
            return
        reading, writing = os.pipe()
        if between := os.fork():
            os.waitpid(between, 0)  # so that what it has forked is the child of whoever asked
            asking.send(os.read(reading, 100))
            for each in (reading, writing, *streams):
                os.close(each)
            continue
        between = os.getpid()
        if child := os.fork():
            os.write(writing, str(child).encode())
            os._exit(0)
        with contextlib.suppress(ProcessLookupError):  # it has ended, and whoever asked is the parent
            select.select([os.pidfd_open(between)], [], [])  # no wait by the clock, which may be a wrong one here
        _become(Asked(*json.loads(message)), streams)


def _become(asked: Asked, streams: Sequence[int]) -> None:
    """Be as if just started, and do what is asked; returns never."""
    os.setsid()
    if asked.on_terminal:
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for own, stream in enumerate(streams):
        os.dup2(stream, own)
    os.closerange(3, 1024)
    for own, (name, mode, errors) in enumerate(_STREAMS):
        buffering = 1 if own == 2 or os.isatty(own) else -1  # lines, or as much as is written at once
        opened = open(own, mode, buffering, "utf-8", errors, closefd=False)  # noqa: SIM115 - open until the process ends
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    os.chdir(asked.folder)
    os.environ.clear()
    os.environ.update(asked.variables)
    time.tzset()
    random.seed()
    gc.unfreeze()
    if tuple(asked.command[:3]) == PROGRAM:
        sys.argv = ["kiosk", *asked.command[3:]]
        sys.exit(sys.modules["screens.__main__"].main())
    sys.argv = ["-c", *asked.command[3:]]
    status: object = 0
    try:
        exec(compile(asked.command[2], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - the tests' own text
    except SystemExit as ended:
        status = ended.code
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        status = 1
    end_now(int(str(status or 0)))  # to take apart what is loaded takes 0.3 s
