"""How a child process serves: questions from standard input, one after the other, answers on standard output.

It ends with its input, so it cannot outlive the application; PR_SET_PDEATHSIG would fire when the *thread* that started it ends.
"""

import contextlib
import os
import select
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from kiosk.children import frames

FAULT = 70
"""How a child ends that failed at what it was asked; any other end but by a signal of its own is not the question's fault."""
Answer = tuple[dict[str, object], bytes]


def serve(
    answer: Callable[[dict[str, Any], bytes], Answer],
    *,
    around: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
    idle_seconds: float | None = None,
) -> None:
    """Answer until the input ends or nothing is asked for a while, then end this process; `around` is entered for each question."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while select.select([0], [], [], idle_seconds)[0] and (question := frames.read(sys.stdin.buffer)) is not None:
        with around():
            try:
                answers.write(frames.pack(*answer(*question)))
            except Exception:  # noqa: BLE001 - whatever it is, it ends this process, and is told from a failing start
                traceback.print_exc()
                os._exit(FAULT)
            answers.flush()
    os._exit(0)  # at once, so that whoever asks meanwhile sees how it ended together with its pipes' end
