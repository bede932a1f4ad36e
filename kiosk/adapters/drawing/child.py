"""Draws papers in a child process: ReportLab and its fonts weigh 11 MiB, which a kiosk would hold from its first print on.

One child serves as long as there is something to draw (0.3 s to start it, 10 ms a paper), and ends when it idles.
"""

import pickle
from typing import Any

from kiosk.children.serving import Answer, serve
from kiosk.children.standing import Worker
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.dossier import DossierContent
from kiosk.domain.papers.form import FormContent
from kiosk.domain.papers.paper import PaperContent
from kiosk.domain.papers.receipt import ReceiptContent, SlipContent

IDLE_SECONDS = 15.0
MODULE = "kiosk.adapters.drawing.child"
_child = Worker(MODULE, str(IDLE_SECONDS))


def draw(content: ReceiptContent | SlipContent | FormContent | PaperContent | DossierContent, media: Media) -> bytes:
    """Return a receipt, slip or paper of the desk, a form or a dossier's sheets (both A4 always) as a PDF; raises OutOfService."""
    return _child.ask(pickle.dumps((content, media)))


def count_form_pages(content: FormContent) -> int:
    """Return how many pages a form has when it is drawn; raises OutOfService."""
    return int(_child.ask(pickle.dumps((content, None))))


def main(idle_seconds: str) -> None:
    """Draw until nothing is asked for a while."""
    from reportlab import rl_config  # noqa: PLC0415 - only the child loads it

    rl_config.useA85 = 0  # streams as they are: a fifth smaller, and a seventh faster
    serve(_drawn, idle_seconds=float(idle_seconds))


def _drawn(_header: dict[str, Any], question: bytes) -> Answer:
    from kiosk.adapters.drawing.dossier import render_dossier  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.drawing.form import count_pages, render_form  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.drawing.paper import render_paper  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.drawing.receipt import render_receipt  # noqa: PLC0415 - only the child loads it
    from kiosk.adapters.drawing.slip import render_slip  # noqa: PLC0415 - only the child loads it

    content, media = pickle.loads(question)  # noqa: S301 - written by our own parent
    match content:
        case FormContent() if media is None:
            return {}, str(count_pages(content)).encode()
        case FormContent():
            return {}, render_form(content)
        case DossierContent():
            return {}, render_dossier(content)
        case SlipContent():
            return {}, render_slip(content, media)
        case PaperContent():
            return {}, render_paper(content, media)
        case _:
            return {}, render_receipt(content, media)
