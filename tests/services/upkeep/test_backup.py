"""A backup of a kiosk that is working: whole, verified, without its keys; and one that cannot be made leaves nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.errors import KioskError
from kiosk.domain.machine.health import Health
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.filing import drafts
from kiosk.services.health import store
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups
from kiosk.settings import BackupSettings, DatabaseSettings
from kiosk.storage import backup_making, sealed_copy
from kiosk.storage.backups import found_in
from kiosk.storage.tables import Event
from tests.filing import StoppedClock, answer_all, begin, submit
from tests.small_disk import run_where_disks_can_be_mounted

pytestmark = pytest.mark.embedded("backups of the file; a server's are made with pg_dump")


def key_of(kiosk: Kiosk) -> bytes:
    return kiosk.keys.derive("database")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def events(kiosk: Kiosk) -> list[str]:
    with kiosk.database.reading() as session:
        return list(session.exec(select(Event.name).order_by(col(Event.id))).all())


def test_a_backup_holds_the_database_and_every_document_and_nothing_of_the_keys(kiosk: Kiosk, tmp_path: Path) -> None:
    sent, draft = submit(kiosk, answer_all(kiosk)), answer_all(kiosk)
    made = backups.make(kiosk, tmp_path / "copies")
    documents = {each.id for each in (*sent.attachments, *draft.attachments)}
    assert names(made.folder) == sorted(["kiosk.db", "manifest.json", "vault", *(f"vault/{each}" for each in documents)])
    assert (made.documents, made.lost, made.kiosk) == (len(documents), (), "0417")
    backup_making.verify(made, key_of(kiosk))
    held = [path.read_bytes() for path in made.folder.rglob("*") if path.is_file()]
    secrets = [path.read_bytes() for path in (kiosk.settings.data_dir / "keys").iterdir()] + [
        key_of(kiosk),
        key_of(kiosk).hex().encode(),
    ]
    assert not any(secret in content for secret in secrets for content in held)
    assert not any(word in content for word in (b"Demostraci", b"9900000010", b"SQLite format") for content in held)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "copies").rglob("*")} == {0}


def test_a_backup_is_noted_and_the_doctor_is_content(kiosk: Kiosk, tmp_path: Path) -> None:
    assert store.backup(kiosk.settings, kiosk.database, datetime.now(UTC)).state is Health.WARNING
    backups.make(kiosk, tmp_path / "copies")
    assert backups.backed_up_at(kiosk.database) == kiosk.clock.now().at
    assert "backup_made" in events(kiosk)


def test_what_is_written_while_it_is_copied_is_in_the_next_one(kiosk: Kiosk, tmp_path: Path) -> None:
    answer_all(kiosk)
    written: list[str] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not written:
            written.append(begin(kiosk).id)

    made = backups.make(kiosk, tmp_path / "copies", meanwhile)
    assert drafts.read(kiosk, written[0]).id == written[0]
    with sealed_copy.opened(made.folder / "kiosk.db", key_of(kiosk)) as copy:
        assert copy.execute("SELECT count(*) FROM draft").fetchone() == (1,)
    again = backups.make(kiosk, tmp_path / "copies")
    with sealed_copy.opened(again.folder / "kiosk.db", key_of(kiosk)) as copy:
        assert copy.execute("SELECT count(*) FROM draft").fetchone() == (2,)


def test_a_document_that_is_removed_while_it_is_copied_fails_nothing_and_is_in_no_row(kiosk: Kiosk, tmp_path: Path) -> None:
    draft, kept = answer_all(kiosk), submit(kiosk, answer_all(kiosk))
    removed: list[str] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not removed:
            drafts.discard(kiosk, draft.id)
            removed.append(draft.id)

    made = backups.make(kiosk, tmp_path / "copies", meanwhile)
    assert made.lost == ()
    assert {path.name for path in made.vault.iterdir()} == {each.id for each in kept.attachments}
    backup_making.verify(made, key_of(kiosk))


def test_a_document_that_the_kiosk_lost_is_named_and_all_the_rest_is_copied(kiosk: Kiosk, tmp_path: Path) -> None:
    gone, cut, *whole = answer_all(kiosk).attachments
    vault = kiosk.settings.data_dir / "vault"
    (vault / gone.id).unlink()
    (vault / cut.id).write_bytes((vault / cut.id).read_bytes()[:-1])
    made = backups.make(kiosk, tmp_path / "copies")
    assert set(made.lost) == {gone.id, cut.id}
    assert {path.name for path in made.vault.iterdir()} == {each.id for each in whole}
    assert "backup_incomplete" in events(kiosk)
    backup_making.verify(made, key_of(kiosk))


def test_a_document_that_was_copied_before_is_not_copied_again_unless_it_is_spoilt(kiosk: Kiosk, tmp_path: Path) -> None:
    draft = answer_all(kiosk)
    first = backups.make(kiosk, tmp_path / "copies")
    spoilt, *same = (each.id for each in draft.attachments)
    content = bytearray((first.vault / spoilt).read_bytes())
    content[40] ^= 1
    (first.vault / spoilt).write_bytes(content)
    second = backups.make(kiosk, tmp_path / "copies")
    assert all((first.vault / each).samefile(second.vault / each) for each in same)
    assert not (first.vault / spoilt).samefile(second.vault / spoilt)
    backup_making.verify(second, key_of(kiosk))


def test_old_backups_go_and_the_newest_stays_also_where_the_clock_went_back(
    kiosk: Kiosk, clock: StoppedClock, tmp_path: Path
) -> None:
    few = replace(kiosk, settings=replace(kiosk.settings, backup=BackupSettings(keep=2)))
    others = tmp_path / "copies" / "fotos"
    others.mkdir(parents=True)
    made = []
    for _each in range(4):
        made.append(backups.make(few, tmp_path / "copies").folder)
        clock.advance(days=-400)
    assert [each.folder for each in found_in(tmp_path / "copies", "0417")] == made[-2:]
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {"fotos", *(each.name for each in made[-2:])}


def test_a_folder_inside_the_data_is_refused_however_it_is_called(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(kiosk.settings.data_dir)
    before = names(kiosk.settings.data_dir)
    for folder in (kiosk.settings.data_dir, tmp_path / "link" / "copies", tmp_path / "data" / "x" / ".." / "copies"):
        with pytest.raises(KioskError, match="dentro de los datos"):
            backups.make(kiosk, folder)
    assert names(kiosk.settings.data_dir) == before


def test_data_on_a_server_are_left_to_the_servers_own_program(kiosk: Kiosk, tmp_path: Path) -> None:
    served = replace(kiosk, settings=replace(kiosk.settings, database=DatabaseSettings("postgresql://x")))
    with pytest.raises(KioskError, match="pg_dump"):
        backups.make(served, tmp_path / "copies")
    assert not (tmp_path / "copies").exists()


def test_only_one_is_made_at_a_time(kiosk: Kiosk, tmp_path: Path) -> None:
    refused: list[str] = []

    def meanwhile(_done: int, _total: int) -> None:
        with pytest.raises(KioskError) as told:
            backups.make(kiosk, tmp_path / "copies")
        refused.append(told.value.message)

    backups.make(kiosk, tmp_path / "copies", meanwhile)
    assert "Ya se está haciendo" in refused[0]


def test_one_that_is_given_up_leaves_nothing_and_what_a_power_cut_left_goes_with_the_next(kiosk: Kiosk, tmp_path: Path) -> None:
    answer_all(kiosk)

    def give_up(_done: int, _total: int) -> None:
        raise backups.Stopped("x")

    with pytest.raises(backups.Stopped):
        backups.make(kiosk, tmp_path / "copies", give_up)
    assert names(tmp_path / "copies") == []
    half = tmp_path / "copies" / ".kiosk-0417-00001-20261123T154100Z.part"
    (half / "vault").mkdir(parents=True)
    assert found_in(tmp_path / "copies", "0417") == []
    made = backups.make(kiosk, tmp_path / "copies")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == [made.folder.name]


def test_a_page_that_is_damaged_in_the_database_is_told_and_copied_into_no_backup(kiosk: Kiosk, tmp_path: Path) -> None:
    submit(kiosk, answer_all(kiosk))
    kiosk.database.close()
    path = kiosk.settings.data_dir / "kiosk.db"
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    with pytest.raises(KioskError):
        backups.make(kiosk, tmp_path / "copies")
    assert names(tmp_path / "copies") == []


def test_a_backup_comes_by_itself_when_it_is_due(kiosk: Kiosk, clock: StoppedClock, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    due = replace(kiosk, settings=replace(kiosk.settings, backup=BackupSettings(folder, hours=24)))
    with pytest.raises(KioskError, match="conecte su disco"):
        backups.make_if_due(due, lambda: True)
    assert not folder.exists(), "where a disk should be, ours is not filled"
    folder.mkdir()
    made = [backups.make_if_due(due, lambda: True)]
    for hours in (23, 2, -49, 1):
        clock.advance(hours=hours)
        made.append(backups.make_if_due(due, lambda: True))
    assert made == [True, False, True, True, False]
    assert not backups.make_if_due(kiosk, lambda: True)
    clock.advance(days=2)
    with pytest.raises(backups.Stopped):
        backups.make_if_due(due, lambda: False)


def test_whoever_delivers_makes_it_but_not_while_the_kiosk_starts_and_not_once_it_ends(
    kiosk: Kiosk, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").mkdir()
    asked = replace(kiosk, settings=replace(kiosk.settings, backup=BackupSettings(tmp_path / "copies", hours=24)))
    assert Lanes(asked)._backup() > 60
    assert names(tmp_path / "copies") == []
    monkeypatch.setattr("kiosk.services.delivery.lanes.FIRST_WATCH", 0.0)
    lanes = Lanes(asked)
    for _look in range(2):
        assert lanes._backup() > 60
    assert len(found_in(tmp_path / "copies", "0417")) == 1
    clock.advance(days=2)
    ended = Lanes(asked)
    ended.end()
    with pytest.raises(backups.Stopped):
        ended._backup()
    assert len(found_in(tmp_path / "copies", "0417")) == 1


def test_a_full_disk_or_one_that_is_only_read_is_one_sentence_and_nothing_half_is_left(tmp_path: Path) -> None:
    for line in run_where_disks_can_be_mounted("tests.services.upkeep.backup_on_small_disks", tmp_path).splitlines():
        told = json.loads(line)
        assert (told["expected"] in told["sentence"], told["same"]) == (True, True), told
