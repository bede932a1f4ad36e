"""Draws papers in a child process: ReportLab and its fonts weigh 11 MiB, which a kiosk would hold from its first print on."""

import pickle
import sys

from kiosk.domain.form import FormContent
from kiosk.domain.message import Media
from kiosk.domain.receipt import ReceiptContent, SlipContent
from kiosk.storage import child


def draw(content: ReceiptContent | SlipContent | FormContent, media: Media) -> bytes:
    """Return a receipt, a slip or a form (which is A4 always) as a PDF, 0.3 s later than `render_receipt` would.

    Raises OutOfService.
    """
    return child.run("kiosk.adapters.papers", media, given=pickle.dumps(content))


def count_form_pages(content: FormContent) -> int:
    """Return how many pages a form has when it is drawn; raises OutOfService."""
    return int(child.run("kiosk.adapters.papers", "count", given=pickle.dumps(content)))


def _main() -> None:
    from kiosk.adapters.form_pdf import count_pages, render_form  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.receipt_pdf import render_receipt  # noqa: PLC0415 - as the line before
    from kiosk.adapters.slip_pdf import render_slip  # noqa: PLC0415 - as the line before

    media = Media.A4 if sys.argv[1] == "a4" else Media.ROLL
    content = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by `draw`, in our own parent
    match content:
        case FormContent() if sys.argv[1] == "count":
            answer = str(count_pages(content)).encode()
        case FormContent():
            answer = render_form(content)
        case SlipContent():
            answer = render_slip(content, media)
        case _:
            answer = render_receipt(content, media)
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _main()
