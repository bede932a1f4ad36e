"""Data that are damaged or gone: told in one sentence that offers the last backup, left as they are, and never begun anew."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk import bootstrap
from kiosk.config import load
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.machine.health import Health
from kiosk.services.cases import lookup
from kiosk.services.health import store
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups
from kiosk.storage.backup_making import silent
from kiosk.storage.backups import found_in
from kiosk.storage.keys import open_keys
from kiosk.storage.sealed_copy import opened
from kiosk.storage.tables import Event
from tests.filing import StoppedClock, file_alone, open_kiosk

pytestmark = pytest.mark.embedded("what becomes of the file; a server looks after its own")

FRAME = 4096 + 24
"""Bytes of one page in the log, with what stands before it."""


@dataclass(frozen=True)
class Folders:
    """Data as a kiosk left them that was ended in order, and as one that was killed; the backups of both."""

    ended: Path
    killed: Path
    copies: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """File a case, make a backup, file another; look at the folder as it is before and after the kiosk ends."""
    base = tmp_path_factory.mktemp("made")
    kiosk = open_kiosk(base / "data", StoppedClock())
    file_alone(kiosk)
    backups.make(kiosk, base / "copies")
    file_alone(kiosk)
    shutil.copytree(base / "data", base / "killed")
    kiosk.database.close()
    assert (base / "killed" / "kiosk.db-wal").stat().st_size > 20 * FRAME
    return Folders(base / "data", base / "killed", base / "copies")


@pytest.fixture
def folders(made: Folders, tmp_path: Path) -> Folders:
    for name in ("ended", "killed"):
        shutil.copytree(getattr(made, name), tmp_path / name)
    return Folders(tmp_path / "ended", tmp_path / "killed", made.copies)


def start(folder: Path, copies: Path | None = None) -> Kiosk:
    return open_kiosk(folder, StoppedClock(), **({"KIOSK_BACKUP__FOLDER": str(copies)} if copies else {}))


def flip(path: Path, place: int, *, from_end: bool = False) -> None:
    content = bytearray(path.read_bytes())
    content[-place if from_end else place] ^= 0x10
    path.write_bytes(content)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the database and its log, which SQLite may begin anew where it holds nothing."""
    found = {path.name: path.read_bytes() for path in folder.glob("kiosk.db*") if not path.name.endswith("-shm")}
    return {name: content for name, content in found.items() if content or name == "kiosk.db"}


Damage = Callable[[Folders], Path]


def _in_the_header(folders: Folders) -> Path:
    flip(folders.ended / "kiosk.db", 5)
    return folders.ended


def _in_a_page(folders: Folders) -> Path:
    flip(folders.ended / "kiosk.db", 9_000, from_end=True)
    return folders.ended


def _in_a_page_that_no_start_reads(folders: Folders) -> Path:
    path, key = folders.ended / "kiosk.db", open_keys(folders.ended, new_allowed=False).derive("database")
    with opened(path, key) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'complaint'").fetchone()
    flip(path, (page - 1) * 4096 + 2000)
    return folders.ended


def _cut_short(folders: Folders) -> Path:
    content = (folders.ended / "kiosk.db").read_bytes()
    (folders.ended / "kiosk.db").write_bytes(content[: len(content) // 8192 * 4096])
    return folders.ended


def _empty(folders: Folders) -> Path:
    (folders.ended / "kiosk.db").write_bytes(b"")
    return folders.ended


def _gone(folders: Folders) -> Path:
    (folders.ended / "kiosk.db").unlink()
    shutil.rmtree(folders.ended / "vault")
    return folders.ended


def _without_its_log(folders: Folders) -> Path:
    (folders.killed / "kiosk.db-wal").unlink()
    return folders.killed


def _in_the_logs_header(folders: Folders) -> Path:
    flip(folders.killed / "kiosk.db-wal", 17)
    return folders.killed


def _in_the_log(folders: Folders) -> Path:
    flip(folders.killed / "kiosk.db-wal", 32 + 10 * FRAME + 400)
    return folders.killed


def _in_the_salt_of_a_frame(folders: Folders) -> Path:
    flip(folders.killed / "kiosk.db-wal", 32 + 10 * FRAME + 9)
    return folders.killed


@pytest.mark.parametrize(
    "damage",
    [
        _in_the_header,
        _in_a_page,
        _in_a_page_that_no_start_reads,
        _cut_short,
        _empty,
        _gone,
        _without_its_log,
        _in_the_logs_header,
        _in_the_log,
        _in_the_salt_of_a_frame,
    ],
)
def test_damage_is_told_at_each_start_changes_nothing_and_the_last_backup_is_offered(
    damage: Damage, folders: Folders, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = damage(folders)
    before = contents(folder)
    (backup,) = found_in(folders.copies, "0417")
    for _start in range(2):
        with pytest.raises(OutOfService) as told:
            start(folder, folders.copies)
        assert "No se borró nada. La última copia es del 23/11/2026 10:41: detenga el kiosco" in told.value.message
        assert f"«kiosk restore --aside {backup.folder}»." in told.value.message
        assert contents(folder) == before
    assert capfd.readouterr() == ("", "")
    with pytest.raises(OutOfService, match="Si hay una copia, escriba"):
        start(folder)
    kiosk = _restored(folder, folders.copies)
    assert len(lookup.summaries(kiosk)) == 1
    assert file_alone(kiosk)[4] > "A"
    kiosk.database.close()
    if before:
        (aside,) = folder.glob("aside-*")
        assert contents(aside) == {name: content for name, content in before.items() if content}, "an empty file is nobody's data"


def _restored(folder: Path, copies: Path) -> Kiosk:
    (backup,) = found_in(copies, "0417")
    settings = load(environ={"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417"})
    bootstrap.restore(settings, backup, actor="cli:ana", aside=True, progress=silent)
    return start(folder, copies)


@pytest.mark.parametrize("damage", [_without_its_log, _in_the_log])
def test_what_is_left_before_a_break_in_the_log_is_salvaged_and_goes_on_in_another_series(
    damage: Damage, folders: Folders, tmp_path: Path
) -> None:
    folder = damage(folders)
    before = contents(folder)
    settings = load(environ={"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417"})
    made = bootstrap.salvage(settings, tmp_path / "salvaged", silent)
    assert contents(folder) == before
    assert [path.name for path in (tmp_path / "salvaged").iterdir()] == [made.folder.name]
    bootstrap.restore(settings, made, actor="cli:ana", aside=True, progress=silent)
    kiosk = start(folder)
    assert len(lookup.summaries(kiosk)) < 2
    assert file_alone(kiosk)[4] == "B"
    kiosk.database.close()


def test_what_cannot_be_read_at_all_is_not_salvaged(folders: Folders, tmp_path: Path) -> None:
    settings = load(environ={"KIOSK_DATA_DIR": str(_in_the_header(folders)), "KIOSK_KIOSK__ID": "0417"})
    with pytest.raises(KioskError):
        bootstrap.salvage(settings, tmp_path / "salvaged", silent)
    assert list((tmp_path / "salvaged").iterdir()) == []


def test_what_a_killed_kiosk_had_saved_is_there_whatever_became_of_the_logs_index(folders: Folders, tmp_path: Path) -> None:
    left = (folders.killed / "kiosk.db-shm").read_bytes()
    for name, content in (("as it was", left), ("flipped", bytes(each ^ 1 for each in left)), ("cut", b"x" * 100), ("gone", None)):
        folder = tmp_path / name
        shutil.copytree(folders.killed, folder)
        index = folder / "kiosk.db-shm"
        index.unlink() if content is None else index.write_bytes(content)
        kiosk = start(folder)
        assert len(lookup.summaries(kiosk)) == 2
        kiosk.database.close()


def test_a_transaction_that_a_power_cut_tore_is_undone_and_the_kiosk_starts(folders: Folders) -> None:
    log = folders.killed / "kiosk.db-wal"
    shutil.copytree(folders.killed, folders.killed.parent / "flipped")
    log.write_bytes(log.read_bytes()[: -FRAME // 2])
    kiosk = start(folders.killed)
    assert len(lookup.summaries(kiosk)) >= 1
    file_alone(kiosk)
    kiosk.database.close()
    _flip_in_the_last_transaction(folders.killed.parent / "flipped" / "kiosk.db-wal")
    start(folders.killed.parent / "flipped").database.close()
    for content in (b"", b"x" * 20, bytes(9000)):
        log.write_bytes(content)
        start(folders.killed).database.close()


def _flip_in_the_last_transaction(log: Path) -> None:
    """Spoil its first frame of several: nobody can tell that from one whose frames came to the disk in another order."""
    content = log.read_bytes()
    ends = [place for place in range(32, len(content), FRAME) if any(content[place + 4 : place + 8])]
    first = ends[-2] + FRAME
    assert first < ends[-1]
    flip(log, first + 400)


def test_a_first_start_that_a_power_cut_ended_begins_again(tmp_path: Path) -> None:
    (tmp_path / "data" / "keys").mkdir(parents=True, mode=0o700)
    (tmp_path / "data" / "keys" / "kiosk.key").touch(0o600)
    (tmp_path / "data" / "keys" / "kiosk.key").write_bytes(bytes(32))
    (tmp_path / "data" / "kiosk.db").touch(0o600)
    start(tmp_path / "data").database.close()


def _said(kiosk: Kiosk, name: str) -> list[str]:
    with kiosk.database.reading() as session:
        return list(session.exec(select(Event.detail).where(col(Event.name) == name)).all())


def test_documents_that_are_gone_from_the_vault_are_said_once_and_by_the_doctor(folders: Folders) -> None:
    first, second, *_others = sorted((folders.ended / "vault").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    for _start in range(2):
        kiosk = start(folders.ended)
        assert _said(kiosk, "vault_incomplete") == ["2"]
        kiosk.database.close()
    assert "vault_incomplete" in (folders.ended / "log" / "kiosk.log").read_text("utf-8")
    found = {each.name: (each.state, each.code) for each in store.examine(kiosk.settings)}
    assert found["vault"] == (Health.WARNING, "incomplete")


def test_a_line_of_the_log_that_a_power_cut_tore_spoils_no_other(folders: Folders) -> None:
    path = folders.ended / "log" / "kiosk.log"
    path.write_bytes(b'{"event": "lane_fai')
    next((folders.ended / "vault").iterdir()).unlink()
    start(folders.ended).database.close()
    torn, *lines = path.read_text("utf-8").splitlines()
    assert torn == '{"event": "lane_fai'
    assert [json.loads(line)["event"] for line in lines] == ["log_line_torn", "vault_incomplete"]
