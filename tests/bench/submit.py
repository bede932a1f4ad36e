"""Submitting, against the same rows written by plain statements through the same engine: what guards and checks cost."""

import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

from kiosk.services.filing import submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from tests.bench.comparison import Row, compared, in_turn, timed
from tests.bench.filing import open_kiosk, prepare

RUNS = 41
Rows = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]


def _rows(connection: Connection) -> Rows:
    """Return every row of every table as the driver gives it, under its primary key."""
    found: Rows = {}
    for table in SQLModel.metadata.sorted_tables:
        keys = [place for place, column in enumerate(table.columns) if column.primary_key]
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        every = connection.exec_driver_sql(f'SELECT {names} FROM "{table.name}"').all()  # noqa: S608 - names of our own tables
        found[table.name] = {tuple(row[place] for place in keys): tuple(row) for row in every}
    return found


def _insertion(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'  # noqa: S608 - names of our own tables


def _change(table: Table) -> str:
    values = ", ".join(f'"{column.name}" = ?' for column in table.columns)
    keys = " AND ".join(f'"{column.name}" = ?' for column in table.columns if column.primary_key)
    return f'UPDATE "{table.name}" SET {values} WHERE {keys}'  # noqa: S608 - names of our own tables


class Plain:
    """The statements that write what one submission wrote, each time for another case."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._engine = kiosk.database.engine.execution_options(kiosk_begin="BEGIN IMMEDIATE")
        consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))
        submission.submit(kiosk, prepare(kiosk).id, consent)  # the very first number is a row more
        draft = prepare(kiosk)
        with self._engine.connect() as connection:
            before = _rows(connection)
        number = submission.submit(kiosk, draft.id, consent).number
        with self._engine.connect() as connection:
            after = _rows(connection)
        self._template = {draft.id: "", number: ""}
        self._statements: list[tuple[str, list[tuple[Any, ...]], list[int]]] = []
        for table in SQLModel.metadata.sorted_tables:
            old, new = before[table.name], after[table.name]
            assert old.keys() <= new.keys(), f"submitting removed rows of {table.name}: write that here too"
            if added := [row for key, row in new.items() if key not in old]:
                self._statements.append((_insertion(table), added, _given_by_chance(table)))
            if changed := [row + key for key, row in new.items() if key in old and old[key] != row]:
                self._statements.append((_change(table), changed, []))

    def __call__(self) -> None:
        """Write one case."""
        fresh = dict(zip(self._template, (secrets.token_hex(16), secrets.token_hex(8)), strict=True))
        with self._engine.connect() as connection, connection.begin():
            for statement, rows, chances in self._statements:
                connection.exec_driver_sql(statement, [_renewed(row, fresh, chances) for row in rows])

    @property
    def size(self) -> str:
        """How many rows in how many tables."""
        return f"{sum(len(rows) for _, rows, _ in self._statements)} rows of {len(self._statements)} tables"


def _given_by_chance(table: Table) -> list[int]:
    """Return the places of identifiers that are drawn or counted; a case's own is that of its filing."""
    if table.name == "case_file":
        return []
    return [place for place, column in enumerate(table.columns) if column.primary_key and column.name == "id"]


def _renewed(row: tuple[Any, ...], fresh: dict[Any, str], chances: list[int]) -> tuple[Any, ...]:
    values = [fresh.get(value, value) if isinstance(value, str) else value for value in row]
    for place in chances:
        values[place] = secrets.token_hex(16) if isinstance(values[place], str) else None
    return tuple(values)


def measure(folder: Path) -> list[Row]:
    """Compare the two, one case each in turn, in two databases of one make, for both advance the same count."""
    kiosk, other = open_kiosk(folder / "kiosk"), open_kiosk(folder / "plain")
    plain = Plain(other)
    waiting = [prepare(kiosk).id for _ in range(RUNS + 1)]
    consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))

    def ours() -> None:
        assert submission.submit(kiosk, waiting.pop(), consent).number

    pairs = in_turn(timed(ours), timed(plain), RUNS)
    for each in (kiosk, other):
        each.database.close()
    return [compared(f"submitting, {plain.size}", "plain statements, same engine", *pairs, most=3.5)]
