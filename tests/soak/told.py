"""What the screen had shown as saved: told line by line while it is done, and held against what a restart finds.

A line is written when a service call has returned, as a screen would show it then. What is about to be changed is let go first.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from kiosk.storage.tables import table_of

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a table with these values: that there is one, or that there is none."""

    table: str
    values: Mapping[str, Value]
    there: bool = True

    def holds(self, session: Session) -> bool:
        """Tell whether the database says so."""
        table = SQLModel.metadata.tables[self.table]
        query = sa.select(sa.func.count()).where(*(table.c[name] == value for name, value in self.values.items()))
        return (session.connection().execute(query).scalar_one() > 0) is self.there


class Telling:
    """Tells facts into a file that outlives whoever tells, each under a key; the newest of a key counts."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def saved(self, key: str, model: type[SQLModel], **values: Value) -> None:
        """Tell that such a row was shown as saved."""
        self._write(key, [table_of(model).name, values, True])

    def gone(self, key: str, model: type[SQLModel], **values: Value) -> None:
        """Tell that no such row was shown any more."""
        self._write(key, [table_of(model).name, values, False])

    def changing(self, key: str) -> None:
        """Let a fact go: what comes now may change it."""
        self._write(key, None)

    def _write(self, key: str, fact: list[object] | None) -> None:
        os.write(self._descriptor, f"{json.dumps([key, fact])}\n".encode())


def facts(told: bytes, before: Mapping[str, Fact] | None = None) -> dict[str, Fact]:
    """Return what is told at the end, by its key; `before` is what was told earlier. A line cut short was told to nobody."""
    found = dict(before or {})
    for line in told.split(b"\n")[:-1]:
        key, fact = json.loads(line)
        found.pop(key, None)
        if fact is not None:
            found[key] = Fact(*fact)
    return found


def broken(session: Session, told: Mapping[str, Fact]) -> Iterable[str]:
    """Return the keys of what was told and is not so."""
    return (f"told and lost: {key}" for key, fact in told.items() if not fact.holds(session))
