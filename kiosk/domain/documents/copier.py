"""What is seen of the folder into which a copier drops files: only whole ones may be taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

State = tuple[int, int, int]
"""By what a change is seen: the file's own number, its bytes, and its time of change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A whole file: `path` is relative to the folder and never shown, `name` is cleaned for the screen."""

    path: Path
    name: str
    byte_count: int
    arrived_at: datetime
    state: State
    mark: ClassVar[str] = ""
    """By what it is known again: it leaves its folder once it is kept, and is offered to nobody again."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What one look saw: the whole files, newest first, and how many are still `arriving`.

    `seen` holds each file's state with the moment (monotonic seconds) since which it is so: the next look needs it.
    """

    files: tuple[ArrivedFile, ...] = ()
    arriving: int = 0
    seen: Mapping[Path, tuple[State, float]] = field(default_factory=dict)
