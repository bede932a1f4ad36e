"""Each state of each thing that the doctor looks at: the real database, keys and folders, and devices that say what is wrong."""

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.machine.health import Check, Health
from kiosk.domain.machine.message import JobState, Media, MessageKind, MessageState, PrintJob, Trouble
from kiosk.ports import PrinterFailed
from kiosk.services.health import devices, machine, store
from kiosk.services.health.side_by_side import side_by_side
from kiosk.services.kiosk import Kiosk
from kiosk.settings import BackupSettings, DeskSettings, MailSettings, PrinterSettings, ScannerSettings, Settings
from kiosk.storage import migrate
from kiosk.storage.backups import BACKUP_AT
from kiosk.storage.database import FILE_NAME, open_embedded
from kiosk.storage.keys import CREDENTIAL
from kiosk.storage.tables import Fact, Message
from tests.filing import StoppedClock, answer_all, begin, open_kiosk, submit

OK, WARNING, FAILED = Health.OK, Health.WARNING, Health.FAILED


@pytest.fixture
def settings(kiosk: Kiosk) -> Settings:
    """Return the settings of a kiosk that was set up and is not running."""
    kiosk.database.close()
    return kiosk.settings


def stored(settings: Settings) -> dict[str, tuple[Health, str]]:
    return {each.name: (each.state, each.code) for each in store.examine(settings)}


def only(checks: list[Check]) -> tuple[Health, str]:
    (check,) = checks
    assert check.state is OK or check.mend
    return check.state, check.code


def test_a_kiosk_that_was_set_up_has_its_key_and_a_whole_database(settings: Settings) -> None:
    found = stored(settings)
    kept = (WARNING, "not_durable") if settings.database.url else (OK, "ok")  # the tests' server is made to be quick
    assert (found["keys"], found["database"], found["outbox"]) == ((OK, "ok"), kept, (OK, "empty"))


def test_a_past_that_was_changed_is_found(kiosk: Kiosk) -> None:
    begin(kiosk)
    assert stored(kiosk.settings)["audit"] == (OK, "ok")
    with kiosk.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE event SET actor = 'rosa'")
    assert stored(kiosk.settings)["audit"] == (FAILED, "broken")


def test_a_machine_that_was_never_set_up_is_left_as_it_is(tmp_path: Path) -> None:
    found = stored(Settings(tmp_path / "none"))
    assert (found["keys"], found["database"], found["outbox"]) == (
        (WARNING, "not_made"),
        (WARNING, "not_made"),
        (WARNING, "not_looked"),
    )
    assert only(machine.disk(Settings(tmp_path / "none")))[0] is not FAILED
    assert not list(tmp_path.iterdir())


@pytest.mark.embedded("what becomes of the file; of a server: test_doctor_server")
def test_each_trouble_with_the_key_is_told_apart(settings: Settings) -> None:
    key = settings.data_dir / "keys" / CREDENTIAL
    content = key.read_bytes()
    key.chmod(0o640)
    assert stored(settings)["keys"] == (FAILED, "open_to_others")
    key.chmod(0o600)
    key.write_bytes(content[:-1])
    assert stored(settings)["keys"] == (FAILED, "damaged")
    key.unlink()
    assert (stored(settings)["keys"], stored(settings)["database"]) == ((FAILED, "lost"), (FAILED, "no_key"))
    assert not key.exists(), "no new one is made"
    key.touch(0o600)
    key.write_bytes(bytes(32))
    assert (stored(settings)["keys"], stored(settings)["database"]) == ((OK, "ok"), (FAILED, "damaged"))


@pytest.mark.embedded("what becomes of the file; of a server: test_doctor_server")
def test_a_database_that_is_damaged_in_the_middle_or_lost_is_told(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    kiosk.database.close()
    path = kiosk.settings.data_dir / FILE_NAME
    content = bytearray(path.read_bytes())
    for place in range(4096 * 3, len(content), 4096):
        content[place + 100] ^= 0xFF
    path.write_bytes(content)
    found = stored(kiosk.settings)
    assert (found["database"], found["outbox"]) == ((FAILED, "damaged"), (WARNING, "not_looked"))
    path.unlink()
    assert stored(kiosk.settings)["database"] == (FAILED, "lost")
    assert not path.exists()


@pytest.mark.embedded("what becomes of the file; of a server: test_doctor_server")
def test_a_database_of_another_version_is_told_and_not_migrated(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk.database.close()
    with monkeypatch.context() as other:
        other.setattr(migrate, "HEAD", "9999")
        assert stored(kiosk.settings)["database"] == (WARNING, "older")
        other.setattr(migrate, "HEAD", "0001")
        assert stored(kiosk.settings)["database"] == (FAILED, "newer")
    empty = kiosk.settings.data_dir / "other.db"
    other_database = open_embedded(empty, kiosk.keys.derive("database"))
    assert store._database(other_database).code == "older"
    assert migrate.version(other_database) is None
    other_database.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
@pytest.mark.embedded("what becomes of the file; of a server: test_doctor_server")
def test_what_belongs_to_somebody_else_is_told(settings: Settings) -> None:
    path = settings.data_dir / FILE_NAME
    path.chmod(0)
    assert stored(settings)["database"] == (FAILED, "not_accessible")
    settings.data_dir.chmod(0o500)
    assert only(machine.disk(settings)) == (FAILED, "not_writable")
    settings.data_dir.chmod(0o700)


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert only(machine.disk(Settings(tmp_path / "file"))) == (FAILED, "not_writable")


def test_what_waits_is_counted_and_a_day_is_too_long(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path, StoppedClock(datetime.now(UTC)))
    submit(kiosk, answer_all(kiosk))
    check = store.waiting(kiosk.database, datetime.now(UTC))
    assert (check.state, check.code) == (OK, "waiting")
    assert "Esperan 2 " in check.message
    check = store.waiting(kiosk.database, datetime.now(UTC) + timedelta(hours=25))
    assert (check.state, check.code) == (WARNING, "waiting_long")
    assert "desde hace 25 horas" in check.message
    assert "Avise" in check.mend
    with kiosk.database.transaction() as session:
        for row in session.exec(select(Message).where(col(Message.kind) == MessageKind.FILING_EMAIL)).all():
            row.state, row.next_try_at = MessageState.FAILED, None
    assert (
        "Esperan 1 mensajes e impresiones, el más antiguo desde hace 0 horas; fallaron 1."
        in store.waiting(kiosk.database, datetime.now(UTC)).message
    )
    kiosk.database.close()


class Prints:
    """A printer that says what it is told to."""

    def __init__(self, **states: PrintJob | PrinterFailed) -> None:
        self.states = states
        self.media = tuple(Media(each) for each in states)

    def check(self, media: Media) -> PrintJob:
        """Say how that paper's printer stands."""
        state = self.states[media]
        if isinstance(state, PrinterFailed):
            raise state
        return state


def test_each_printer_is_asked_and_what_it_waits_for_is_a_warning(settings: Settings) -> None:
    given = replace(settings, printer=PrinterSettings("cups"))
    printer = Prints(
        roll=PrintJob(JobState.OPEN, Trouble.PAPER_OUT, "No hay papel."),
        a4=PrinterFailed("No existe la cola A4.", Trouble.NO_PRINTER),
    )
    roll, a4 = devices.printers(given, printer)  # type: ignore[arg-type] # all that the check needs of it
    assert (roll.name, roll.state, roll.code, roll.message, roll.mend) == (
        "printer_roll",
        WARNING,
        "paper_out",
        "No hay papel.",
        "Ponga papel.",
    )
    assert (a4.name, a4.state, a4.code, a4.message) == ("printer_a4", FAILED, "no_printer", "No existe la cola A4.")
    assert "lpstat" in a4.mend
    ready = devices.printers(given, Prints(a4=PrintJob(JobState.OPEN)))  # type: ignore[arg-type] # all that the check needs of it
    assert only(ready) == (OK, "ok")
    assert only(devices.printers(given, None)) == (WARNING, "none")


def test_every_trouble_has_its_mending() -> None:
    for trouble in Trouble:
        assert "{" not in devices._mend(trouble, "mail")


def test_folders_of_a_demonstration_are_not_made_by_looking(kiosk: Kiosk) -> None:
    kiosk.database.close()
    assert only(devices.mail(kiosk.settings, kiosk.mailer)) == (OK, "not_made")
    assert only(devices.printers(kiosk.settings, kiosk.printer)) == (OK, "not_made")
    assert not kiosk.settings.mail.maildir.exists()
    assert not kiosk.settings.printer.folder.exists()


def test_the_scanners_program_is_looked_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(devices.scanner(settings)) == (OK, "none")
    sane = replace(settings, scanner=ScannerSettings("sane"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert only(devices.scanner(sane)) == (FAILED, "no_program")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert only(devices.scanner(sane)) == (OK, "ok")


def test_passwords_that_others_can_read_are_a_warning(settings: Settings, tmp_path: Path) -> None:
    assert only(devices.passwords(settings)) == (OK, "none")
    file = tmp_path / "password"
    given = replace(settings, mail=MailSettings("smtp", password_file=file))
    assert only(devices.passwords(given)) == (FAILED, "unreadable")
    file.touch()
    file.chmod(0o644)
    assert only(devices.passwords(given)) == (WARNING, "open_to_others")
    file.chmod(0o600)
    assert only(devices.passwords(given)) == (OK, "ok")


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_look_that_hangs_or_breaks_holds_up_no_other(hanging: threading.Event) -> None:
    def hang() -> list[Check]:
        hanging.wait(60)
        return []

    def fail() -> list[Check]:
        raise RuntimeError("maria@ejemplo.test")

    def fine() -> list[Check]:
        return [Check("disk", OK, "ok", "bien")]

    def unreadable() -> list[Check]:
        raise PermissionError(errno.EACCES, "Permission denied", "x")

    found = side_by_side({"mail": hang, "printer": fail, "disk": fine, "database": unreadable}, 0.5)
    assert [(each.name, each.state, each.code) for each in found] == [
        ("mail", FAILED, "late"),
        ("printer", FAILED, "defect"),
        ("disk", OK, "ok"),
        ("database", FAILED, "unreadable"),
    ]
    assert "maria" not in repr(found)


def test_an_old_backup_and_nobody_to_be_told_are_warnings(kiosk: Kiosk) -> None:
    now = datetime.now(UTC)
    assert only([store.backup(kiosk.settings, kiosk.database, now)]) == (WARNING, "none")
    for days, expected in ((6, (OK, "ok")), (8, (WARNING, "old"))):
        with kiosk.database.transaction() as session:
            session.merge(Fact(name=BACKUP_AT, value=(now - timedelta(days=days)).isoformat()))
        assert only([store.backup(kiosk.settings, kiosk.database, now)]) == expected
    nowhere = replace(kiosk.settings, backup=BackupSettings(kiosk.settings.data_dir / "none"))
    assert only([store.backup(nowhere, kiosk.database, now)]) == (WARNING, "no_folder")
    assert only(machine.responsible(kiosk.settings)) == (WARNING, "nobody")
    named = replace(kiosk.settings, desk=DeskSettings(responsible_email="rosa@ejemplo.test"))
    assert only(machine.responsible(named)) == (OK, "ok")
