"""What the child can be asked: to judge a document, to show or read a page, to turn, pick and bind pages. Its side of the protocol.

A question's header names what is asked and holds plain values that the application has checked; the documents are its body.
"""

import itertools
from collections.abc import Callable
from typing import Any

from kiosk.children.serving import Answer
from kiosk.domain.documents.document import Paper, Part
from kiosk.inspection.child.look import look
from kiosk.inspection.pdf import arranging, binding, pages
from kiosk.inspection.report import Refusal


def answer(header: dict[str, Any], body: bytes) -> Answer:
    """Answer a question: header and body of a frame. A refusal is an answer too."""
    try:
        return ANSWERS[header["ask"]](header, body)
    except Refusal as refusal:
        return {"refused": [refusal.code, refusal.amount]}, b""


def _judge(header: dict[str, Any], body: bytes) -> Answer:
    report = look(body, header["document_bytes"], Paper(header["paper"]))
    picture = report.picture
    said: dict[str, object] = {
        "media_type": report.media_type,
        "pages": report.pages,
        "width": report.width,
        "height": report.height,
        "findings": report.findings,
        "picture": [picture.width, picture.height] if picture else None,
        "facts": [[each.width, each.height, each.dpi, each.turned, dict(each.scores)] for each in report.facts],
        "marks": report.marks,
    }
    return said, (picture.rgb if picture else b"") + report.content


def _view(header: dict[str, Any], body: bytes) -> Answer:
    image = pages.seen(body, header["page"], Part(*header["part"]), header["turned"], (header["width"], header["height"]))
    return {"picture": image.size}, image.tobytes()


def _indexed(header: dict[str, Any], body: bytes) -> Answer:
    asked = Part(*header["part"]), header["turned"], (header["width"], header["height"])
    image = pages.indexed(pages.seen(body, header["page"], *asked), asked[2], header["colours"])
    palette = bytes(image.getpalette() or ())
    return {"picture": image.size, "colours": len(palette) // 3}, palette + image.tobytes()


def _grey(header: dict[str, Any], body: bytes) -> Answer:
    image = pages.grey(body, header["page"], header["turned"], Paper(header["paper"]))
    return {"picture": image.size}, image.tobytes()


def _turn(header: dict[str, Any], body: bytes) -> Answer:
    return {}, arranging.turn(body, header["degrees"])


def _arrange(header: dict[str, Any], body: bytes) -> Answer:
    return {}, arranging.arrange(_cut(header, body), header["picks"])


def _bind(header: dict[str, Any], body: bytes) -> Answer:
    sheets, *documents = _cut(header, body)
    return {}, binding.bind(sheets, documents, header["leaf"])


def _cut(header: dict[str, Any], body: bytes) -> list[bytes]:
    """Return the documents that a body is made of."""
    ends = [0, *itertools.accumulate(header["lengths"])]
    return [body[begin:end] for begin, end in itertools.pairwise(ends)]


ANSWERS: dict[str, Callable[[dict[str, Any], bytes], Answer]] = {
    "judge": _judge,
    "view": _view,
    "indexed": _indexed,
    "grey": _grey,
    "turn": _turn,
    "arrange": _arrange,
    "bind": _bind,
}
