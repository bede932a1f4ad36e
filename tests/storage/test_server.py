"""The database on a server: what it promises, and each of its faults a sentence, against a real one."""

import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from sqlmodel import Session, func, select

from kiosk.domain.errors import OutOfService
from kiosk.storage import database as database_module
from kiosk.storage import server as server_module
from kiosk.storage.database import Database, DatabaseAway, DatabaseBusy, DatabaseFull
from kiosk.storage.migrate import migrate, version
from kiosk.storage.server import ensure_fit, open_server
from kiosk.storage.tables import Fact
from tests import databases
from tests.peers.postgresql import PASSWORD, USER, PostgreSQL
from tests.ports import free_port

pytestmark = pytest.mark.peer("pg_createcluster")


@pytest.fixture
def url() -> Iterator[str]:
    with databases.fresh() as url:
        yield url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = open_server(url)
    yield database
    database.close()


@pytest.fixture
def mortal() -> Iterator[PostgreSQL]:
    """Give a server that may be killed, with the tables."""
    server = PostgreSQL()
    server.start()
    with closing(open_server(server.url("postgres"))) as database:
        migrate(database)
    yield server
    server.remove()


def write(database: Database, name: str = "canary") -> None:
    with database.transaction() as session:
        session.merge(Fact(name=name, value="x"))


def count(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Fact)).one()


def shown(database: Database, setting: str, *, writing: bool = False) -> object:
    with (database.transaction if writing else database.reading)() as session:
        return session.connection().exec_driver_sql(f"SHOW {setting}").scalar()


def in_the_middle(database: Database, happens: Callable[[Session], object]) -> None:
    """Write a fact, let something happen, and write another, in one transaction."""
    with database.transaction() as session:
        session.add(Fact(name="first", value="x"))
        session.flush()
        happens(session)
        session.add(Fact(name="second", value="x"))


def backend(session: Session) -> int:
    return int(str(session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()))


def test_it_is_as_durable_as_promised_and_waits_for_nothing_for_ever(url: str, database: Database) -> None:
    name = url.rpartition("/")[2]
    databases.server().run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert shown(database, "synchronous_commit") == "on"
    assert [shown(database, each) for each in ("lock_timeout", "statement_timeout")] == ["10s", "30s"]
    assert shown(database, "idle_in_transaction_session_timeout", writing=True) == "8s"
    assert shown(database, "transaction_read_only") == "on"
    assert shown(database, "transaction_isolation") == "repeatable read"
    assert shown(database, "transaction_isolation", writing=True) == "read committed"


def test_two_who_write_are_one_after_the_other_and_see_what_the_first_wrote(database: Database) -> None:
    inside, other_has_seen = threading.Event(), []

    def other() -> None:
        inside.wait()
        with database.transaction() as session:
            other_has_seen.append(session.get(Fact, "first") is not None)

    thread = threading.Thread(target=other)
    thread.start()
    with database.transaction() as session:
        inside.set()
        time.sleep(0.2)  # as long as a careless one would take to look
        session.add(Fact(name="first", value="x"))
    thread.join()
    assert other_has_seen == [True]


def test_whoever_only_reads_waits_for_nobody(database: Database) -> None:
    with database.transaction() as session:
        session.add(Fact(name="first", value="x"))
        session.flush()
        assert count(database) == 0


def test_one_that_writes_for_too_long_is_a_sentence_to_the_others(
    url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    with closing(open_server(url)) as other, database.transaction(), pytest.raises(DatabaseBusy, match="ocupado"):
        write(other)


def test_a_machine_that_freezes_in_the_middle_holds_nobody_up(
    url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "_ALONE", server_module._ALONE.replace("8s", "200ms"))
    with closing(open_server(url)) as frozen:

        def freeze(_session: Session) -> None:
            write(database, "other")

        with pytest.raises(DatabaseAway):
            in_the_middle(frozen, freeze)
    assert count(database) == 1


def test_what_does_not_let_it_in_is_a_sentence_without_the_password(url: str) -> None:
    port = databases.server().port
    wrong = f"postgresql://{USER}:otra-clave@127.0.0.1:{port}/{url.rpartition('/')[2]}"
    for refused in (wrong, databases.server().url("no_such_base")):
        with closing(open_server(refused)) as database, pytest.raises(OutOfService, match="no deja entrar") as refusal:
            count(database)
        assert not isinstance(refusal.value, DatabaseAway)
        said = "".join(traceback.format_exception(refusal.value)) + repr(database.engine)
        assert "otra-clave" not in said
        assert PASSWORD not in said
        assert quote(PASSWORD, safe="") not in said


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://kiosk:s3cr/3t@s3cr3t@127.0.0.1/kiosk",
        "postgresql://kiosk:s3cr3t@127.0.0.1:s3cr3t/kiosk",
        "postgresql://kiosk:s3c@r/s3cr3t@127.0.0.1/kiosk",
        "mysql://kiosk:s3cr3t@127.0.0.1/kiosk",
        "nonsense://kiosk:s3cr3t@x/y",
        "s3cr3t",
    ],
)
def test_an_address_that_cannot_be_understood_is_not_repeated(wrong: str) -> None:
    with pytest.raises(OutOfService, match="postgresql://usuario") as refusal:
        open_server(wrong)
    assert "s3c" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None


def test_a_server_that_is_not_there_is_a_sentence_and_soon(url: str) -> None:
    away = url.replace(str(databases.server().port), str(free_port()))
    with closing(open_server(away)) as database, pytest.raises(DatabaseAway, match=r"No se llega a la base de datos 127\.0\.0\.1"):
        count(database)


def test_a_server_that_answers_nothing_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(server_module._NETWORK, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = url.replace(str(databases.server().port), str(silent.getsockname()[1]))
        with closing(open_server(mute)) as database, pytest.raises(DatabaseAway):
            count(database)


def test_a_database_that_may_only_be_read_is_a_sentence(url: str, database: Database) -> None:
    write(database)
    databases.server().run(f"ALTER DATABASE {url.rpartition('/')[2]} SET default_transaction_read_only = on")
    database.close()
    with pytest.raises(DatabaseFull, match="solo se deja leer"):
        write(database, "other")
    assert count(database) == 1


@pytest.mark.peer("strace")
def test_a_full_disk_is_a_sentence_and_what_was_there_stays(database: Database) -> None:
    write(database)

    def fill(session: Session) -> None:
        path = session.connection().exec_driver_sql("SELECT pg_relation_filepath('fact')").scalar()
        file = databases.server().folder / "data" / str(path)
        faults = ["-e", "trace=pwrite64,pwritev", "-e", "inject=pwrite64,pwritev:error=ENOSPC", "-P", str(file)]
        strace = subprocess.Popen(
            ["strace", "-p", str(backend(session)), *faults], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert strace.stderr is not None
        assert "attached" in strace.stderr.readline()
        try:
            session.add_all(Fact(name=f"fact {each}", value="x" * 1000) for each in range(50))
            session.flush()
        finally:
            strace.terminate()
            strace.communicate()

    with pytest.raises(DatabaseFull, match="disco del servidor"):
        in_the_middle(database, fill)
    assert count(database) == 1


def test_a_connection_that_an_operator_ended_is_told_and_nothing_of_it_stays(database: Database) -> None:
    with pytest.raises(DatabaseAway, match="pruebe otra vez"):
        in_the_middle(database, lambda session: databases.server().run(f"SELECT pg_terminate_backend({backend(session)})"))
    assert count(database) == 0
    in_the_middle(database, lambda _session: None)
    assert count(database) == 2


def test_a_server_that_died_in_the_middle_is_told_and_is_used_again_once_it_is_back(mortal: PostgreSQL) -> None:
    with closing(open_server(mortal.url("postgres"))) as database:
        write(database)
        with pytest.raises(DatabaseAway):
            in_the_middle(database, lambda _session: mortal.kill())
        with pytest.raises(DatabaseAway):
            count(database)
        mortal.start()
        assert count(database) == 1
        mortal.kill()
        mortal.start()
        in_the_middle(database, lambda _session: None)  # whoever comes next after a restart notices nothing
        assert count(database) == 3


def test_kiosks_that_start_at_once_on_an_empty_database_migrate_it_once() -> None:
    with databases.fresh(migrated=False) as url:
        opened = [open_server(url) for _each in range(4)]
        with ThreadPoolExecutor(len(opened)) as pool:
            done = list(pool.map(migrate, opened))
        assert sorted(done) == [False, False, False, True]
        assert version(opened[0]) is not None
        for each in opened:
            each.close()


def test_a_database_that_cannot_hold_every_name_is_refused() -> None:
    databases.server().run("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    with closing(open_server(databases.server().url("narrow"))) as database, pytest.raises(OutOfService, match="LATIN1"):
        ensure_fit(database)
    databases.server().run("DROP DATABASE narrow")


def test_words_are_in_the_order_of_their_code_points_whatever_language_the_server_sorts_by(url: str) -> None:
    with psycopg.connect(url) as connection:
        plain = connection.execute("SELECT 'nz' < 'ñ', 'ñ' < 'o'").fetchone()
        assert plain == (True, True), "the server sorts as Spanish does, or this shows nothing"
        words = ["+a", "a", "nz", "o", "ñ"]
        for each in words:
            connection.execute("INSERT INTO case_word VALUES (%s, now(), 'a')", (each,))
        found = connection.execute("SELECT word FROM case_word ORDER BY word").fetchall()
    assert [each for (each,) in found] == sorted(words)


def test_nothing_of_it_is_loaded_where_the_database_is_a_file(tmp_path: Path) -> None:
    looks = "import sys; from kiosk.bootstrap import compose; from kiosk.config import load; compose(load())"
    told = "print(sorted(each for each in sys.modules if 'psycopg' in each or 'dialects.postgresql' in each))"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    environ = kept | {"KIOSK_DATA_DIR": str(tmp_path / "data"), "KIOSK_KIOSK__ID": "0417"}
    done = subprocess.run([sys.executable, "-c", f"{looks}; {told}"], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
