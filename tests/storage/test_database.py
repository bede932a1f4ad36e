"""The database in its file: encrypted, durable, and every fault of it a sentence."""

import os
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlmodel import col, select

import kiosk.storage.migrations
from kiosk.domain.errors import OutOfService
from kiosk.domain.machine.chain import BEGINNING, link
from kiosk.storage import database as database_module
from kiosk.storage.database import Database, DatabaseBusy, DatabaseFull, open_embedded
from kiosk.storage.migrate import HEAD, _upgrade, migrate
from kiosk.storage.tables import ChainEnd, Event, Fact

KEY = b"k" * 32


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = open_embedded(tmp_path / "kiosk.db", KEY)
    migrate(database)
    return database


def write_fact(database: Database, value: str = "x") -> None:
    with database.transaction() as session:
        session.merge(Fact(name="canary", value=value))


def test_nothing_readable_stands_in_the_file(database: Database, tmp_path: Path) -> None:
    write_fact(database, "CANARY")
    for path in tmp_path.iterdir():
        assert b"CANARY" not in path.read_bytes()
    assert not (tmp_path / "kiosk.db").read_bytes().startswith(b"SQLite format")


def test_it_is_as_durable_as_promised(database: Database) -> None:
    with database.reading() as session:
        connection = session.connection()
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", next(iter(kiosk.storage.migrations.__path__)))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_what_happened_before_there_was_a_chain_is_chained_as_it_stands(tmp_path: Path) -> None:
    database = open_embedded(tmp_path / "kiosk.db", KEY)
    with database.transaction() as session:
        _upgrade(session.connection(), "0004")
        many = """WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 2500)
            INSERT INTO event SELECT 3 * n, '2026-11-23 15:41:00.000000', 'did', NULLIF(n % 3, 0), n, 'ñ', '' FROM place"""
        session.connection().exec_driver_sql(many)
    migrate(database)
    with database.reading() as session:
        rows, end, sha256 = (
            session.exec(select(Event).order_by(col(Event.id))).all(),
            session.exec(select(ChainEnd)).one(),
            BEGINNING,
        )
    assert len(rows) == 2500
    for row in rows:
        assert row.sha256 == (sha256 := link(sha256, row.model_dump()))
    assert (end.last, end.sha256, end.purged, end.purged_sha256) == (7500, sha256, 0, BEGINNING)


def test_a_wrong_key_is_a_sentence_and_prints_nothing(
    database: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database.close()
    with pytest.raises(OutOfService, match="no se puede abrir"):
        migrate(open_embedded(tmp_path / "kiosk.db", b"z" * 32))
    assert capfd.readouterr() == ("", "")


def test_a_damaged_file_is_a_sentence_and_prints_nothing(
    database: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database.close()
    content = bytearray((tmp_path / "kiosk.db").read_bytes())
    content[100:2000] = bytes(1900)
    (tmp_path / "kiosk.db").write_bytes(bytes(content))
    with pytest.raises(OutOfService, match="no se puede abrir"):
        migrate(open_embedded(tmp_path / "kiosk.db", KEY))
    assert capfd.readouterr() == ("", "")


def test_a_locked_database_is_a_sentence(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    other = open_embedded(tmp_path / "kiosk.db", KEY)
    with database.transaction(), pytest.raises(DatabaseBusy, match="ocupado"):
        write_fact(other)


def test_a_full_disk_is_a_sentence_and_what_was_there_stays(database: Database) -> None:
    write_fact(database, "kept")
    with database.reading() as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
    database.close()

    from sqlalchemy import event

    @event.listens_for(database.engine, "connect")
    def small(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined] # SQLCipher's connection has no stub

    with pytest.raises(DatabaseFull, match="disco"):
        write_fact(database, "x" * 200_000)
    with database.reading() as session:
        fact = session.get(Fact, "canary")
        assert fact is not None
        assert fact.value == "kept"


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        database = open_embedded(tmp_path / "kiosk.db", KEY)
        migrate(database)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 3
