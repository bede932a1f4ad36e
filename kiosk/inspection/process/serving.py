"""How a child process serves: questions from standard input, one after the other, answers on standard output.

Everything that it needs is imported before it gives up its rights, and no foreign byte is read before that. It ends with
its input, so it cannot outlive the application; PR_SET_PDEATHSIG would fire when the *thread* that started it ends.
"""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from kiosk.inspection import limits
from kiosk.inspection.process import frames

FAULT = 70
"""How a child ends that failed at what it was asked; ended otherwise, it was not the file's fault, but for a signal of its own."""
Answer = tuple[dict[str, object], bytes]


def serve(answer: Callable[[dict[str, Any], bytes], Answer]) -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits.confine()
    while (question := frames.read(sys.stdin.buffer)) is not None:
        limits.allow_time()
        try:
            answers.write(frames.pack(*answer(*question)))
        except Exception:  # noqa: BLE001 - whatever it is, it ends this process, and is told from a failing start
            traceback.print_exc()
            os._exit(FAULT)
        answers.flush()
        limits.stop_alarm()
