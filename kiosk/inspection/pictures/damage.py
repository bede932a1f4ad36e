"""What a parser raises on foreign bytes, whatever it is, means that they are damaged."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.inspection.codes import Code
from kiosk.inspection.report import Refusal


@contextmanager
def refused(damaged: Code, *, truncated: Code | None = None) -> Iterator[None]:
    """Have a parser look at foreign bytes in the block; raises Refusal, `truncated` where it says that their end is missing."""
    try:
        yield
    except Exception as damage:
        raise Refusal(truncated if truncated and "truncated" in str(damage) else damaged) from damage
