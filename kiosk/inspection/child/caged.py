"""How a child serves that opens foreign bytes: it gives up its rights first, and has its time for each question."""

from collections.abc import Callable
from typing import Any

from kiosk.children.serving import Answer, serve
from kiosk.inspection import limits


def serve_caged(answer: Callable[[dict[str, Any], bytes], Answer]) -> None:
    """Answer until the input ends; whatever an answer needs is imported by now, for no foreign byte is read before this."""
    limits.confine()
    serve(answer, around=limits.timed)
