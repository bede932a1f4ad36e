"""What a step in a thread of its own came to, for whoever waits for it: a server may leave it waiting longer than they do."""

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def outcome(work: Callable[[], Result]) -> Result | Exception:
    """Do the work; return what it returns, or what it raised, which is for the one who waits to raise again or to put in words."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - nobody above in this thread could tell anybody
        return error
