"""What the tests must know of child processes."""

import contextlib
import os
from pathlib import Path

HEAR = """
import fcntl, json, os, signal, struct, sys, termios
def hear():
    lengths = struct.unpack(">II", sys.stdin.buffer.read(8))
    sys.stdin.buffer.read(sum(lengths))
PHOTO = b"\\xff\\xd8\\xff"
def say(answer, body=b"rgb" + PHOTO, more=b""):
    header = json.dumps(answer).encode()
    os.write(1, struct.pack(">II", len(header), len(body)) + header + body + more)
answer = {"media_type": "image/jpeg", "pages": 1, "width": 10, "height": 10, "findings": [], "picture": [1, 1],
    "facts": [[10, 10, 300, 90, {"sharpness": 0.5}]], "marks": [[0, "K7P49WXM-1-Z"]]}
hear()
"""
"""The beginning of a child of the tests: it takes one question, and can say what the real one would not."""


def children() -> set[int]:
    """Return the processes that this one started: by their parent, for those of a thread that ends pass to another meanwhile."""
    found: set[int] = set()
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if int((each / "stat").read_text().rsplit(")", 1)[1].split()[1]) == os.getpid():
                found.add(int(each.name))
    return found


def worked(pid: int) -> int:
    """Return how long a process has computed so far, in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11])
