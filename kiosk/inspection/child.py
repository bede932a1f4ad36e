"""The child process: reads questions from standard input, one after the other, and answers them on standard output.

Everything that it needs is imported before it gives up its rights, and no foreign byte is read before that. It ends with
its input, so it cannot outlive the application; PR_SET_PDEATHSIG would fire when the *thread* that started it ends.
"""

import os
import sys

from kiosk.inspection import frames, limits, questions


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits.confine()
    while (question := frames.read(sys.stdin.buffer)) is not None:
        limits.allow_time()
        answers.write(frames.pack(*questions.answer(*question)))
        answers.flush()
        limits.stop_alarm()
