"""The kiosk at which the use cases are done: filed cases, drafts, staff; made once, and copied for each run."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from kiosk import bootstrap
from kiosk.bootstrap import compose
from kiosk.config import load
from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.desk.permits import Role
from kiosk.domain.filing.answers import Applicant, Capacity, Contact, Draft
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases.lookup import case_of
from kiosk.services.delivery import mailing
from kiosk.services.filing import drafts
from kiosk.services.filing.drafts import answers_json
from kiosk.services.followup import corrections, withdrawals
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.services.staff import members
from kiosk.settings import Settings
from kiosk.storage import backup_making
from kiosk.storage.backup_making import BackupSource, silent
from kiosk.storage.backups import VAULT, found_in
from kiosk.storage.database import FILE_NAME, open_embedded
from kiosk.storage.migrate import _upgrade
from kiosk.storage.tables import Case, Correction, Document, DraftRow, Numbering, Staff
from tests.filing import EMAIL, JUAN, answer_all, begin, choice, family, file_alone
from tests.soak.told import Fact, Telling, facts

ROSA = "rosa"
KIOSK_ID = "0417"
OLD_SCHEMA = "0003"
"""Of the database that the migration begins with."""


@dataclass(frozen=True, slots=True)
class World:
    """What stands in the data folder: cases by number, drafts by id."""

    plain: CaseNumber
    """A case with which nothing was done yet."""
    asked: CaseNumber
    """A case of which a document was asked for again."""
    correction: str
    """What was asked for."""
    ready: str
    """A draft that can be sent."""
    spare: str
    """Another one, to be sent after a restart."""
    begun: str
    """A draft with an address that is not verified, and without documents."""
    juan: str
    """A draft of another person's."""


def settings_of(folder: Path) -> Settings:
    """Return the settings of a kiosk that is no demonstration, with all its parts below its data folder."""
    parts = {"KIOSK_MAIL__KIND": "maildir", "KIOSK_PRINTER__KIND": "folder", "KIOSK_KIOSK__ID": KIOSK_ID}
    return load(environ={**parts, "KIOSK_DATA_DIR": str(folder), "KIOSK_DESK__AUTHORIZED_KEYS": str(folder / "authorized_keys")})


def opened(folder: Path, *, in_order: bool = False) -> Kiosk:
    """Compose the kiosk; what expired is swept away only where a restart is meant."""
    return compose(settings_of(folder), in_order=in_order)


def closed(kiosk: Kiosk) -> None:
    """Close what the kiosk holds open, as its end does."""
    kiosk.inspector.close()
    kiosk.database.close()


def tell_draft(tell: Telling, draft: Draft) -> None:
    """Tell that the screen showed a draft, with its code, and each document in its place."""
    answers = answers_json().dump_json(draft.answers).decode()
    tell.saved(f"draft {draft.id}", DraftRow, id=draft.id, code=draft.code, answers=answers)
    for each in draft.attachments:
        tell.saved(f"{draft.id} {each.slot}", Document, filing=draft.id, slot=each.slot, sha256=each.sha256)


def make(folder: Path, older: Path) -> tuple[World, dict[str, Fact]]:
    """Make the data folder, and one of an older schema, and return what stands in it and what was told of it."""
    kiosk = opened(folder)
    told = folder.with_suffix(".told")
    descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    tell = Telling(descriptor)
    numbers = [file_alone(kiosk) for _each in range(3)]
    _tell_cases(kiosk, tell, numbers)
    drafts = _begin(kiosk, tell)
    _make_older(kiosk, older)
    world = World(plain=numbers[0], asked=numbers[1], correction=_at_the_desk(kiosk, tell, numbers), **drafts)
    os.close(descriptor)
    closed(kiosk)
    return world, facts(told.read_bytes())


def back_up(folder: Path, backup: Path, newer: Path) -> None:
    """Make a backup of the data folder, without a note of it there, and a folder to which more was filed since."""
    kiosk = opened(folder)
    key = kiosk.keys.derive("database")
    backup_making.make(BackupSource(KIOSK_ID, kiosk.database, key, folder / VAULT), backup, kiosk.clock.now().at, keep=1)
    closed(kiosk)
    shutil.copytree(folder, newer)
    kiosk = opened(newer)
    file_alone(kiosk)
    closed(kiosk)


def restore(folder: Path, backup: Path, tell: Telling) -> None:
    """Put the backup in the place of the data folder, from where on numbers have another letter."""
    bootstrap.restore(settings_of(folder), found_in(backup, KIOSK_ID)[-1], actor="cli:ana", aside=True, progress=silent)
    tell.saved("series", Numbering, kiosk=KIOSK_ID, series="B")


def _begin(kiosk: Kiosk, tell: Telling) -> dict[str, str]:
    """Begin the drafts, and return their ids under the names that they have in the world; one of them is past its time."""
    ready, spare = answer_all(kiosk, leaving=family()), answer_all(kiosk)
    begun = drafts.save(kiosk, begin(kiosk).id, Contact("+593991234567", EMAIL))
    begun = drafts.save(kiosk, drafts.save(kiosk, begun.id, choice(kiosk)).id, family())
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    juan = drafts.begin(kiosk, Applicant(JUAN, "Juan", "Demostración", Capacity.HEAD), notice)
    found = {"ready": ready, "spare": spare, "begun": begun, "juan": juan}
    for each in found.values():
        tell_draft(tell, each)
    expired = answer_all(kiosk, email=None)
    with kiosk.database.transaction() as session:
        session.get_one(DraftRow, expired.id).expires_at -= timedelta(days=30)
    return {name: each.id for name, each in found.items()}


def _at_the_desk(kiosk: Kiosk, tell: Telling, numbers: list[CaseNumber]) -> str:
    """Take staff in, send what waits, ask for a document of the second case again, and let the third's copies be due to go."""
    desk = kiosk.acting_as(ROSA)
    members.add(kiosk, ROSA, role=Role.SUPERVISOR)
    tell.saved("rosa", Staff, name=ROSA)
    mailing.deliver_due(kiosk)
    asked = corrections.ask(desk, numbers[1], "application-form", Wanted.BAD, "Falta la firma.")
    tell.saved("asked", Correction, id=asked.id, code=asked.code)
    withdrawals.take_back(desk, numbers[2], TakenBack.CONSENT)
    with tempfile.TemporaryDirectory() as folder:
        export.export(desk, [numbers[2]], Path(folder))
    handovers.record_handover(desk, [numbers[2]], "Ana Pérez", "stick")
    return asked.id


def _tell_cases(kiosk: Kiosk, tell: Telling, numbers: list[CaseNumber]) -> None:
    with kiosk.database.reading() as session:
        for number in numbers:
            case = case_of(session, number)
            tell.saved(f"case {number}", Case, id=case.id, number=number)


def _make_older(kiosk: Kiosk, made: Path) -> None:
    """Make the same folder with its database in an older schema: what that one has no place for is left out."""
    shutil.copytree(kiosk.settings.data_dir, made, ignore=shutil.ignore_patterns(f"{FILE_NAME}*"))
    old = open_embedded(made / FILE_NAME, kiosk.keys.derive("database"))
    with kiosk.database.reading() as reading, old.transaction() as session:
        source, target = reading.connection(), session.connection()
        _upgrade(target, OLD_SCHEMA)
        there = sa.MetaData()
        there.reflect(target)
        for name in (each.name for each in SQLModel.metadata.sorted_tables if each.name in there.tables):
            columns = ", ".join(f'"{each.name}"' for each in there.tables[name].columns)
            marks = ", ".join("?" * len(there.tables[name].columns))
            for row in source.exec_driver_sql(f'SELECT {columns} FROM "{name}"').all():  # noqa: S608 - names of our own tables
                target.exec_driver_sql(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', tuple(row))  # noqa: S608 - names of our own tables
    old.close()


def of_old_schema(told: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return what was told of tables that the older schema has."""
    return {key: fact for key, fact in told.items() if fact.table in {"case_file", "draft", "document"}}
