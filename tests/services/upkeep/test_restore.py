"""A backup comes back in the place of the data: nothing is removed, no number given twice; a power cut leaves old or new."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from kiosk import bootstrap
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import lookup, receipts
from kiosk.services.documents import viewing
from kiosk.services.filing import drafts, leases
from kiosk.services.health import store
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups
from kiosk.storage import backups as storage_backups
from kiosk.storage.backup_making import silent
from kiosk.storage.backups import Backup, found_in
from kiosk.storage.restoring import Restored
from kiosk.storage.tables import Event
from tests.filing import answer_all, file_alone, open_kiosk, submit

pytestmark = pytest.mark.embedded("backups of the file; a server's are made with pg_dump")

FIRST, SECOND = (CaseNumber("0417", "A", 26, count) for count in (1, 2))
FIRST_OF_B = CaseNumber("0417", "B", 26, 1)


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest.fixture
def backup(kiosk: Kiosk, copies: Path) -> Iterator[Backup]:
    """Return a backup of a kiosk with a case and a draft, which filed another case since and is not running."""
    file_alone(kiosk)
    answer_all(kiosk)
    made = backups.make(kiosk, copies)
    file_alone(kiosk)
    kiosk.database.close()
    yield made
    kiosk.database.close()


def restore(kiosk: Kiosk, backup: Backup, *, aside: bool = True) -> Restored:
    return bootstrap.restore(kiosk.settings, backup, actor="cli:ana", aside=aside, progress=silent)


def everything(folder: Path) -> dict[str, bytes]:
    """Return all files but the log, and what SQLite makes of its own beside the database."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "kiosk.log")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if not path.name.endswith("-shm")}


def again(kiosk: Kiosk) -> Kiosk:
    """Start anew on the same folder."""
    kiosk.database.close()
    return open_kiosk(kiosk.settings.data_dir)


def numbers(kiosk: Kiosk) -> list[CaseNumber]:
    return sorted(each.number for each in lookup.summaries(kiosk))


def test_what_was_there_comes_back_what_came_since_is_aside_and_numbers_go_on_in_another_series(
    kiosk: Kiosk, backup: Backup
) -> None:
    before = everything(kiosk.settings.data_dir)
    done = restore(kiosk, backup)
    assert done.aside is not None
    assert {
        f"{done.aside.name}/{name}": content for name, content in before.items() if name.startswith(("kiosk.db", "vault"))
    }.items() <= everything(kiosk.settings.data_dir).items()
    came = again(kiosk)
    assert numbers(came) == [FIRST]
    assert (done.series, file_alone(came)) == ("B", FIRST_OF_B)
    assert receipts.pdf(came, FIRST).startswith(b"%PDF")
    assert [each.code for each in store.examine(came.settings) if each.name == "aside"] == ["left"]
    with came.database.reading() as session:
        restored = session.exec(select(Event.actor, Event.detail).where(col(Event.name) == "restored")).all()
    assert restored == [("cli:ana", f"B {backup.made_at.isoformat()}")]
    came = again(came)
    with came.database.reading() as session:
        assert len(session.exec(select(Event.id).where(col(Event.name) == "restored")).all()) == 1
    came.database.close()


def test_a_draft_goes_on_with_its_documents_after_a_restore(kiosk: Kiosk, copies: Path) -> None:
    draft = answer_all(kiosk)
    leases.let_go(kiosk)
    backups.make(kiosk, copies)
    drafts.discard(kiosk, draft.id)
    kiosk.database.close()
    restore(kiosk, found_in(copies, "0417")[0])
    came = again(kiosk)
    found = drafts.resume(came, draft.code, "0010")
    assert all(viewing.opened(came, found.id, each.slot)[2] for each in found.attachments)
    assert submit(came, found).number == FIRST_OF_B
    came.database.close()


def test_no_letter_is_begun_twice_whatever_is_restored_in_whichever_order(
    kiosk: Kiosk, backup: Backup, copies: Path, tmp_path: Path
) -> None:
    given = [restore(kiosk, backup).series, restore(kiosk, backup).series]
    running = again(kiosk)
    newer = backups.make(running, copies)
    running.database.close()
    shutil.rmtree(kiosk.settings.data_dir / "vault")
    (kiosk.settings.data_dir / "kiosk.db").unlink()
    given += [restore(kiosk, backup).series]
    another = replace(kiosk.settings, data_dir=tmp_path / "another machine")
    shutil.copytree(kiosk.settings.data_dir / "keys", another.data_dir / "keys")
    given += [bootstrap.restore(another, each, actor="cli:ana", aside=True, progress=silent).series for each in (newer, backup)]
    later = replace(another, kiosk=replace(another.kiosk, series="M"))
    given += [bootstrap.restore(later, backup, actor="cli:ana", aside=True, progress=silent).series]
    assert given == ["B", "C", "D", "E", "F", "N"]
    last = replace(another, kiosk=replace(another.kiosk, series="Z"))
    with pytest.raises(KioskError, match="todas las letras"):
        bootstrap.restore(last, backup, actor="cli:ana", aside=True, progress=silent)


def test_a_restore_on_a_new_machine_leaves_no_empty_folder_aside(kiosk: Kiosk, backup: Backup, tmp_path: Path) -> None:
    new = replace(kiosk.settings, data_dir=tmp_path / "new machine")
    shutil.copytree(kiosk.settings.data_dir / "keys", new.data_dir / "keys")
    (new.data_dir / "vault").mkdir()
    (new.data_dir / "kiosk.db").touch()  # as a start that was cut leaves it
    assert bootstrap.restore(new, backup, actor="cli:ana", aside=False, progress=silent).aside is None
    assert not list(new.data_dir.glob("aside-*"))


def test_data_are_never_overwritten_unless_they_are_to_be_moved_aside(kiosk: Kiosk, backup: Backup) -> None:
    before = everything(kiosk.settings.data_dir)
    with pytest.raises(KioskError, match="--aside"):
        restore(kiosk, backup, aside=False)
    assert everything(kiosk.settings.data_dir) == before


def test_a_kiosk_that_runs_is_not_restored_under_its_feet_and_none_starts_meanwhile(
    kiosk: Kiosk, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = again(kiosk)
    with pytest.raises(KioskError, match="en marcha"):
        restore(kiosk, backup)
    running.database.close()
    monkeypatch.setattr("kiosk.storage.presence.LONGEST_WAIT", 0.1)
    refused: list[str] = []

    def start(_done: int, _total: int) -> None:
        with pytest.raises(OutOfService) as told:
            open_kiosk(kiosk.settings.data_dir)
        refused.append(told.value.message)

    bootstrap.restore(kiosk.settings, backup, actor="cli:ana", aside=True, progress=start)
    assert "recuperando" in refused[0]


def test_a_key_that_is_missing_or_another_is_told_and_nothing_changes(kiosk: Kiosk, backup: Backup) -> None:
    key = kiosk.settings.data_dir / "keys" / "kiosk.key"
    content = key.read_bytes()
    key.unlink()
    before = everything(kiosk.settings.data_dir)
    with pytest.raises(OutOfService, match="Falta la llave"):
        restore(kiosk, backup)
    assert everything(kiosk.settings.data_dir) == before
    key.touch(0o600)
    key.write_bytes(bytes(32))
    with pytest.raises(KioskError, match="no abre la copia"):
        restore(kiosk, backup)
    key.write_bytes(content)
    assert everything(kiosk.settings.data_dir) == {**before, "keys/kiosk.key": content}


def test_a_copy_of_another_kiosk_or_a_newer_program_is_refused(kiosk: Kiosk, backup: Backup) -> None:
    for other, expected in ((replace(backup, kiosk="0418"), "0418"), (replace(backup, schema="9999"), "más nueva")):
        with pytest.raises(KioskError, match=expected):
            restore(kiosk, other)


def test_any_byte_of_a_copy_that_changed_is_told_before_anything_moves(kiosk: Kiosk, backup: Backup) -> None:
    before = everything(kiosk.settings.data_dir)
    document = next(backup.vault.iterdir())
    for path, place in ((backup.folder / "kiosk.db", 5), (backup.folder / "kiosk.db", 9000), (document, 30), (document, -1)):
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
        with pytest.raises(KioskError, match="dañada"):
            restore(kiosk, backup)
        content[place] ^= 1
        path.write_bytes(content)
    document.rename(document.with_name("x"))
    with pytest.raises(KioskError, match="dañada"):
        restore(kiosk, backup)
    assert everything(kiosk.settings.data_dir) == before


class PowerCut(BaseException):
    """Nothing after it is done."""


def test_a_power_cut_at_every_step_leaves_either_the_old_or_the_new(
    kiosk: Kiosk, backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call of the system that changes a name is the last one once; what then is there is opened as after a power cut."""
    old, new, steps = [FIRST, SECOND], [FIRST], 0
    outcomes = []
    while True:
        folder = tmp_path / f"cut{steps}"
        shutil.copytree(kiosk.settings.data_dir, folder)
        settings = replace(kiosk.settings, data_dir=folder)
        with monkeypatch.context() as cut:
            left = [steps]
            for name in ("rename", "mkdir", "rmdir", "unlink"):
                cut.setattr(os, name, _cut_after(getattr(os, name), left))
            cut.setattr(shutil, "rmtree", _cut_after(shutil.rmtree, left))
            try:
                bootstrap.restore(settings, backup, actor="cli:ana", aside=True, progress=silent)
            except PowerCut:
                pass
            else:
                break
        came = open_kiosk(folder)
        outcomes.append(numbers(came))
        documents = [path.name for path in (folder / "vault").iterdir()]
        with came.database.reading() as session:
            names = session.connection().exec_driver_sql("SELECT id FROM document").scalars().all()
        assert sorted(documents) == sorted(names), steps
        assert not list(folder.glob(".restoring-*"))
        came.database.close()
        steps += 1
    assert steps > 8
    assert outcomes == [old] * outcomes.count(old) + [new] * outcomes.count(new)
    assert {len(old), len(new)} <= {len(each) for each in outcomes}


def _cut_after(call: Any, left: list[int]) -> Any:  # noqa: ANN401 - one of the system's calls
    def cut(*words: Any, **named: Any) -> Any:  # noqa: ANN401 - one of the system's calls
        if left[0] == 0:
            raise PowerCut
        left[0] -= 1
        return call(*words, **named)

    return cut


def test_what_was_undone_after_a_power_cut_is_said(kiosk: Kiosk, backup: Backup) -> None:
    (kiosk.settings.data_dir / ".restoring-1" / "vault").mkdir(parents=True)
    came = again(kiosk)
    with came.database.reading() as session:
        assert session.exec(select(Event.id).where(col(Event.name) == "restore_undone")).one()
    assert "restore_undone" in (kiosk.settings.data_dir / "log" / "kiosk.log").read_text("utf-8")
    came.database.close()


def test_a_copy_on_a_disk_that_is_only_read_is_restored_and_its_letter_said_to_be_unnoted(
    kiosk: Kiosk, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_backup: Backup, _series: str) -> None:
        raise PermissionError

    monkeypatch.setattr(storage_backups, "note_series", refuse)
    assert restore(kiosk, backup).noted is False
