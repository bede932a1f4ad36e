"""The child process: reads files from standard input, one after the other, and answers what it saw on standard output.

Everything that it needs is imported before it gives up its rights, and no foreign byte is read before that. It ends with
its input, so it cannot outlive the application; PR_SET_PDEATHSIG would fire when the *thread* that started it ends.
"""

import os
import sys

from kiosk.inspection import frames, limits
from kiosk.inspection.look import look
from kiosk.inspection.report import Report


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limits.confine()
    while (question := frames.read(sys.stdin.buffer)) is not None:
        header, content = question
        limits.allow_time()
        report = look(content, int(str(header["document_bytes"])))
        answers.write(_answer(report))
        answers.flush()
        limits.stop_alarm()


def _answer(report: Report) -> bytes:
    picture = report.picture
    header: dict[str, object] = {
        "media_type": report.media_type,
        "pages": report.pages,
        "width": report.width,
        "height": report.height,
        "findings": report.findings,
        "picture": [picture.width, picture.height] if picture else None,
    }
    return frames.pack(header, picture.rgb if picture else b"")
