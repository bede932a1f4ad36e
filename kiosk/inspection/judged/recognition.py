"""Reads the letters of a picture with Debian's `tesseract`, where installed: one process a picture, confined before it starts.

It gets the picture on standard input as plain grey levels, made here, and gives words on standard output: it opens no
foreign file, writes none, starts nothing, and has no network where the kernel lets an ordinary process give it up.
It ends with the thread that waits for it (PR_SET_PDEATHSIG), so nothing is left over when the application dies.
"""

import contextlib
import functools
import os
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence

from kiosk.domain.documents.document import GreyPicture
from kiosk.domain.documents.reading import Lettering
from kiosk.domain.text import clean

PROGRAM = "tesseract"
WALL_SECONDS = 30.0
TEXT_BYTES = 256 * 1024
"""A word takes about 60 bytes with its place: a page of 430 words 28 kB."""
ADDRESS_BYTES = 512 * 2**20
"""An A4 page at 250 dpi is read within 150 MB."""
LONG_WORD = 4
"""Letters from which on a word's sureness and shape say how the page lies."""
_LOOK_SECONDS = 0.1
_LIMITS = (
    "prlimit",
    f"--as={ADDRESS_BYTES}",
    f"--cpu={WALL_SECONDS:.0f}",
    "--fsize=0",
    "--core=0",
    "--nofile=16",
    "--nproc=0",
    "--",
)
_WITH_PARENT = ("setpriv", "--pdeathsig", "KILL", "--")
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
_COLUMNS, _WORD = 12, "5"
"""Of the table that it gives: cells of a row, and what stands in the first one of a word's."""


class NotRead(Exception):
    """Nothing can be read now: no program, or it failed, took too long, said too much, or was given up."""


def recognise(picture: GreyPicture, *, given_up: Callable[[], bool] = lambda: False) -> Lettering:
    """Return what stands on a picture as it lies; raises NotRead. A card takes 0.2 s, a page 2.5 s; `WALL_SECONDS` at most."""
    if shutil.which(PROGRAM, path=_ENVIRONMENT["PATH"]) is None:
        raise NotRead
    header = b"P5 %d %d 255\n" % (picture.width, picture.height)
    with _started([*confinement(), PROGRAM, "stdin", "stdout", "-c", "tessedit_create_tsv=1"]) as process:
        said = _converse(process, header + picture.levels, time.monotonic() + WALL_SECONDS, given_up)
    return _lettering(said.decode(errors="replace"))


@functools.cache
def confinement() -> tuple[str, ...]:
    """Return the words that start a program confined; without a network of its own where the kernel refuses that."""
    privileges = ["--no-new-privs", *(["--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else [])]
    without = (*_LIMITS, "setpriv", *privileges, "--")
    for network in (("unshare", "--user", "--net", "--"), ()):
        command = (*without, *network, *_WITH_PARENT)
        with contextlib.suppress(OSError), _started([*command, "true"]) as process:
            if process.wait(WALL_SECONDS) == 0:
                return command
    raise NotRead


@contextlib.contextmanager
def _started(command: Sequence[str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a process in a session of its own; it is killed, with all that it started, when the block is left."""
    try:
        process = subprocess.Popen(  # noqa: S603 - our own words, none from outside
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            bufsize=0,
            pipesize=2**20,
            start_new_session=True,
        )
    except OSError as error:
        raise NotRead from error
    try:
        yield process
    finally:
        if process.poll() is None:
            # One that has just died stays the leader of its group until it is waited for below.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _converse(process: "subprocess.Popen[bytes]", picture: bytes, deadline: float, given_up: Callable[[], bool]) -> bytes:
    """Hand the picture over and return what is said until the end of the output; raises NotRead."""
    assert process.stdin is not None, "it is a pipe"  # noqa: S101 - see _started
    assert process.stdout is not None, "it is a pipe"  # noqa: S101 - see _started
    unsent, said = memoryview(picture), bytearray()
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if given_up() or time.monotonic() > deadline or len(said) > TEXT_BYTES:
                raise NotRead
            for key, _events in selector.select(_LOOK_SECONDS):
                if key.fileobj is process.stdout:
                    if not (chunk := os.read(key.fd, 2**16)):
                        return _ended(process, said, deadline)
                    said += chunk
                    continue
                try:
                    unsent = unsent[os.write(key.fd, unsent) :]
                except OSError as error:
                    raise NotRead from error
                if not unsent:
                    selector.unregister(process.stdin)
                    process.stdin.close()


def _ended(process: "subprocess.Popen[bytes]", said: bytearray, deadline: float) -> bytes:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise NotRead from error
    if process.returncode != 0:
        raise NotRead
    return bytes(said)


def _lettering(table: str) -> Lettering:
    """Return what the table of words says: block, paragraph and line of each, its place, its sureness and its letters."""
    lines: dict[tuple[str, ...], list[str]] = {}
    sure, across, down = 0.0, 0, 0
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD:
            continue
        word = clean(cells[-1])
        try:
            width, height, sureness = int(cells[8]), int(cells[9]), float(cells[10])
        except ValueError:
            continue
        lines.setdefault(tuple(cells[1:5]), []).append(word)
        if len(word) >= LONG_WORD:
            sure += sureness
            across, down = across + (width > height), down + (width <= height)
    words = across + down
    text = "\n".join(" ".join(line) for line in lines.values())
    return Lettering(text, words, sure / words if words else 0.0, sideways=down > across)
