"""What holds of the database wherever it is: in the encrypted file, and on a PostgreSQL server."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from kiosk.domain.errors import OutOfService
from kiosk.storage.database import Database, DatabaseBusy, open_embedded
from kiosk.storage.migrate import _upgrade, migrate
from kiosk.storage.server import open_server
from kiosk.storage.tables import CaseWord, Fact
from tests import databases

Opening = Callable[[], Database]
FACT = Fact.__table__  # type: ignore[attr-defined] # SQLModel does not say that its tables have one


@pytest.fixture(params=["embedded", pytest.param("postgresql", marks=pytest.mark.peer("pg_createcluster"))])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Return what opens an empty database, each time the same one."""
    if request.param == "embedded":
        yield lambda: open_embedded(tmp_path / "kiosk.db", b"k" * 32)
        return
    with databases.fresh(migrated=False) as url:
        yield lambda: open_server(url)


@pytest.fixture
def database(empty: Opening) -> Iterator[Database]:
    database = empty()
    migrate(database)
    yield database
    database.close()


def write_fact(database: Database, value: str = "x") -> None:
    with database.transaction() as session:
        session.merge(Fact(name="canary", value=value))


def test_an_error_in_a_transaction_undoes_all_of_it(database: Database) -> None:
    def write_and_fail() -> None:
        with database.transaction() as session:
            session.add(Fact(name="canary", value="x"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with database.reading() as session:
        assert session.get(Fact, "canary") is None


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    found = inspect(database.engine)
    assert set(found.get_table_names()) - {"alembic_version"} == set(SQLModel.metadata.tables)
    for name, table in SQLModel.metadata.tables.items():
        columns = {each["name"]: each for each in found.get_columns(name)}
        for column in table.columns:
            made = columns.pop(column.name)
            assert made["nullable"] is bool(column.nullable), (name, column.name)
            if database.is_shared:  # SQLite holds a text of any length in any column, and a time without its zone
                assert _kind(made["type"]) == _kind(column.type), (name, column.name)
        assert columns == {}, name
        assert found.get_pk_constraint(name)["constrained_columns"] == [each.name for each in table.primary_key], name
        assert _uniques(table) == {frozenset(each["column_names"]) for each in found.get_unique_constraints(name)}, name
        assert {tuple(each["constrained_columns"]) for each in found.get_foreign_keys(name)} == {
            tuple(each.name for each in constraint.columns) for constraint in table.foreign_key_constraints
        }, name
        made_indexes = {
            each["name"]: (tuple(each["column_names"]), bool(_condition(each)))
            for each in found.get_indexes(name)
            if "duplicates_constraint" not in each
        }
        assert made_indexes == {
            index.name: (tuple(column.name for column in index.columns), index.dialect_kwargs.get("sqlite_where") is not None)
            for index in table.indexes
        }, name


def _kind(column_type: Any) -> tuple[object, ...]:  # noqa: ANN401 - a type of SQLAlchemy's
    """Return what a column can hold."""
    plain = getattr(column_type, "impl_instance", column_type)
    return plain.python_type, getattr(plain, "length", None), getattr(plain, "timezone", None)


def _uniques(table: Table) -> set[frozenset[str]]:
    from sqlalchemy import UniqueConstraint

    return {frozenset(column.name for column in each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)}


def _condition(index: Any) -> object:  # noqa: ANN401 - SQLAlchemy's description of an index
    options = index.get("dialect_options", {})
    return options.get("sqlite_where") is not None or options.get("postgresql_where")


def test_cases_of_before_are_found_by_name_after_migrating(empty: Opening) -> None:
    database = empty()
    with database.transaction() as session:
        connection = session.connection()
        _upgrade(connection, "0003")
        for name in ("case_file", "case_person"):
            table = Table(name, (metadata := type(SQLModel.metadata)()), autoload_with=connection)
            values = {each.name: _something(each) for each in table.columns}
            values |= {"id": "a" * 32} if name == "case_file" else {"case_id": "a" * 32}
            values |= {"given_names": "Íngrid" if name == "case_person" else "María", "surnames": "Ñusta"}
            connection.execute(table.insert(), values)
            metadata.clear()
    migrate(database)
    with database.reading() as session:
        words = session.exec(select(CaseWord.word).order_by(CaseWord.word)).all()
    database.close()
    assert words == ["+ingrid nusta", "+maria nusta", "ingrid", "maria", "nusta"]


def _something(column: Any) -> object:  # noqa: ANN401 - a column of any table
    """Return a value that a column takes."""
    kind = column.type.python_type
    return None if column.nullable else datetime(2026, 11, 23, 15, 41, tzinfo=UTC) if kind is datetime else kind(1)


def test_migrating_twice_does_nothing(database: Database) -> None:
    assert migrate(database) is False


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(OutOfService, match="más nueva"):
        migrate(database)


def test_no_error_repeats_what_was_to_be_written(database: Database) -> None:
    write_fact(database)
    with pytest.raises(IntegrityError) as failure, database.transaction() as session:
        session.add(Fact(name="canary", value="SECRET"))
    assert "SECRET" not in repr(failure.value) + str(failure.value) + str(failure.value.orig)
    with pytest.raises(IntegrityError) as failure, database.transaction() as session:
        session.connection().execute(FACT.insert(), {"name": "SECRET", "value": None})
    assert "SECRET" not in repr(failure.value) + str(failure.value) + str(failure.value.orig)


def test_more_threads_than_connections_are_told_to_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.05)
    with contextlib.ExitStack() as held:
        for _each in range(8):
            held.enter_context(database.reading()).connection()
        with pytest.raises(DatabaseBusy, match="ocupado"), database.reading() as session:
            session.connection()


def test_whoever_reads_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    write_fact(database, "before")
    with database.reading() as session:
        assert session.exec(select(Fact.value)).all() == ["before"]
        write_fact(database, "after")
        assert session.exec(select(Fact.value)).all() == ["before"]
    with database.reading() as session:
        assert session.exec(select(Fact.value)).all() == ["after"]


def test_a_time_comes_back_in_utc_as_it_was_written(database: Database) -> None:
    at = datetime(2026, 11, 23, 15, 41, 7, 123456, tzinfo=UTC)
    with database.transaction() as session:
        session.add(CaseWord(word="maria", submitted_at=at, case_id="a"))
    with database.reading() as session:
        (found,) = session.exec(select(CaseWord.submitted_at)).all()
    assert (found, found.tzinfo) == (at, UTC)
