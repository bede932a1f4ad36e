"""What is wrong in a file, and where: the place as a path of keys while checking, the line when it is told."""

from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value, as `("requirements", 0, "hint")`."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend: `line` from 1, `key` as `requirements[1].hint`, counted from 1 as people do."""

    line: int
    key: str
    message: str


@dataclass(frozen=True, slots=True)
class PendingMistake:
    """A mistake whose line is not known yet."""

    place: Place
    message: str


def shown(place: Place) -> str:
    """Return a place as people write it: `requirements[1].hint`."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
