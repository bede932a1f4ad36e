"""Data of every schema that was released, real ones that its own program wrote, come forward whole, after a backup of them."""

import errno
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlmodel import select

import kiosk.storage.migrations
from kiosk import bootstrap
from kiosk.config import load
from kiosk.domain.desk.permits import Role
from kiosk.domain.desk.task import TaskKind
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts, records, search
from kiosk.services.desk import tasks
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members
from kiosk.storage.backup_making import silent, verify
from kiosk.storage.backups import found_in
from kiosk.storage.files import private_folder
from kiosk.storage.keys import open_keys
from kiosk.storage.migrate import HEAD, version
from kiosk.storage.sealed_copy import opened
from kiosk.storage.tables import Case, Document, SameIdentityRow
from tests.filing import PassingInspector, StoppedClock, answer_all, paper, photograph, submit

SAMPLES = sorted(
    each for each in (Path(__file__).parents[2] / "storage" / "samples").iterdir() if each.is_dir() and each.name.isdigit()
)


each_of_them = pytest.mark.parametrize("sample", SAMPLES, ids=lambda each: each.name, indirect=True)
the_oldest = pytest.mark.parametrize("sample", SAMPLES[:1], ids=lambda each: each.name, indirect=True)


@pytest.fixture
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a data folder as a program of its time left it; a repository keeps no permissions."""
    folder = tmp_path / str(request.param.name)
    shutil.copytree(request.param, folder)
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return folder


def start(folder: Path, **variables: str) -> Kiosk:
    environ = {"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417", "KIOSK_PRINTER__KIND": "folder", **variables}
    kiosk = bootstrap.compose(load(environ=environ), in_order=False)
    inspector = PassingInspector(kiosk.settings.limits.document_bytes)
    return replace(kiosk, clock=StoppedClock(), inspector=inspector)  # so that no time of theirs is over


def expected(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "expected.json").read_text("utf-8")))


@each_of_them
def test_a_case_a_draft_and_their_documents_are_found_and_the_draft_is_sent(sample: Path) -> None:
    was, came = expected(sample), start(sample)
    assert version(came.database) == HEAD
    assert [each.schema for each in found_in(sample / "backups", "0417")] == [sample.name] * (sample.name != HEAD)
    record = records.one(came, was["number"])
    assert (record["applicant"]["identity"], record["applicant"]["given_names"]) == ("9900000010", "María José")
    assert [each["given_names"] for each in record["leavers"]] == ["María José", "Juan", "Rosa"]
    assert {each["slot"]: each["sha256"] for each in record["documents"]} == was["case"]
    with came.database.reading() as session:
        rows = session.exec(select(Document)).all()
    opened = sorted(hashlib.sha256(came.vault.get(each.id, each.key)).hexdigest() for each in rows)
    assert opened == sorted([*was["case"].values(), *was["draft"].values()])
    assert [each.number for each in search.find(came, "demostracion maria").cases] == [was["number"]]
    assert receipts.pdf(came, was["number"]).startswith(b"%PDF")
    assert [each.name for each in members.list_staff(came)] == ["rosa"] * (sample.name >= "0004")
    assert {each.role for each in members.list_staff(came)} <= {Role.SUPERVISOR}, "who could do everything goes on"
    draft = drafts.resume(came, was["code"], "0010")
    filled = {each.slot for each in draft.attachments}
    assert filled == set(was["draft"])
    for slot in slots.slots_of(came, draft):
        if slot.id not in filled:
            draft = attachments.attach(came, draft.id, slot.id, photograph(slot.id) if slot.person else paper())
    assert submit(came, draft).number == str(CaseNumber("0417", "A", 26, 2))
    came.database.close()


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.name == "0005"], ids=lambda each: each.name, indirect=True)
def test_consent_on_paper_that_was_recorded_without_its_sheet_is_awaited_from_then_on(sample: Path) -> None:
    was = expected(sample)
    with opened(sample / "kiosk.db", open_keys(sample, new_allowed=False).derive("database"), to_write=True) as connection:
        connection.execute("UPDATE case_file SET entered_by = 'rosa', channel = 'assisted'")
        connection.execute("UPDATE acceptance SET how = 'paper' WHERE kind = 'consent'")
        connection.execute(
            "INSERT INTO attestation (filing, subject, person, value, how, document_number, reason, actor, at) "
            "SELECT id, 'identity', 'applicant', identity_number, 'card', '', '', 'rosa', submitted_at FROM case_file"
        )
    came = start(sample)
    record = records.one(came, was["number"])
    assert [each["how"] for each in record["acceptances"] if each["kind"] == "consent"] == ["awaited"]
    assert "signed_sheet_missing" in record["lacking"]
    assert "identity_not_vouched" not in record["lacking"]
    came.database.close()


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each.name == "0008"], ids=lambda each: each.name, indirect=True)
def test_the_same_identity_in_cases_that_are_there_waits_for_a_decision_and_what_was_handed_over_stays_so(sample: Path) -> None:
    was = expected(sample)
    with opened(sample / "kiosk.db", open_keys(sample, new_allowed=False).derive("database"), to_write=True) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(case_file)")]
        for number, surnames, at in (("0417A-26-000002-B", "ñusta demostracion", "26"), ("0417A-26-000003-Q", "Ante Vega", "27")):
            other = {
                "id": f"'{number[-3] * 32}'",
                "number": f"'{number}'",
                "surnames": f"'{surnames}'",
                "given_names": "'MARIA JOSE'",
            }
            other |= {"submitted_at": f"'2026-11-{at} 15:41:00.000000'", "state": "'delivered'"}
            chosen = ", ".join(other.get(each, each) for each in columns)
            connection.execute(f"INSERT INTO case_file SELECT {chosen} FROM case_file WHERE number = ?", (was["number"],))  # noqa: S608 - ours
        connection.execute("INSERT INTO handover VALUES (?, '2026-11-24 15:00:00.000000', 'rosa', 'Ana', 'stick', 0)", ("a" * 32,))
        connection.execute("INSERT INTO handover_case SELECT ?, id, ? FROM case_file WHERE state = 'filed'", ("a" * 32, "0" * 64))
    came = start(sample)
    assert records.one(came, was["number"])["stage"] == "more_to_hand_over"
    with came.database.reading() as session:
        rows = session.exec(select(SameIdentityRow)).all()
        numbers = {each.id: each.number[-3] for each in session.exec(select(Case)).all()}
    noted = {(numbers[each.case_id], numbers[each.earlier_id], each.other_name) for each in rows}
    assert noted == {("2", "1", False), ("3", "1", True), ("3", "2", True)}
    assert {each.kind for each in tasks.today(came).tasks} >= {TaskKind.SAME_IDENTITY, TaskKind.FOLLOW_UP}
    came.database.close()


@the_oldest
def test_before_they_come_forward_a_backup_is_made_from_which_they_come_forward_again(sample: Path, tmp_path: Path) -> None:
    was, schema = expected(sample), sample.name
    first = start(sample)
    first.database.close()
    made = found_in(sample / "backups", "0417")
    assert [each.schema for each in made] == [schema]
    verify(made[0], first.keys.derive("database"))
    bootstrap.restore(first.settings, made[0], actor="cli:ana", aside=True, progress=silent)
    came = start(sample, KIOSK_BACKUP__FOLDER=str(private_folder(tmp_path / "copies")))
    assert version(came.database) == HEAD
    assert records.one(came, was["number"])["number"] == was["number"]
    assert [each.schema for each in found_in(tmp_path / "copies", "0417")] == [schema], (
        "where there is a folder for them, it is used"
    )
    assert submit(came, answer_all(came)).number == str(CaseNumber("0417", "B", 26, 1))
    came.database.close()


@the_oldest
def test_without_room_for_the_backup_nothing_is_migrated(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    schema = sample.name
    with monkeypatch.context() as disk:
        disk.setattr("kiosk.storage.backup_making.forget_cached", full)
        with pytest.raises(KioskError, match="no cabe"):
            start(sample)
    assert not list((sample / "backups").iterdir())
    with opened(sample / "kiosk.db", open_keys(sample, new_allowed=False).derive("database")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema,)


def test_every_schema_that_was_released_has_its_sample() -> None:
    config = Config()
    config.set_main_option("script_location", next(iter(kiosk.storage.migrations.__path__)))
    released = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()} - {HEAD}
    assert released <= {each.name for each in SAMPLES}
