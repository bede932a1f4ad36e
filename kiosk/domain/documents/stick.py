"""What is seen of a memory stick: only what may be attached, under names that are safe to show."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StickFile:
    """A file that may be attached: `path` is relative to the stick and never shown, `name` is cleaned for the screen."""

    path: Path
    name: str
    byte_count: int
    modified_at: datetime

    @property
    def mark(self) -> str:
        """By what it is known again: another file of the same name is another one."""
        return f"{self.path}|{self.byte_count}|{self.modified_at.timestamp()}"


@dataclass(frozen=True, slots=True)
class StickListing:
    """The files that may be attached, newest first; `left_out` counts those of other kinds (named in `kinds`), or too many."""

    files: tuple[StickFile, ...]
    left_out: int
    kinds: frozenset[str] = frozenset()
