"""Draws papers in a child process: ReportLab and its fonts weigh 11 MiB, which a kiosk would hold from its first print on."""

import pickle
import sys
from typing import TYPE_CHECKING

from kiosk.domain.receipt import ReceiptContent, SlipContent
from kiosk.storage import child

if TYPE_CHECKING:
    from kiosk.adapters.receipt_pdf import Paper


def draw(content: ReceiptContent | SlipContent, paper: "Paper") -> bytes:
    """Return a receipt or a slip as a PDF, 0.3 s later than `render_receipt` would; raises OutOfService."""
    return child.run("kiosk.adapters.papers", paper, given=pickle.dumps(content))


def _main() -> None:
    from kiosk.adapters.receipt_pdf import render_receipt  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.slip_pdf import render_slip  # noqa: PLC0415 - as the line before

    paper: Paper = "a4" if sys.argv[1] == "a4" else "roll"
    content = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `draw`, in our own parent
    pdf = render_slip(content, paper) if isinstance(content, SlipContent) else render_receipt(content, paper)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    _main()
